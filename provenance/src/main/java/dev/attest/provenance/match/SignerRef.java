package dev.attest.provenance.match;

import dev.attest.provenance.Glob;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A workflow URI of a certificate, parted into the file and the ref that it was read at. The ref begins behind the first
 * {@code @refs/}, because a branch may be named {@code x@refs/tags/v1.2.3} and workflows have no folder of such a name;
 * without one behind the last {@code @}.
 *
 * @param ref empty where the URI names none
 */
public record SignerRef(String workflow, String ref) {
    private static final Pattern RELEASE =
            Pattern.compile("refs/tags/v?[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}(?:[-+][0-9A-Za-z.+-]{1,100})?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** Parts any text. */
    public static SignerRef of(String uri) {
        int refs = uri.indexOf("@refs/");
        int at = refs >= 0 ? refs : uri.lastIndexOf('@');
        return at < 0 ? new SignerRef(uri, "") : new SignerRef(uri.substring(0, at), uri.substring(at + 1));
    }

    /** Who signed, by extension 9, or by the subject where the certificate has no such claim. */
    public static SignerRef signer(BuildClaims claims) {
        return of(claims.get(BuildClaim.BUILD_SIGNER_URI).orElse(claims.subject()));
    }

    /** Whether the ref names a commit. */
    public boolean isCommit() {
        return COMMIT.matcher(ref).matches();
    }

    /** Whether the ref is the tag of a full semantic version; {@code v1} and branches move. */
    public boolean isRelease() {
        return RELEASE.matcher(ref).matches();
    }

    /**
     * Whether the ref is fixed: the tag of a full version, or a commit that the verifier's own pattern names. Any other
     * commit may be that of a fork, which GitHub serves under the name of the repository that was forked.
     */
    public boolean isFixed(Optional<Glob> pattern) {
        return isRelease()
                || (isCommit()
                        && pattern.filter(one -> one.text().endsWith("@" + ref)).isPresent());
    }

    /**
     * Whether the signer is another workflow than the one that the run began with, by extensions 9 and 18: what signs is
     * then out of reach of the steps that build. Not so where the certificate does not name both with a ref; CircleCI
     * writes addresses of two other kinds there.
     */
    public static boolean isApart(BuildClaims claims) {
        SignerRef config = of(claims.get(BuildClaim.BUILD_CONFIG_URI).orElse(""));
        SignerRef signer = of(claims.get(BuildClaim.BUILD_SIGNER_URI).orElse(""));
        return !config.ref().isEmpty()
                && !signer.ref().isEmpty()
                && !config.workflow().equals(signer.workflow());
    }
}

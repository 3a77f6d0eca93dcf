package dev.attest.signing;

import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.FulcioExtensions;
import dev.attest.signing.x509.MalformedCertificateException;
import dev.attest.signing.x509.SubjectName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a certificate authority of the trusted root asserts of a signer: name, token issuer, and Fulcio's extensions
 * 1.3.6.1.4.1.57264.1.N by N (fulcio docs/oid-info.md). Texts hold no control characters.
 *
 * @param subject the one subject alternative name
 * @param issuer who vouched for the subject to the certificate authority; empty in the certificates of authorities that
 *     ask no OIDC issuer, which {@link AcceptedIdentity.WithoutIssuer} alone accepts
 * @param extensions the claims by number, 1 to 24
 */
public record CertificateClaims(String subject, SubjectKind kind, String issuer, Map<Integer, String> extensions) {
    /** What sort of name the subject is. */
    public enum SubjectKind {
        URI,
        EMAIL,
        USER_NAME
    }

    public CertificateClaims {
        extensions = Collections.unmodifiableMap(new TreeMap<>(extensions));
    }

    static CertificateClaims of(Certificate certificate) throws MalformedCertificateException {
        SubjectName name = SubjectName.of(certificate);
        Map<Integer, String> extensions = FulcioExtensions.of(certificate);
        return new CertificateClaims(
                name.value(),
                SubjectKind.valueOf(name.kind().name()),
                extensions.getOrDefault(FulcioExtensions.ISSUER, ""),
                extensions);
    }

    /** Whether an OIDC issuer vouched for the subject, as with every certificate of Fulcio's. */
    public boolean hasIssuer() {
        return !issuer.isEmpty();
    }

    /** The event that began the workflow, at GitHub; deprecated for {@link #buildTrigger}. */
    public Optional<String> gitHubWorkflowTrigger() {
        return extension(2);
    }

    /** The commit, at GitHub; deprecated for {@link #sourceRepositoryDigest}. */
    public Optional<String> gitHubWorkflowSha() {
        return extension(3);
    }

    /** The workflow's display name, at GitHub, which anybody may give to a workflow. */
    public Optional<String> gitHubWorkflowName() {
        return extension(4);
    }

    /** {@code owner/name}, at GitHub; deprecated for {@link #sourceRepositoryUri}. */
    public Optional<String> gitHubWorkflowRepository() {
        return extension(5);
    }

    /** The ref, at GitHub; deprecated for {@link #sourceRepositoryRef}. */
    public Optional<String> gitHubWorkflowRef() {
        return extension(6);
    }

    /** The reusable or top-level workflow that held the token. */
    public Optional<String> buildSignerUri() {
        return extension(9);
    }

    public Optional<String> buildSignerDigest() {
        return extension(10);
    }

    /** {@code github-hosted} or {@code self-hosted}; {@code ssh-rerun} of CircleCI is not to be trusted. */
    public Optional<String> runnerEnvironment() {
        return extension(11);
    }

    public Optional<String> sourceRepositoryUri() {
        return extension(12);
    }

    /** The commit. */
    public Optional<String> sourceRepositoryDigest() {
        return extension(13);
    }

    public Optional<String> sourceRepositoryRef() {
        return extension(14);
    }

    /** The repository's number, which survives renames and is never given to another. */
    public Optional<String> sourceRepositoryIdentifier() {
        return extension(15);
    }

    public Optional<String> sourceRepositoryOwnerUri() {
        return extension(16);
    }

    public Optional<String> sourceRepositoryOwnerIdentifier() {
        return extension(17);
    }

    /** The top-level workflow of the build. */
    public Optional<String> buildConfigUri() {
        return extension(18);
    }

    public Optional<String> buildConfigDigest() {
        return extension(19);
    }

    public Optional<String> buildTrigger() {
        return extension(20);
    }

    public Optional<String> runInvocationUri() {
        return extension(21);
    }

    /** The repository's visibility when the token was issued. */
    public Optional<String> sourceRepositoryVisibility() {
        return extension(22);
    }

    public Optional<String> deploymentEnvironment() {
        return extension(23);
    }

    /** The token's own subject, such as {@code repo:owner/name:ref:refs/heads/main}. */
    public Optional<String> tokenSubject() {
        return extension(24);
    }

    /** The claim with this number. */
    public Optional<String> extension(int number) {
        return Optional.ofNullable(extensions.get(number));
    }
}

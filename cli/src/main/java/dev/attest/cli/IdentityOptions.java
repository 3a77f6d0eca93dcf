package dev.attest.cli;

import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.CertificateClaims;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The identities, or the key, that evidence has to come from. */
final class IdentityOptions {
    @Option(
            names = {"--identity", "--certificate-identity"},
            paramLabel = "IDENTITY",
            description = "The exact e-mail address or URI in the signing certificate; several may be named.")
    private List<String> identities = List.of();

    @Option(
            names = {"--identity-regexp", "--certificate-identity-regexp"},
            paramLabel = "REGEXP",
            description = "A regular expression for the whole of it, from the first character to the last.")
    private List<String> expressions = List.of();

    @Option(
            names = {"--issuer", "--certificate-oidc-issuer"},
            paramLabel = "URL",
            description = "The exact OIDC issuer in the signing certificate.")
    @Nullable
    private String issuer;

    @Option(
            names = "--own-authority",
            description = "With --identity, instead of --issuer: the certificate is of an authority of your own, which"
                    + " names no OIDC issuer.")
    private boolean ownAuthority;

    @ArgGroup(validate = false)
    private final RepositoryOptions repositories = new RepositoryOptions();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public key (PEM) whose holder has signed, instead of a certified identity.")
    @Nullable
    private Path key;

    @Option(
            names = "--unsafe-no-witness",
            description = "With --key and no trusted root: accept what no log and no timestamp authority has seen,"
                    + " signed nobody knows when.")
    private boolean noWitness;

    /** The public key that was named. */
    Optional<Path> key() {
        return Optional.ofNullable(key);
    }

    boolean noWitness() {
        return noWitness;
    }

    /** The identities that were named; none where nothing was. */
    List<AcceptedIdentity> named() {
        try {
            var named = new ArrayList<AcceptedIdentity>(jobs());
            named.addAll(certified());
            if (!named.isEmpty() && key != null) {
                throw new UsageException("--key proves no identity: it excludes --identity and --github-repository");
            }
            return named;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private List<AcceptedIdentity> jobs() {
        var named = new NamedJobs(repositories);
        List<AcceptedIdentity> jobs = named.identities();
        if (!repositories.isNamed()) {
            return jobs;
        }
        if (!identities.isEmpty() || !expressions.isEmpty() || ownAuthority) {
            throw new UsageException("--github-repository and --gitlab-project exclude --identity");
        }
        if (issuer != null && !named.issuer().equals(Optional.of(issuer))) {
            throw new UsageException("--issuer: the repository that was named is vouched for by "
                    + named.issuer().orElse("GitHub's and GitLab's issuers") + " alone");
        }
        return jobs;
    }

    private List<AcceptedIdentity> certified() {
        if (repositories.isNamed()) {
            return List.of();
        }
        boolean some = !identities.isEmpty() || !expressions.isEmpty();
        if (ownAuthority && (issuer != null || !expressions.isEmpty() || identities.isEmpty())) {
            throw new UsageException("--own-authority goes with --identity and without --issuer");
        }
        if (!ownAuthority && some != (issuer != null)) {
            throw new UsageException("--identity and --issuer go together");
        }
        var named = new ArrayList<AcceptedIdentity>();
        if (ownAuthority) {
            for (String identity : identities) {
                boolean isUri = identity.contains("://");
                named.add(new AcceptedIdentity.WithoutIssuer(
                        isUri ? CertificateClaims.SubjectKind.URI : CertificateClaims.SubjectKind.EMAIL, identity));
            }
        }
        if (issuer != null) {
            for (String identity : identities) {
                named.add(new AcceptedIdentity.Exact(issuer, identity));
            }
            for (String expression : expressions) {
                named.add(new AcceptedIdentity.Matching(issuer, expression));
            }
        }
        return named;
    }
}

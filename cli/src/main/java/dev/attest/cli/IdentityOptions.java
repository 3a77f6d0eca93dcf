package dev.attest.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The identity that evidence has to come from. */
final class IdentityOptions {
    @Option(
            names = {"--identity", "--certificate-identity"},
            paramLabel = "IDENTITY",
            description = "The exact e-mail address or URI in the signing certificate.")
    @Nullable
    private String identity;

    @Option(
            names = {"--issuer", "--certificate-oidc-issuer"},
            paramLabel = "URL",
            description = "The exact OIDC issuer in the signing certificate.")
    @Nullable
    private String issuer;

    @Option(
            names = "--github-repository",
            paramLabel = "OWNER/NAME",
            description = "A GitHub Actions workflow of this repository has signed.")
    @Nullable
    private String gitHubRepository;

    @Option(
            names = "--workflow",
            paramLabel = "PATH",
            description =
                    "With --github-repository: the signing workflow's path, such as .github/workflows/release.yml;"
                            + " * stops at /.")
    @Nullable
    private String workflow;

    @Option(
            names = "--ref",
            paramLabel = "REF",
            description = "With --github-repository: the ref that was built, such as refs/heads/main or"
                    + " refs/tags/v*; * stops at /.")
    @Nullable
    private String ref;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "With --github-repository: the deployment environment of the signing job.")
    @Nullable
    private String environment;

    Optional<String> identity() {
        return Optional.ofNullable(identity);
    }

    Optional<String> issuer() {
        return Optional.ofNullable(issuer);
    }

    Optional<String> gitHubRepository() {
        return Optional.ofNullable(gitHubRepository);
    }

    Optional<String> workflow() {
        return Optional.ofNullable(workflow);
    }

    Optional<String> ref() {
        return Optional.ofNullable(ref);
    }

    Optional<String> environment() {
        return Optional.ofNullable(environment);
    }
}

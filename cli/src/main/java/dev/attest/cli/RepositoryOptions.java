package dev.attest.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The CI jobs whose signatures count, by the repository that they build. {@link NamedJobs} reads them. */
final class RepositoryOptions {
    @Option(
            names = "--github-repository",
            paramLabel = "OWNER/NAME",
            description = "A GitHub Actions workflow of this repository has signed; its number instead of its name"
                    + " survives renames. Several may be named.")
    List<String> gitHub = List.of();

    @Option(
            names = "--gitlab-project",
            paramLabel = "GROUP/PROJECT",
            description = "A pipeline of this project at gitlab.com has signed. Several may be named.")
    List<String> gitLab = List.of();

    @Option(
            names = "--repository-id",
            paramLabel = "ID",
            description =
                    "The number that the repository or project must have beside its name, which others may take over.")
    @Nullable
    String identifier;

    @Option(
            names = "--workflow",
            paramLabel = "PATH",
            description = "The signing workflow's path, such as .github/workflows/release.yml or .gitlab-ci.yml;"
                    + " * stops at /.")
    @Nullable
    String workflow;

    @Option(
            names = "--ref",
            paramLabel = "REF",
            description = "The ref that was built, such as refs/heads/main or refs/tags/v*; * stops at /. Several may"
                    + " be named.")
    List<String> refs = List.of();

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "The deployment environment of the signing job.")
    @Nullable
    String environment;

    /** Whether a repository was named. */
    boolean isNamed() {
        return !gitHub.isEmpty() || !gitLab.isEmpty();
    }
}

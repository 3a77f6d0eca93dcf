package dev.attest.provenance.level;

import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Glob;
import dev.attest.provenance.level.BuilderEntry.Runner;
import dev.attest.provenance.level.BuilderEntry.SignedBy;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builders that are known without anybody's table. A job that builds and signs reaches level 2; level 3 is for reusable
 * workflows of others that sign out of the build's reach, and only where the caller pinned them.
 */
final class KnownBuilders {
    private static final String GITHUB = "https://token.actions.githubusercontent.com";
    private static final String GENERATOR =
            "https://github.com/slsa-framework/slsa-github-generator/.github/workflows/*_slsa3.yml@refs/tags/v*";
    private static final String ATTEST =
            "https://github.com/attest-dev/attest/.github/workflows/attest-sign.yml@refs/tags/v*";
    private static final String DOCKER =
            "https://github.com/docker/github-builder/.github/workflows/*.yml@refs/tags/v*";

    static final List<BuilderEntry> ENTRIES = List.of(
            // Its delegators sign for another of its workflows, which is the builder.
            ofJob(GITHUB, GENERATOR, GENERATOR, 3),
            ofJob(GITHUB, ATTEST, ATTEST, 3, BuildTypes.GITHUB_WORKFLOW, BuildTypes.GITHUB_WORKFLOW_COMMUNITY),
            ofJob(
                    GITHUB,
                    DOCKER,
                    "https://github.com/**",
                    3,
                    BuildTypes.BUILDKIT,
                    BuildTypes.BUILDKIT_V02,
                    BuildTypes.GITHUB_WORKFLOW),
            ofJob(GITHUB, "https://github.com/**", "https://github.com/**", 2),
            ofJob(
                    "https://gitlab.com",
                    "https://gitlab.com/**",
                    "https://gitlab.com/**",
                    2,
                    BuildTypes.GITLAB,
                    BuildTypes.GITLAB_CONTROL_PLANE,
                    "https://gitlab.com/gitlab-org/gitlab-runner/-/blob/*/PROVENANCE.md"),
            ofJob(
                    "https://agent.buildkite.com",
                    "https://buildkite.com/*/*",
                    "https://buildkite.com/*/*",
                    2,
                    BuildTypes.BUILDKITE),
            circleci("https://oidc.circleci.com"),
            circleci("https://oidc.circleci.com/org/*"),
            ofJob(
                    "https://accounts.google.com",
                    "*@*.gserviceaccount.com",
                    BuildTypes.GOOGLE_CLOUD_BUILD_STEP,
                    1,
                    BuildTypes.GOOGLE_CLOUD_BUILD),
            ofJob("https://local.attest.invalid", "**", BuildTypes.LOCAL_BUILDER, 1, BuildTypes.LOCAL));

    private KnownBuilders() {}

    private static BuilderEntry circleci(String issuer) {
        String definition = "https://circleci.com/api/v2/projects/*/pipeline-definitions/*";
        return ofJob(issuer, definition, definition, 1, BuildTypes.CIRCLECI);
    }

    private static BuilderEntry ofJob(String issuer, String signer, String builder, int level, String... buildTypes) {
        return new BuilderEntry(
                new Glob(issuer),
                new Glob(signer),
                new Glob(builder),
                Stream.of(buildTypes).map(Glob::new).toList(),
                level,
                Runner.HOSTED,
                SignedBy.JOB);
    }
}

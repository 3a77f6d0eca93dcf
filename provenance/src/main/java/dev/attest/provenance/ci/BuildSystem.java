package dev.attest.provenance.ci;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a build can run. */
public enum BuildSystem {
    GITHUB_ACTIONS,
    GITLAB_CI,
    CIRCLECI,
    BUILDKITE,
    GOOGLE_CLOUD_BUILD,
    TEKTON,
    JENKINS,
    LOCAL;

    /** How users and messages name it, such as {@code github-actions}. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The system of this short name. */
    public static Optional<BuildSystem> named(String name) {
        return Arrays.stream(values())
                .filter(system -> system.shortName().equals(name))
                .findFirst();
    }

    /** Whether these are claims of this system's own token, by who issued it. No token is that of a local build. */
    boolean issued(Map<String, String> claims, Map<String, String> environment) {
        String issuer = claims.getOrDefault("iss", "");
        return switch (this) {
            case GITHUB_ACTIONS -> GitHubServer.of(issuer).isPresent();
            // Everybody can run a GitLab; its tokens are known by what no other has.
            case GITLAB_CI ->
                claims.containsKey("project_path")
                        && claims.containsKey("namespace_path")
                        && claims.containsKey("pipeline_source");
            case CIRCLECI -> CircleCi.issues(issuer);
            case BUILDKITE -> issuer.equals(Buildkite.ISSUER);
            case GOOGLE_CLOUD_BUILD -> issuer.equals(GoogleCloudBuild.ISSUER) && isPresent(environment);
            case JENKINS -> Jenkins.issues(issuer, environment);
            case TEKTON, LOCAL -> false;
        };
    }

    /** Whether the variables are those of a job of this system; Tekton sets none, and a local build has none. */
    boolean isPresent(Map<String, String> environment) {
        return switch (this) {
            case GITHUB_ACTIONS -> isTrue(environment, "GITHUB_ACTIONS");
            case GITLAB_CI -> isTrue(environment, "GITLAB_CI");
            case CIRCLECI -> isTrue(environment, "CIRCLECI");
            case BUILDKITE -> isTrue(environment, "BUILDKITE");
            case GOOGLE_CLOUD_BUILD -> GoogleCloudBuild.isPresent(environment);
            case JENKINS -> environment.containsKey("JENKINS_URL") && environment.containsKey("JOB_URL");
            case TEKTON, LOCAL -> false;
        };
    }

    private static boolean isTrue(Map<String, String> environment, String name) {
        return "true".equals(environment.get(name));
    }
}

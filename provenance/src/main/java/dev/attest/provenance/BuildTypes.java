package dev.attest.provenance;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The build types whose external parameters attest knows, by their published pages. */
public final class BuildTypes {
    /** GitHub's own: actions/buildtypes, workflow/v1. */
    public static final String GITHUB_WORKFLOW = "https://actions.github.io/buildtypes/workflow/v1";

    /** The community's, which also records inputs: slsa-framework/github-actions-buildtypes, workflow/v1. */
    public static final String GITHUB_WORKFLOW_COMMUNITY =
            "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1";

    /** A job of GitLab CI: docs/buildtypes/gitlab-v1.md. */
    public static final String GITLAB = "https://attest.dev/buildtypes/gitlab/v1";

    /** A job of CircleCI: docs/buildtypes/circleci-v1.md. */
    public static final String CIRCLECI = "https://attest.dev/buildtypes/circleci/v1";

    /** A job of Buildkite: docs/buildtypes/buildkite-v1.md. */
    public static final String BUILDKITE = "https://attest.dev/buildtypes/buildkite/v1";

    /** A build of Jenkins: docs/buildtypes/jenkins-v1.md. */
    public static final String JENKINS = "https://attest.dev/buildtypes/jenkins/v1";

    /** Google Cloud Build, as Google writes it itself: docs/buildtypes/google-cloud-build.md. */
    public static final String GOOGLE_CLOUD_BUILD = "https://cloud.google.com/build/gcb-buildtypes/google-worker/v1";

    /** The {@code builder.id} where a step of a Cloud Build, and not Google, wrote {@link #GOOGLE_CLOUD_BUILD}. */
    public static final String GOOGLE_CLOUD_BUILD_STEP = "https://attest.dev/builders/google-cloud-build";

    /** A run of Tekton, as Tekton Chains writes it: docs/buildtypes/tekton.md. */
    public static final String TEKTON = "https://tekton.dev/chains/v2/slsa";

    /** The {@code builder.id} where a task of the run, and not Tekton Chains, wrote {@link #TEKTON}. */
    public static final String TEKTON_TASK = "https://attest.dev/builders/tekton";

    /** A build outside any CI: docs/buildtypes/local-v1.md. */
    public static final String LOCAL = "https://attest.dev/buildtypes/local/v1";

    /** The {@code builder.id} of every {@link #LOCAL} build. */
    public static final String LOCAL_BUILDER = "https://attest.dev/builders/local";

    private static final Set<String> WORKFLOW =
            Set.of("workflow", "workflow.ref", "workflow.repository", "workflow.path");

    /** Names of parameters by build type; {@code name.*} means that the build type leaves the members free. */
    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            GITHUB_WORKFLOW, WORKFLOW,
            GITHUB_WORKFLOW_COMMUNITY, union(WORKFLOW, Set.of("inputs.*", "release.*", "vars.*")),
            LOCAL, Set.of("source", "source.repository", "source.ref"));

    private BuildTypes() {}

    /** Whether {@code name} or {@code name.member} is a parameter that this build type's page describes. */
    static boolean describes(String buildType, String name) {
        Set<String> known = PARAMETERS.getOrDefault(buildType, Set.of());
        return known.contains(name) || known.contains(name.split("\\.", 2)[0] + ".*");
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }
}

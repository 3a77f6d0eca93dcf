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

package dev.attest.provenance.level;

import dev.attest.provenance.Provenance;
import java.util.List;

/**
 * What one provenance says of how a build was made beside its level: the parts of SLSA v0.1's level 4 that no track of
 * today names. All of it is the builder's own word and worth what the builder is.
 */
public final class BuildProperties {
    private BuildProperties() {}

    /** Whether nobody gave the build anything beside its source. */
    public static boolean isParameterless(Provenance provenance) {
        return provenance.unknownParameters().isEmpty()
                && provenance.parameters().isEmpty();
    }

    /** Whether the builder says that no step had a network and that it lists everything that went in. */
    public static boolean isHermetic(Provenance provenance) {
        return provenance.selfAssessment().hermetic()
                && provenance.selfAssessment().dependenciesComplete();
    }

    /** The dependencies that no digest pins; what was fetched by a name alone may be something else tomorrow. */
    public static List<String> unpinned(Provenance provenance) {
        return provenance.buildDefinition().resolvedDependencies().stream()
                .filter(dependency -> dependency.digest().isEmpty())
                .map(dependency -> dependency.uri().or(dependency::name).orElse("an unnamed dependency"))
                .toList();
    }

    /** Whether every dependency is pinned, there is one, and the builder says that it lists all of them. */
    public static boolean hasPinnedAndCompleteDependencies(Provenance provenance) {
        return !provenance.buildDefinition().resolvedDependencies().isEmpty()
                && provenance.selfAssessment().dependenciesComplete()
                && unpinned(provenance).isEmpty();
    }
}

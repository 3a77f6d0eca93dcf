package dev.attest.sbom.document;

import dev.attest.sbom.Component;
import dev.attest.sbom.Sbom;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Of which components all dependencies are known. The databases of these package managers record them for every package,
 * and what of them is installed is in the document; of other components only a part is written down anywhere. Where
 * something could not be read nothing is called complete.
 */
public final class RecordedDependencies {
    private static final Set<String> DATABASES = Set.of("deb", "apk", "rpm");

    private final Set<String> ecosystems;

    public RecordedDependencies(Sbom sbom) {
        ecosystems = sbom.components().stream()
                .filter(component -> sbom.isComplete() && !component.dependsOn().isEmpty())
                .map(component -> ComponentNames.ecosystem(component.identity()))
                .filter(DATABASES::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    public boolean areComplete(Component component) {
        return ecosystems.contains(ComponentNames.ecosystem(component.identity()));
    }
}

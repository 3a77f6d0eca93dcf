package dev.attest.sbom.embedded;

import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.SampleFolders;
import java.util.List;

/** Where SBOM documents lie in images: by the endings their formats recommend, and in the places of distributions and PEP 770. */
final class DocumentPath {
    private static final List<String> ENDINGS = List.of(".spdx.json", ".cdx.json", ".spdx", ".spdx3.json");
    private static final String WHEEL = ".dist-info/sboms/";
    private static final String PACKAGES = "var/lib/db/sbom/";

    private DocumentPath() {}

    static boolean isOne(String path) {
        boolean named = ENDINGS.stream().anyMatch(path::endsWith);
        boolean placed = isOfWheel(path) || (path.startsWith(PACKAGES) && path.endsWith(".json"));
        return (named || placed) && !isSample(path);
    }

    /** What a wheel carries inside (PEP 770). */
    static boolean isOfWheel(String path) {
        return path.contains(WHEEL);
    }

    /** The metadata of the distribution whose wheel holds the document. */
    static String metadataOf(String path) {
        return path.substring(0, path.indexOf(WHEEL)) + ".dist-info/METADATA";
    }

    /** Bitnami puts one document into the folder of each of its packages. */
    static boolean isOfBitnami(String path) {
        return path.startsWith("opt/bitnami/") && ImagePath.name(path).startsWith(".spdx-");
    }

    private static boolean isSample(String path) {
        String[] parts = path.split("/");
        return SampleFolders.isAmong(parts, 0, parts.length - 1);
    }
}

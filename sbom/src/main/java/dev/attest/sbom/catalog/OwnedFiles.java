package dev.attest.sbom.catalog;

import dev.attest.oci.MergedView;
import java.util.List;
import java.util.Map;

/** The executable files a package brought, as a finding and, with the links of merged directories followed, as owned. */
public final class OwnedFiles {
    private static final String FIELD = "files";

    private OwnedFiles() {}

    public static Finding finding(List<String> paths) {
        var kept = paths.stream().filter(path -> !path.startsWith("usr/share/")).toList();
        return new Finding(Map.of(FIELD, String.join("\n", kept)));
    }

    /** Owns every file of the finding that is still in the image. */
    public static void own(Finding finding, Assembly assembly) {
        for (String path : finding.text(FIELD).split("\n")) {
            if (path.isEmpty()) {
                continue;
            }
            // Debian's lists say bin/sh where bin is a link to usr/bin.
            assembly.image()
                    .resolve(path)
                    .filter(MergedView.Located::isFile)
                    .ifPresent(found -> assembly.own(found.path()));
        }
    }
}

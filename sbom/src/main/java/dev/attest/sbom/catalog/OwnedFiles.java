package dev.attest.sbom.catalog;

import dev.attest.oci.MergedView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files a package brought that matter to others, as a finding and, with the links of merged directories followed, as
 * owned. Of what lies in usr/share, where nothing is executed, only the metadata of other kinds of packages is kept.
 */
public final class OwnedFiles {
    private static final String FIELD = "files";
    private static final List<String> METADATA = List.of(
            ".jar",
            "/package.json",
            "/METADATA",
            "/PKG-INFO",
            ".egg-info",
            ".gemspec",
            ".reg",
            "/installed.json",
            "/DESCRIPTION",
            ".rockspec",
            ".spdx",
            "dx.json");

    private OwnedFiles() {}

    public static Finding finding(List<String> paths) {
        var kept = paths.stream().filter(OwnedFiles::matters).toList();
        return new Finding(Map.of(FIELD, String.join("\n", kept)));
    }

    private static boolean matters(String path) {
        return !path.startsWith("usr/share/") || METADATA.stream().anyMatch(path::endsWith);
    }

    /** The paths of the finding. */
    public static List<String> paths(Finding finding) {
        String text = finding.text(FIELD);
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    /**
     * Lets the package, where it is known, own every file of the finding that is still in the image as the package, or a
     * layer below it, brought it: what a later layer put in its place is somebody else's.
     */
    public static void own(Finding finding, Optional<ComponentDraft> owner, Assembly assembly) {
        for (String path : paths(finding)) {
            // Debian's lists say bin/sh where bin is a link to usr/bin.
            assembly.image()
                    .resolve(path)
                    .filter(MergedView.Located::isFile)
                    .filter(found -> owner.isEmpty()
                            || found.file().layer()
                                    <= owner.get().place().span().last())
                    .ifPresent(found -> owner.ifPresentOrElse(
                            known -> assembly.own(found.path(), known), () -> assembly.own(found.path())));
        }
    }
}

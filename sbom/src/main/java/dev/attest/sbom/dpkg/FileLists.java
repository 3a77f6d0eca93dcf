package dev.attest.sbom.dpkg;

import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files that packages brought: info/NAME.list of dpkg, NAME.md5sums of distroless. */
final class FileLists {
    private static final Pattern MD5_LINE = Pattern.compile("[0-9a-f]{32} [ *](.+)");

    private FileLists() {}

    static boolean isOne(String path) {
        return (path.startsWith("var/lib/dpkg/info/") && path.endsWith(".list"))
                || (path.startsWith(DpkgCataloger.STATUS_DIRECTORY + "/") && path.endsWith(".md5sums"));
    }

    static List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        var files = new ArrayList<String>();
        for (String line : new String(file.bytes(), StandardCharsets.UTF_8).split("\n")) {
            var sum = MD5_LINE.matcher(line);
            if (sum.matches()) {
                files.add(sum.group(1));
            } else if (line.startsWith("/")) {
                files.add(line.substring(1));
            }
        }
        return List.of(OwnedFiles.finding(files));
    }

    static void own(List<Sighting> sightings, Optional<ComponentDraft> owner, Assembly assembly) {
        sightings.forEach(sighting -> OwnedFiles.own(sighting.finding(), owner, assembly));
    }
}

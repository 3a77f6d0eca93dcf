package dev.attest.sbom.rlang;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the DESCRIPTION of installed R packages, in whichever library: R itself adds a field Built when it installs one,
 * and names the folder as the package.
 */
public final class RCataloger implements Cataloger {
    private static final String FILE = "/DESCRIPTION";

    /** Larger ones stay unread: 4 MiB. */
    private static final int MAX_BYTES = 4 << 20;

    @Override
    public String id() {
        return "rlang/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.path().endsWith(FILE);
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        // Other programs have files of this name; R's say in the beginning whose they are.
        String head = new String(file.head(), StandardCharsets.UTF_8);
        if (!head.contains("Package:")) {
            return List.of();
        }
        String folder = ImagePath.name(ImagePath.folder(file.path()));
        return Description.read(file.bytes(MAX_BYTES), folder).stream().toList();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var packages = new LibraryPackages(id(), assembly);
        records.all().values().forEach(sightings -> sightings.forEach(packages::add));
        packages.connect();
    }
}

package dev.attest.sbom.chisel;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MismatchException;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.List;

/** Reads the manifest of slices that chisel leaves in an Ubuntu image without dpkg's database. */
public final class ChiselCataloger implements Cataloger {
    private static final String NAME = "/chisel/manifest.wall";
    private static final String MANIFEST = "var/lib" + NAME;

    @Override
    public String id() {
        return "chisel/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.path().endsWith(NAME);
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, MalformedContentException, UnreadFileException {
        try {
            return manifest(file);
        } catch (MalformedContentException e) {
            if (file.path().equals(MANIFEST)) {
                throw e;
            }
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private static List<Finding> manifest(LayerFile file) throws IOException, MalformedContentException {
        try {
            return new ManifestReader(file.path()).read(file.databaseBytes());
        } catch (MismatchException e) {
            throw new MalformedContentException(file.path() + ": " + e.getMessage());
        }
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var packages = new SlicedPackages(id(), assembly);
        records.all().forEach((path, sightings) -> {
            if (path.equals(MANIFEST)) {
                sightings.forEach(packages::add);
            } else {
                assembly.gap(new Gap(
                        Gap.Kind.NOT_READ,
                        path,
                        "a manifest of chisel outside var/lib/chisel: another system inside the image"));
            }
        });
    }
}

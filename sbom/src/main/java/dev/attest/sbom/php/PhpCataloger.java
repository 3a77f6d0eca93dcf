package dev.attest.sbom.php;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.List;

/**
 * Reads what Composer, in either of its versions, and PEAR list as installed. composer.lock is not read: it says what was
 * meant, not what is there.
 */
public final class PhpCataloger implements Cataloger {
    static final String INSTALLED = "composer/installed.json";

    @Override
    public String id() {
        return "php/2";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return isInstalled(entry.path()) || Registration.isOne(entry.path());
    }

    static boolean isInstalled(String path) {
        return path.endsWith("/" + INSTALLED);
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        return isInstalled(file.path())
                ? InstalledJson.read(file.bytes(InstalledJson.MAX_BYTES))
                : List.of(Registration.read(file.bytes(Registration.MAX_BYTES), file.path()));
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var packages = new InstalledPackages(id(), assembly);
        records.all().forEach((path, sightings) -> sightings.forEach(packages::add));
        packages.connect();
    }
}

package dev.attest.sbom.rpm;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MalformedImageException;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads rpm's databases of all three kinds where distributions keep them, and the manifest of distroless images without
 * one. A database that is there and cannot be read, or of which one package cannot, ends the scan.
 */
public final class RpmCataloger implements Cataloger {
    private static final List<String> FOLDERS = List.of("var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm");
    private static final Pattern WANTED = Pattern.compile(
            "(.*/)?(rpm/(Packages|Packages\\.db|rpmdb\\.sqlite(-wal|-journal)?)|rpmmanifest/container-manifest-2)");

    @Override
    public String id() {
        return "rpm/2";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        String path = entry.path();
        return path.contains("rpm") && WANTED.matcher(path).matches();
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException {
        return DatabaseFiles.read(file);
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly)
            throws IOException, MalformedImageException, MalformedContentException {
        var databases = new InstalledDatabases(records, assembly);
        var packages = new RpmPackages(id(), assembly);
        for (String folder : FOLDERS) {
            databases.in(folder).forEach(packages::add);
        }
        databases.manifest().forEach(packages::add);
        packages.connect();
        for (Map.Entry<String, List<Sighting>> file : records.all().entrySet()) {
            String path = file.getKey();
            boolean beside = path.endsWith(DatabaseFiles.LOG) || path.endsWith(DatabaseFiles.JOURNAL);
            if (!databases.isSeen(path) && !(beside && file.getValue().isEmpty())) {
                assembly.gap(new Gap(
                        Gap.Kind.NOT_READ,
                        path,
                        "an rpm database outside of " + String.join(", ", FOLDERS)
                                + ": another system inside the image"));
            }
        }
    }
}

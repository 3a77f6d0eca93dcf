package dev.attest.sbom.apk;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads Alpine's database of installed packages, one blank-line separated record per package (apk-v2(5)), where Alpine
 * keeps it and where Wolfi and newer Alpines do.
 */
public final class ApkCataloger implements Cataloger {
    private static final List<String> PATHS = List.of("lib/apk/db/installed", "usr/lib/apk/db/installed");

    @Override
    public String id() {
        return "apk/2";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.path().endsWith("lib/apk/db/installed");
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, MalformedContentException {
        return InstalledRecords.parse(file.path(), file.databaseBytes());
    }

    @Override
    public boolean isEssential(String path, MergedView image) {
        return PATHS.stream().anyMatch(one -> image.resolve(one)
                .filter(found -> found.path().equals(path))
                .isPresent());
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) throws MalformedContentException {
        Set<String> databases = new TreeSet<>();
        for (String path : PATHS) {
            records.pathOf(path).ifPresent(databases::add);
            if (records.pathOf(path).isEmpty() && assembly.image().resolve(path).isPresent()) {
                throw new MalformedContentException(path + ": is there, but not as a file that can be read");
            }
        }
        var packages = new AlpinePackages(id(), assembly);
        for (Map.Entry<String, List<MergedRecords.Sighting>> file :
                records.all().entrySet()) {
            if (databases.contains(file.getKey())) {
                file.getValue().forEach(packages::add);
            } else {
                assembly.gap(new Gap(
                        Gap.Kind.NOT_READ,
                        file.getKey(),
                        "an apk database outside lib/apk: another system inside the image"));
            }
        }
        packages.connect();
    }
}

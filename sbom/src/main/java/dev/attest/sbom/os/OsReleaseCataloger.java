package dev.attest.sbom.os;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.OperatingSystem;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.KeyValueText;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import dev.attest.sbom.cpe.CpeName;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads which distribution the image is: etc/os-release, else usr/lib/os-release (os-release(5)), links followed. */
public final class OsReleaseCataloger implements Cataloger {
    private static final List<String> PATHS = List.of("etc/os-release", "usr/lib/os-release");

    @Override
    public String id() {
        return "os-release/2";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        // The file may be a link to one of another name beside it: initrd-release, or os-release.debian.
        return entry.name().contains("os-release") && entry.size() < 1 << 16;
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        Map<String, String> values = KeyValueText.parse(file.bytes());
        return List.of(new Finding(Map.of(
                "name", values.getOrDefault("ID", ""),
                "version", values.getOrDefault("VERSION_ID", ""),
                "pretty", values.getOrDefault("PRETTY_NAME", ""),
                "cpe", values.getOrDefault("CPE_NAME", ""))));
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        for (String path : PATHS) {
            for (MergedRecords.Sighting sighting : records.at(path).orElse(List.of())) {
                Finding finding = sighting.finding();
                // os-release(5): without ID the system is "linux".
                String id = finding.text("name").isEmpty() ? "linux" : finding.text("name");
                assembly.operatingSystem(new OperatingSystem(
                        id, finding.text("version"), finding.text("pretty"), sighting.path(), cpe(finding)));
                return;
            }
        }
        assembly.gap(new Gap(Gap.Kind.UNIDENTIFIED, "operating system", "no os-release that can be read"));
    }

    private static String cpe(Finding finding) {
        return CpeName.parse(finding.text("cpe")).map(CpeName::toString).orElse("");
    }
}

package dev.attest.sbom.java;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.KeyValueText;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code release} file at the root of a Java runtime, which names its version and maker. */
public final class JavaRuntimeCataloger implements Cataloger {
    @Override
    public String id() {
        return "java-runtime/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.name().equals("release") && entry.path().contains("/") && entry.size() < 1 << 16;
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        Map<String, String> values = KeyValueText.parse(file.bytes());
        String version = values.getOrDefault("JAVA_VERSION", "");
        if (version.isEmpty()) {
            return List.of();
        }
        boolean compiler = " ".concat(values.getOrDefault("MODULES", "")).contains(" jdk.compiler");
        String kind = values.getOrDefault("IMAGE_TYPE", compiler ? "JDK" : "JRE");
        return List.of(new Finding(Map.of(
                "name",
                kind.equals("JDK") ? "jdk" : "jre",
                "version",
                version,
                "supplier",
                values.getOrDefault("IMPLEMENTOR", ""))));
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        for (List<Sighting> sightings : records.all().values()) {
            for (Sighting sighting : sightings) {
                Finding finding = sighting.finding();
                String home = sighting.path().substring(0, sighting.path().lastIndexOf('/'));
                Optional<Purl> purl = Purl.of("generic", "", finding.text("name"), finding.text("version"));
                var identity = new Component.Identity(
                        Component.Type.PLATFORM, "", finding.text("name"), finding.text("version"), purl);
                var declared = new Component.Declared(
                        Optional.of(finding.text("supplier")).filter(text -> !text.isEmpty()), List.of(), Map.of());
                assembly.add(new ComponentDraft(
                        identity, declared, new ComponentDraft.Place(id(), sighting.path(), sighting.span())));
                if (assembly.image().at(home + "/lib/modules").isPresent()) {
                    assembly.own(home + "/bin");
                    assembly.own(home + "/lib");
                }
            }
        }
    }

    /** Whether an archive is the runtime's own: since Java 9 only {@code lib/jrt-fs.jar}. */
    static boolean isPartOfRuntime(String path) {
        return path.endsWith("/lib/jrt-fs.jar");
    }
}

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
import java.util.TreeMap;

/**
 * Reads the {@code release} file at the root of a Java runtime, which names its version and maker. A runtime that an
 * operating system's package brought is that package and not listed again.
 */
public final class JavaRuntimeCataloger implements Cataloger {
    @Override
    public String id() {
        return "java-runtime/2";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.name().equals("release") && entry.path().contains("/") && entry.size() < 1 << 16;
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        Map<String, String> values = KeyValueText.parse(file.bytes());
        var release = new RuntimeRelease(values);
        if (!release.isOne()) {
            return List.of();
        }
        var fields = new TreeMap<>(release.properties());
        fields.put("name", release.kind());
        fields.put("version", release.version());
        fields.put("supplier", values.getOrDefault("IMPLEMENTOR", ""));
        fields.put("cpes", String.join("\n", release.cpes()));
        return List.of(new Finding(fields));
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        for (List<Sighting> sightings : records.all().values()) {
            for (Sighting sighting : sightings) {
                String home = sighting.path().substring(0, sighting.path().lastIndexOf('/'));
                if (assembly.owner(sighting.path()).isEmpty()) {
                    assembly.add(draft(sighting));
                }
                own(home, assembly);
            }
        }
    }

    private static void own(String home, Assembly assembly) {
        boolean modular = assembly.image().at(home + "/lib/modules").isPresent();
        boolean classic = assembly.image().at(home + "/lib/rt.jar").isPresent()
                || assembly.image().at(home + "/jre/lib/rt.jar").isPresent();
        if (modular || classic) {
            assembly.own(home + "/bin");
            assembly.own(home + "/lib");
            assembly.own(home + "/jmods");
        }
        if (classic) {
            assembly.own(home + "/jre");
        }
    }

    private ComponentDraft draft(Sighting sighting) {
        Finding finding = sighting.finding();
        String cpes = finding.text("cpes");
        var identity = new Component.Identity(
                Component.Type.PLATFORM,
                "",
                finding.text("name"),
                finding.text("version"),
                Purl.of("generic", "", finding.text("name"), finding.text("version")),
                cpes.isEmpty() ? List.of() : List.of(cpes.split("\n")));
        var properties = new TreeMap<String, String>();
        finding.fields().forEach((name, value) -> {
            if (name.startsWith("java-")) {
                properties.put(name, value);
            }
        });
        var declared = new Component.Declared(
                Optional.of(finding.text("supplier")).filter(text -> !text.isEmpty()),
                List.of(),
                Map.of(),
                Map.of(),
                properties);
        return new ComponentDraft(identity, declared, new ComponentDraft.Place(id(), sighting.path(), sighting.span()));
    }
}

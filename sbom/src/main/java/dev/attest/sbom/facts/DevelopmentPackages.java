package dev.attest.sbom.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads which installed packages are needed for development only, where the installer kept that: npm's hidden lock file
 * ({@code node_modules/.package-lock.json}, {@code dev}) and Composer's {@code installed.json} ({@code dev-package-names}).
 */
public final class DevelopmentPackages implements Cataloger {
    private static final String NPM = "node_modules/.package-lock.json";
    private static final String COMPOSER = "vendor/composer/installed.json";

    @Override
    public String id() {
        return "development/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.path().endsWith(NPM) || entry.path().endsWith(COMPOSER);
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        var findings = new ArrayList<Finding>();
        try {
            JsonObject root = StrictJson.parseObject(
                    file.bytes(), file.path(), file.limits().fileBytes());
            if (file.path().endsWith(NPM)) {
                Optional<JsonObject> packages = root.optionalObject("packages");
                for (String folder : packages.map(JsonObject::names).orElseGet(Set::of)) {
                    JsonNode dev = packages.get().node().path(folder).path("dev");
                    if (dev.asBoolean(false)) {
                        findings.add(new Finding(Map.of("folder", folder, "by", "npm")));
                    }
                }
            } else {
                for (String name : root.texts("dev-package-names")) {
                    findings.add(new Finding(Map.of("folder", "vendor/" + name, "by", "composer")));
                }
            }
        } catch (MalformedJsonException e) {
            // Composer's list is the PHP cataloger's, which says what is wrong with it; that of version 1 is an array.
            if (file.path().endsWith(NPM)) {
                throw new UnreadFileException(Gap.Kind.UNREADABLE, "is no list of installed packages");
            }
        }
        return findings;
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        for (List<Sighting> sightings : records.all().values()) {
            for (Sighting sighting : sightings) {
                String path = sighting.path();
                String list = path.endsWith(NPM) ? NPM : COMPOSER;
                String folder = path.substring(0, path.length() - list.length())
                        + sighting.finding().text("folder");
                assembly.image().at(folder).ifPresent(found -> assembly.fact(fact(sighting, found, assembly)));
            }
        }
    }

    private static Fact fact(Sighting sighting, Located found, Assembly assembly) {
        String folder = sighting.finding().text("folder");
        int from = folder.lastIndexOf("node_modules/");
        String name =
                from < 0 ? folder.substring("vendor/".length()) : folder.substring(from + "node_modules/".length());
        return Fact.file(
                FactKind.DEVELOPMENT_DEPENDENCY,
                found.path(),
                Map.of("package", Fact.cut(name), "by", sighting.finding().text("by")),
                assembly.diffId(found.layer()));
    }
}

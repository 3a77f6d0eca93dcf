package dev.attest.sbom.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what Bitnami's images say of Bitnami's own packages: one SPDX document in the folder of each below opt/bitnami, and
 * .bitnami_components.json, which older images have alone. A package accounts for its folder. What else a document
 * lists is {@link EmbeddedCataloger}'s.
 */
public final class BitnamiCataloger implements Cataloger {
    private static final String FOLDER = "opt/bitnami/";
    private static final String LIST = FOLDER + ".bitnami_components.json";
    private static final int MAX_LIST_BYTES = 4 << 20;
    private static final int MAX_PACKAGES = 10_000;

    @Override
    public String id() {
        return "bitnami/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        String path = entry.path();
        return path.startsWith(FOLDER) && (path.equals(LIST) || DocumentPath.isOfBitnami(path));
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        if (file.path().equals(LIST)) {
            return listed(file.bytes(MAX_LIST_BYTES));
        }
        try {
            return new EmbeddedSbom(file.bytes(EmbeddedSbom.MAX_BYTES))
                    .findings().stream()
                            .filter(finding -> finding.text(Claims.PURL).startsWith("pkg:bitnami/"))
                            .toList();
        } catch (UnreadFileException e) {
            // Named once, by who reads every document.
            return List.of();
        }
    }

    private static List<Finding> listed(byte[] bytes) throws UnreadFileException {
        JsonNode json;
        try {
            json = StrictJson.parse(bytes, MAX_LIST_BYTES);
        } catch (MalformedJsonException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
        if (!json.isObject() || json.size() > MAX_PACKAGES) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, "not a list of Bitnami's packages");
        }
        var findings = new ArrayList<Finding>();
        for (var entry : json.properties()) {
            JsonNode value = entry.getValue();
            var qualifiers = new HashMap<String, String>();
            qualifiers.put("arch", JsonTexts.text(value, "arch"));
            qualifiers.put("distro", JsonTexts.text(value, "distro"));
            String version = JsonTexts.text(value, "version");
            if (!entry.getKey().isBlank() && !version.isEmpty()) {
                String name = entry.getKey().toLowerCase(Locale.ROOT);
                var purl = new Purl("bitnami", "", name, version, qualifiers);
                findings.add(ClaimFields.of(entry.getKey(), version, purl.toString())
                        .property("claim", "embedded list of Bitnami")
                        .put(Claims.ROOT, "true")
                        .finding());
            }
        }
        return findings;
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var byPurl = new HashMap<String, ComponentDraft>();
        records.all().forEach((path, sightings) -> {
            if (!path.equals(LIST)) {
                addDocument(path, sightings, byPurl, assembly);
            }
        });
        for (Sighting sighting : records.all().getOrDefault(LIST, List.of())) {
            String name = sighting.finding().text(PackageFields.NAME);
            draft(sighting)
                    .filter(draft -> !byPurl.containsKey(key(draft)))
                    .ifPresent(draft -> assembly.own(FOLDER + name, assembly.add(draft)));
        }
    }

    private void addDocument(
            String path, List<Sighting> sightings, Map<String, ComponentDraft> byPurl, Assembly assembly) {
        var byRef = new HashMap<String, ComponentDraft>();
        for (Sighting sighting : sightings) {
            draft(sighting).ifPresent(draft -> {
                assembly.add(draft);
                byPurl.putIfAbsent(key(draft), draft);
                byRef.put(sighting.finding().text(Claims.REF), draft);
                if (!sighting.finding().text(Claims.ROOT).isEmpty()) {
                    assembly.own(ImagePath.folder(path), draft);
                }
            });
        }
        for (Sighting sighting : sightings) {
            ComponentDraft child = byRef.get(sighting.finding().text(Claims.REF));
            ComponentDraft parent = byRef.get(sighting.finding().text(Claims.CONTAINED_BY));
            if (child != null && parent != null && child != parent) {
                parent.contains(child);
            }
        }
    }

    private static String key(ComponentDraft draft) {
        return draft.identity().name().toLowerCase(Locale.ROOT) + " "
                + draft.identity().version();
    }

    private Optional<ComponentDraft> draft(Sighting sighting) {
        Finding finding = sighting.finding();
        Optional<Purl> purl = Purl.parse(finding.text(Claims.PURL));
        return purl.map(known -> new ComponentDraft(
                new Component.Identity(
                        Component.Type.APPLICATION,
                        "",
                        finding.text(PackageFields.NAME),
                        finding.text(PackageFields.VERSION),
                        purl,
                        PackageFields.list(finding, Claims.CPES)),
                PackageFields.declared(finding),
                new ComponentDraft.Place(id(), sighting.path(), sighting.span())));
    }
}

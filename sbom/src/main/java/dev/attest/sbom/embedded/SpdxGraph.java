package dev.attest.sbom.embedded;

import static dev.attest.sbom.embedded.JsonTexts.text;
import static dev.attest.sbom.embedded.JsonTexts.texts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** SPDX 3.0.1 as JSON-LD in the one form its schema allows: the elements side by side in {@code @graph}. */
final class SpdxGraph {
    private static final Set<String> ELSEWHERE = Set.of("build", "development", "test", "design");
    private static final Set<String> OTHER = Set.of("operatingSystem", "container", "file", "source", "device", "data");

    private final Claims claims = new Claims("embedded SPDX-3.0.1");
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> licences = new HashMap<>();

    private SpdxGraph() {}

    static Claims read(JsonNode graph) throws UnreadFileException {
        var document = new SpdxGraph();
        var expressions = new HashMap<String, String>();
        for (JsonNode element : graph) {
            document.names.putIfAbsent(id(element), text(element, "name"));
            expressions.put(id(element), text(element, "simplelicensing_licenseExpression"));
        }
        for (JsonNode element : graph) {
            String kind = text(element, "relationshipType");
            if (kind.equals("hasDeclaredLicense") || kind.equals("hasConcludedLicense")) {
                for (String to : texts(element, "to")) {
                    String expression = expressions.getOrDefault(to, "");
                    document.licences.merge(
                            text(element, "from"), expression, (a, b) -> kind.equals("hasDeclaredLicense") ? b : a);
                }
            }
        }
        for (JsonNode element : graph) {
            document.element(element);
        }
        return document.claims;
    }

    private static String id(JsonNode element) {
        String id = text(element, "spdxId");
        return id.isEmpty() ? text(element, "@id") : id;
    }

    private void element(JsonNode json) throws UnreadFileException {
        switch (text(json, "type")) {
            case "software_Package" -> {
                if (!OTHER.contains(text(json, "software_primaryPurpose"))) {
                    addPackage(json);
                }
            }
            case "SpdxDocument", "software_Sbom", "Bom" ->
                texts(json, "rootElement").forEach(claims::root);
            case "Relationship", "LifecycleScopedRelationship" -> {
                for (String to : texts(json, "to")) {
                    relate(json, text(json, "from"), to);
                }
            }
            default -> {}
        }
    }

    private void relate(JsonNode json, String from, String to) throws UnreadFileException {
        boolean elsewhere = ELSEWHERE.contains(text(json, "scope"));
        switch (text(json, "relationshipType")) {
            case "describes" -> claims.root(to);
            case "contains" -> claims.relate(from, Relation.CONTAINS, to);
            case "dependsOn", "hasStaticLink", "hasDynamicLink", "hasPrerequisite" ->
                claims.relate(from, elsewhere ? Relation.MADE_WITH : Relation.DEPENDS_ON, to);
            case "generates", "ancestorOf" -> claims.relate(to, Relation.GENERATED_FROM, from);
            case "descendantOf" -> claims.relate(from, Relation.GENERATED_FROM, to);
            case "usesTool", "hasTest", "hasExample", "hasOptionalDependency", "hasProvidedDependency" ->
                claims.relate(from, Relation.MADE_WITH, to);
            default -> {}
        }
    }

    private void addPackage(JsonNode json) throws UnreadFileException {
        String purl = text(json, "software_packageUrl");
        var cpes = new ArrayList<String>();
        for (JsonNode identifier : json.path("externalIdentifier")) {
            String type = text(identifier, "externalIdentifierType");
            String value = text(identifier, "identifier");
            purl = type.equals("packageUrl") && purl.isEmpty() ? value : purl;
            if (type.equals("cpe23")) {
                cpes.add(value);
            }
        }
        String location = ClaimFields.said(text(json, "software_downloadLocation"));
        PackageFields fields = ClaimFields.of(text(json, "name"), text(json, "software_packageVersion"), purl)
                .put(Claims.TYPE, text(json, "software_primaryPurpose"))
                .put(PackageFields.LICENCES, ClaimFields.said(licences.getOrDefault(id(json), "")))
                .put(PackageFields.SUPPLIER, names.getOrDefault(text(json, "suppliedBy"), ""))
                .reference(PackageFields.WEBSITE, text(json, "software_homePage"));
        ClaimFields.cpes(fields, cpes);
        ClaimFields.location(fields, location);
        claims.add(id(json), fields, purl.isEmpty() ? location : purl);
    }
}

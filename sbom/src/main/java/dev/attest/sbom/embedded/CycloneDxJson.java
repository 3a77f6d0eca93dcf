package dev.attest.sbom.embedded;

import static dev.attest.sbom.embedded.JsonTexts.text;
import static dev.attest.sbom.embedded.JsonTexts.texts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** CycloneDX JSON, versions 1.2 to 1.7: what stands in components, at any depth, and in metadata.component. */
final class CycloneDxJson {
    private static final Set<String> SOFTWARE = Set.of("library", "framework", "application", "platform", "firmware");

    private final Claims claims;
    private int unnamed;

    private CycloneDxJson(Claims claims) {
        this.claims = claims;
    }

    static Claims read(JsonNode json) throws UnreadFileException {
        var claims = new Claims("embedded CycloneDX " + text(json, "specVersion"));
        var document = new CycloneDxJson(claims);
        JsonNode subject = json.path("metadata").path("component");
        if (subject.isObject()) {
            claims.root(document.component(subject, ""));
        }
        document.components(json.path("components"), "");
        for (JsonNode dependency : json.path("dependencies")) {
            for (String other : texts(dependency, "dependsOn")) {
                claims.relate(text(dependency, "ref"), Relation.DEPENDS_ON, other);
            }
        }
        return claims;
    }

    private void components(JsonNode components, String parent) throws UnreadFileException {
        for (JsonNode component : components) {
            component(component, parent);
        }
    }

    /** Adds it with what is nested in it; gives its identifier. */
    private String component(JsonNode json, String parent) throws UnreadFileException {
        String ref = text(json, "bom-ref");
        String id = ref.isEmpty() ? "unnamed " + unnamed++ : ref;
        boolean software =
                SOFTWARE.contains(text(json, "type")) && !text(json, "scope").equals("excluded");
        if (software) {
            claims.add(id, fields(json), text(json, "purl"));
            if (!parent.isEmpty()) {
                claims.relate(parent, Relation.CONTAINS, id);
            }
        }
        components(json.path("components"), software ? id : parent);
        return id;
    }

    private static PackageFields fields(JsonNode json) {
        PackageFields fields = ClaimFields.of(text(json, "name"), text(json, "version"), text(json, "purl"))
                .put(Claims.GROUP, text(json, "group"))
                .put(Claims.TYPE, text(json, "type"))
                .put(PackageFields.LICENCES, licences(json.path("licenses")))
                .put(PackageFields.SUPPLIER, supplier(json));
        ClaimFields.cpes(fields, List.of(text(json, "cpe")));
        for (JsonNode reference : json.path("externalReferences")) {
            String type = text(reference, "type");
            if (List.of(PackageFields.WEBSITE, PackageFields.VCS, PackageFields.DISTRIBUTION)
                    .contains(type)) {
                fields.reference(type, text(reference, "url"));
            }
        }
        return fields;
    }

    private static List<String> licences(JsonNode licences) {
        var all = new ArrayList<String>();
        for (JsonNode choice : licences) {
            JsonNode licence = choice.path("license");
            String id = text(licence, "id");
            all.add(text(choice, "expression"));
            all.add(id.isEmpty() ? text(licence, "name") : id);
        }
        return all;
    }

    private static String supplier(JsonNode json) {
        String supplier = text(json.path("supplier"), "name");
        String publisher = text(json, "publisher");
        return !supplier.isEmpty() ? supplier : !publisher.isEmpty() ? publisher : text(json, "author");
    }
}

package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.sbom.Component;
import dev.attest.sbom.OperatingSystem;

/** Components as CycloneDX writes them. */
final class ComponentJson {
    private ComponentJson() {}

    static ObjectNode of(Component component) {
        Component.Identity identity = component.identity();
        ObjectNode json = StrictJson.object();
        json.put("type", identity.type().id());
        json.put("bom-ref", component.ref());
        if (!identity.group().isEmpty()) {
            json.put("group", identity.group());
        }
        json.put("name", identity.name());
        if (!identity.version().isEmpty()) {
            json.put("version", identity.version());
        }
        identity.purl().ifPresent(purl -> json.put("purl", purl.toString()));
        identity.cpes().stream().findFirst().ifPresent(cpe -> json.put("cpe", cpe));
        component.declared().supplier().ifPresent(name -> json.putObject("supplier")
                .put("name", name));
        LicenceJson.of(component.declared().licences()).ifPresent(licences -> json.set("licenses", licences));
        if (!component.declared().hashes().isEmpty()) {
            ArrayNode hashes = json.putArray("hashes");
            component.declared().hashes().forEach((algorithm, hex) -> hashes.addObject()
                    .put("alg", algorithm)
                    .put("content", hex));
        }
        if (!component.declared().references().isEmpty()) {
            ArrayNode references = json.putArray("externalReferences");
            component.declared().references().forEach((type, url) -> references
                    .addObject()
                    .put("type", type)
                    .put("url", url));
        }
        ArrayNode occurrences = json.putObject("evidence").putArray("occurrences");
        component.evidence().paths().forEach(path -> occurrences.addObject().put("location", path));
        ArrayNode properties = json.putArray("properties");
        property(properties, "attest:cataloger", component.evidence().cataloger());
        property(
                properties,
                "attest:layer:first",
                component.evidence().firstLayer().toString());
        property(
                properties,
                "attest:layer:last",
                component.evidence().lastLayer().toString());
        component.declared().properties().forEach((name, value) -> property(properties, "attest:" + name, value));
        return json;
    }

    /** What trivy and others need before they look for anything at all. */
    static ObjectNode of(OperatingSystem system, String ref) {
        ObjectNode json = StrictJson.object();
        json.put("type", "operating-system");
        json.put("bom-ref", ref);
        json.put("name", system.id());
        if (!system.versionId().isEmpty()) {
            json.put("version", system.versionId());
        }
        if (!system.cpe().isEmpty()) {
            json.put("cpe", system.cpe());
        }
        if (!system.prettyName().isEmpty()) {
            json.put("description", system.prettyName());
        }
        json.putObject("evidence").putArray("occurrences").addObject().put("location", system.path());
        return json;
    }

    static void property(ArrayNode properties, String name, String value) {
        properties.addObject().put("name", name).put("value", value);
    }
}

package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.sbom.Component;
import dev.attest.sbom.OperatingSystem;
import dev.attest.sbom.document.Party;
import dev.attest.sbom.document.SingleFile;
import java.util.List;
import java.util.Map;

/** Components as CycloneDX writes them. */
final class ComponentJson {
    private ComponentJson() {}

    static ObjectNode of(Component component) {
        Component.Identity identity = component.identity();
        ObjectNode json = StrictJson.object();
        json.put("type", identity.type().id());
        json.put("bom-ref", component.ref());
        putText(json, "group", identity.group());
        json.put("name", identity.name());
        putText(json, "version", identity.version());
        identity.purl().ifPresent(purl -> json.put("purl", purl.toString()));
        identity.cpes().stream().findFirst().ifPresent(cpe -> json.put("cpe", cpe));
        addParties(json, component.declared().supplier().map(Party::parse).orElse(List.of()));
        LicenceJson.of(component.declared().licences()).ifPresent(licences -> json.set("licenses", licences));
        addHashes(json, component.declared().hashes());
        ReferencesJson.add(json, component.declared().references());
        json.set("evidence", EvidenceJson.of(component));
        addProperties(json.putArray("properties"), component);
        return json;
    }

    /** What trivy and others need before they look for anything at all. */
    static ObjectNode of(OperatingSystem system, String ref) {
        ObjectNode json = StrictJson.object();
        json.put("type", "operating-system");
        json.put("bom-ref", ref);
        json.put("name", system.id().isEmpty() ? "linux" : system.id());
        putText(json, "version", system.versionId());
        putText(json, "description", system.prettyName());
        putText(json, "cpe", system.cpe());
        json.putObject("evidence").putArray("occurrences").addObject().put("location", system.path());
        return json;
    }

    static void property(ArrayNode properties, String name, String value) {
        properties.addObject().put("name", name).put("value", value);
    }

    static void addHashes(ObjectNode json, Map<String, String> hashes) {
        if (!hashes.isEmpty()) {
            ArrayNode array = json.putArray("hashes");
            hashes.forEach(
                    (algorithm, hex) -> array.addObject().put("alg", algorithm).put("content", hex));
        }
    }

    /** Who supplies it, and, where they can be reached, who made it: a package's maintainers are both. */
    static void addParties(ObjectNode json, List<Party> parties) {
        if (!parties.isEmpty()) {
            json.set("supplier", OrganizationJson.of(parties));
            if (OrganizationJson.isReachable(parties)) {
                json.set("manufacturer", OrganizationJson.of(parties));
            }
        }
    }

    private static void addProperties(ArrayNode properties, Component component) {
        Component.Evidence evidence = component.evidence();
        property(properties, "attest:cataloger", evidence.cataloger());
        property(properties, "attest:layer:first", evidence.firstLayer().toString());
        property(properties, "attest:layer:last", evidence.lastLayer().toString());
        component.declared().properties().forEach((name, value) -> property(properties, "attest:" + name, value));
        component.identity().cpes().stream().skip(1).forEach(cpe -> property(properties, "attest:cpe", cpe));
        component.declared().references().forEach((type, text) -> {
            if (!Party.isAddress(text)) {
                property(properties, "attest:reference:" + type, text);
            }
        });
        SingleFile.of(component).ifPresent(file -> {
            property(properties, "bsi:component:filename", file.name());
            property(properties, "bsi:component:executable", file.isExecutable() ? "executable" : "non-executable");
            property(properties, "bsi:component:archive", file.isArchive() ? "archive" : "no archive");
            property(properties, "bsi:component:structured", file.isArchive() ? "structured" : "unstructured");
        });
    }

    private static void putText(ObjectNode json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, text);
        }
    }
}

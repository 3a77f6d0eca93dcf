package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A CycloneDX document as XML, by the schema bom-1.6.xsd: the same values as in JSON, some of them attributes, in the
 * order of the schema.
 */
final class CycloneDxXml {
    private static final List<String> COMPONENT_TEXTS = List.of("group", "name", "version", "description");

    private final XmlText xml = new XmlText();

    private CycloneDxXml() {}

    static byte[] write(ObjectNode document) {
        var writer = new CycloneDxXml();
        writer.bom(document);
        return writer.xml.text().getBytes(StandardCharsets.UTF_8);
    }

    private void bom(JsonNode document) {
        xml.start(
                "bom",
                "xmlns",
                "http://cyclonedx.org/schema/bom/1.6",
                "serialNumber",
                text(document, "serialNumber"),
                "version",
                "1");
        metadata(document.path("metadata"));
        components(document.path("components"));
        list("dependencies", document.path("dependencies"), this::dependency);
        list("compositions", document.path("compositions"), this::composition);
        xml.end();
    }

    private void metadata(JsonNode metadata) {
        xml.start("metadata");
        element(metadata, "timestamp");
        list("lifecycles", metadata.path("lifecycles"), lifecycle -> {
            xml.start("lifecycle");
            element(lifecycle, "phase");
            xml.end();
        });
        xml.start("tools");
        components(metadata.path("tools").path("components"));
        xml.end();
        list("authors", metadata.path("authors"), author -> contact("author", author));
        component(metadata.path("component"));
        organization("manufacturer", metadata);
        organization("supplier", metadata);
        licences(metadata.path("licenses"));
        properties(metadata.path("properties"));
        xml.end();
    }

    private void components(JsonNode components) {
        list("components", components, this::component);
    }

    private void component(JsonNode component) {
        String ref = text(component, "bom-ref");
        if (ref.isEmpty()) {
            xml.start("component", "type", text(component, "type"));
        } else {
            xml.start("component", "type", text(component, "type"), "bom-ref", ref);
        }
        organization("supplier", component);
        organization("manufacturer", component);
        list("authors", component.path("authors"), author -> contact("author", author));
        COMPONENT_TEXTS.forEach(name -> element(component, name));
        list(
                "hashes",
                component.path("hashes"),
                hash -> xml.element("hash", text(hash, "content"), "alg", text(hash, "alg")));
        licences(component.path("licenses"));
        element(component, "cpe");
        element(component, "purl");
        list("externalReferences", component.path("externalReferences"), reference -> {
            xml.start("reference", "type", text(reference, "type"));
            element(reference, "url");
            xml.end();
        });
        properties(component.path("properties"));
        evidence(component.path("evidence"));
        xml.end();
    }

    private void evidence(JsonNode evidence) {
        if (evidence.isMissingNode()) {
            return;
        }
        xml.start("evidence");
        for (JsonNode identity : evidence.path("identity")) {
            xml.start("identity");
            element(identity, "field");
            element(identity, "confidence");
            list("methods", identity.path("methods"), method -> {
                xml.start("method");
                element(method, "technique");
                element(method, "confidence");
                xml.end();
            });
            xml.end();
        }
        list("occurrences", evidence.path("occurrences"), occurrence -> {
            xml.start("occurrence");
            element(occurrence, "location");
            xml.end();
        });
        xml.end();
    }

    private void organization(String name, JsonNode parent) {
        JsonNode organization = parent.path(name);
        if (organization.isMissingNode()) {
            return;
        }
        xml.start(name);
        element(organization, "name");
        organization.path("url").forEach(url -> xml.element("url", url.textValue()));
        organization.path("contact").forEach(contact -> contact("contact", contact));
        xml.end();
    }

    private void contact(String name, JsonNode contact) {
        xml.start(name);
        element(contact, "name");
        element(contact, "email");
        xml.end();
    }

    private void licences(JsonNode licences) {
        list("licenses", licences, choice -> {
            if (choice.has("expression")) {
                xml.element(
                        "expression", text(choice, "expression"), "acknowledgement", text(choice, "acknowledgement"));
                return;
            }
            JsonNode licence = choice.path("license");
            if (licence.has("acknowledgement")) {
                xml.start("license", "acknowledgement", text(licence, "acknowledgement"));
            } else {
                xml.start("license");
            }
            element(licence, "id");
            element(licence, "name");
            element(licence, "url");
            xml.end();
        });
    }

    private void properties(JsonNode properties) {
        list(
                "properties",
                properties,
                property -> xml.element("property", text(property, "value"), "name", text(property, "name")));
    }

    private void dependency(JsonNode dependency) {
        xml.start("dependency", "ref", text(dependency, "ref"));
        dependency.path("dependsOn").forEach(ref -> xml.empty("dependency", "ref", ref.textValue()));
        xml.end();
    }

    private void composition(JsonNode composition) {
        xml.start("composition");
        element(composition, "aggregate");
        list("assemblies", composition.path("assemblies"), ref -> xml.empty("assembly", "ref", ref.textValue()));
        list("dependencies", composition.path("dependencies"), ref -> xml.empty("dependency", "ref", ref.textValue()));
        xml.end();
    }

    private void list(String name, JsonNode items, java.util.function.Consumer<JsonNode> write) {
        if (!items.isEmpty()) {
            xml.start(name);
            items.forEach(write);
            xml.end();
        }
    }

    private void element(JsonNode object, String name) {
        if (object.has(name)) {
            xml.element(name, object.path(name).asText());
        }
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asText();
    }
}

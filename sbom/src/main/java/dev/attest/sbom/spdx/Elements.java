package dev.attest.sbom.spdx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.sbom.document.Characters;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.Party;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The elements of one SPDX 3.0.1 document, each once, in the order in which they were added. */
final class Elements {
    private static final String CREATION = "_:creation";

    private final String namespace;
    private final Instant created;
    private final ObjectNode creation = StrictJson.object();
    private final Map<String, ObjectNode> elements = new LinkedHashMap<>();

    Elements(String namespace, Instant created) {
        this.namespace = namespace;
        this.created = created;
    }

    /** The identifier of an element of this document. */
    String id(String name) {
        return namespace + name;
    }

    /** A new element, or the one that is there already. */
    ObjectNode add(String type, String id) {
        return elements.computeIfAbsent(
                id,
                key -> StrictJson.object().put("type", type).put("spdxId", key).put("creationInfo", CREATION));
    }

    boolean has(String id) {
        return elements.containsKey(id);
    }

    List<String> ids() {
        return List.copyOf(elements.keySet());
    }

    /** Who made the document with which program, once for all elements. */
    void creation(String author, String tool) {
        creation.put("type", "CreationInfo").put("@id", CREATION).put("specVersion", "3.0.1");
        creation.put("created", created.truncatedTo(ChronoUnit.SECONDS).toString());
        creation.putArray("createdBy").add(author);
        creation.putArray("createdUsing").add(tool);
    }

    String tool(String version) {
        String id = id("Tool");
        add("Tool", id).put("name", "attest " + version);
        return id;
    }

    /** The program as the one who made the document, where nobody else was named. */
    String program() {
        String id = id("SoftwareAgent");
        if (!has(id)) {
            identify(add("SoftwareAgent", id).put("name", "attest"), "urlScheme", DocumentContext.TOOL_ADDRESS);
        }
        return id;
    }

    String organization(Party party) {
        String id = id("Agent-" + ElementIds.hash(party.toString()));
        if (!has(id)) {
            ObjectNode agent = add("Organization", id).put("name", Characters.line(party.name()));
            party.mail().ifPresent(mail -> identify(agent, "email", mail));
            party.url().ifPresent(url -> identify(agent, "urlScheme", url));
        }
        return id;
    }

    /** A licence expression; {@code texts} has the text of every {@code LicenseRef-} in it. */
    String expression(String expression, Map<String, String> texts) {
        String id = id("Licence-" + ElementIds.hash(expression));
        if (!has(id)) {
            ObjectNode json =
                    add("simplelicensing_LicenseExpression", id).put("simplelicensing_licenseExpression", expression);
            texts.forEach((reference, text) -> {
                if (expression.contains(reference)) {
                    String custom = id("Text-" + ElementIds.hash(reference));
                    add("simplelicensing_SimpleLicensingText", custom)
                            .put("name", reference)
                            .put("simplelicensing_licenseText", text);
                    json.withArray("simplelicensing_customIdToUri")
                            .addObject()
                            .put("type", "DictionaryEntry")
                            .put("key", reference)
                            .put("value", custom);
                }
            });
        }
        return id;
    }

    /** One relationship to all of them; none where there are none. */
    void relate(String from, String type, List<String> to, String completeness) {
        if (to.isEmpty()) {
            return;
        }
        ObjectNode relationship = add("Relationship", id("Relationship-" + ElementIds.hash(from + ' ' + type)));
        relationship.put("from", from).put("relationshipType", type).put("completeness", completeness);
        to.forEach(relationship.withArray("to")::add);
    }

    static void identify(ObjectNode element, String type, String identifier) {
        element.withArray("externalIdentifier")
                .addObject()
                .put("type", "ExternalIdentifier")
                .put("externalIdentifierType", type)
                .put("identifier", identifier);
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.object().put("@context", "https://spdx.org/rdf/3.0.1/spdx-context.jsonld");
        ArrayNode graph = json.putArray("@graph").add(creation);
        elements.values().forEach(graph::add);
        return json;
    }
}

package dev.attest.vex.openvex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.vex.Assessment;
import dev.attest.vex.Component;
import dev.attest.vex.DocumentInfo;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.Product;
import dev.attest.vex.StatementInfo;
import dev.attest.vex.VexDocument;
import dev.attest.vex.VexStatement;
import dev.attest.vex.Vulnerability;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes version 0.2.0 within its schema, which allows no field it does not name. */
final class OpenVexWriter {
    private static final Set<String> IDENTIFIERS = Set.of("purl", "cpe22", "cpe23");
    private static final Set<String> HASHES = Set.of(
            "md5",
            "sha1",
            "sha-256",
            "sha-384",
            "sha-512",
            "sha3-224",
            "sha3-256",
            "sha3-384",
            "sha3-512",
            "blake2s-256",
            "blake2b-256",
            "blake2b-512");

    private OpenVexWriter() {}

    static ObjectNode document(VexDocument document) throws MalformedVexException {
        if (document.statements().isEmpty()) {
            throw new MalformedVexException("a document without statements cannot be written");
        }
        Instant timestamp = document.timestamp()
                .orElseThrow(() -> new MalformedVexException("a document without timestamp cannot be written"));
        DocumentInfo info = document.info();
        ObjectNode json = StrictJson.object();
        json.put("@context", OpenVex.CONTEXT);
        json.put("@id", info.id().isPresent() ? info.id().get() : OpenVex.canonicalId(document));
        json.put("author", info.author());
        put(json, "role", info.role());
        json.put("timestamp", timestamp.toString());
        put(json, "last_updated", info.lastUpdated().map(Instant::toString));
        json.put("version", info.version());
        put(json, "tooling", info.tooling());
        ArrayNode statements = json.putArray("statements");
        for (VexStatement statement : document.statements()) {
            statements.add(statement(statement));
        }
        return json;
    }

    private static ObjectNode statement(VexStatement statement) throws MalformedVexException {
        Assessment assessment = statement.assessment();
        if (!assessment.problems().isEmpty()) {
            throw new MalformedVexException(
                    statement.vulnerability().name() + ": " + String.join("; ", assessment.problems()));
        }
        ObjectNode json = StrictJson.object();
        StatementInfo info = statement.info();
        put(json, "@id", info.id());
        info.version().ifPresent(version -> json.put("version", version));
        put(json, "last_updated", info.lastUpdated().map(Instant::toString));
        put(json, "supplier", info.supplier());
        json.set("vulnerability", vulnerability(statement.vulnerability()));
        put(json, "timestamp", statement.timestamp().map(Instant::toString));
        if (!statement.products().isEmpty()) {
            ArrayNode products = json.putArray("products");
            for (Product product : statement.products()) {
                ObjectNode node = component(product.component());
                if (!product.subcomponents().isEmpty()) {
                    ArrayNode subcomponents = node.putArray("subcomponents");
                    for (Component component : product.subcomponents()) {
                        subcomponents.add(component(component));
                    }
                }
                products.add(node);
            }
        }
        json.put("status", assessment.status().label());
        put(json, "status_notes", assessment.statusNotes());
        put(json, "justification", assessment.justification().map(one -> one.label()));
        put(json, "impact_statement", assessment.impactStatement());
        put(json, "action_statement", assessment.actionStatement());
        put(
                json,
                "action_statement_timestamp",
                assessment.actionStatementTimestamp().map(Instant::toString));
        return json;
    }

    private static ObjectNode vulnerability(Vulnerability vulnerability) {
        ObjectNode json = StrictJson.object();
        put(json, "@id", vulnerability.id());
        json.put("name", vulnerability.name());
        put(json, "description", vulnerability.description());
        if (!vulnerability.aliases().isEmpty()) {
            ArrayNode aliases = json.putArray("aliases");
            vulnerability.aliases().forEach(aliases::add);
        }
        return json;
    }

    private static ObjectNode component(Component component) throws MalformedVexException {
        if (component.id().isEmpty() && component.identifiers().isEmpty()) {
            throw new MalformedVexException("a component known by its hash only cannot be written");
        }
        if (!IDENTIFIERS.containsAll(component.identifiers().keySet())
                || !HASHES.containsAll(component.hashes().keySet())) {
            throw new MalformedVexException("an identifier or hash of a kind that OpenVEX does not name");
        }
        ObjectNode json = StrictJson.object();
        put(json, "@id", component.id());
        for (var entry :
                List.of(Map.entry("identifiers", component.identifiers()), Map.entry("hashes", component.hashes()))) {
            if (!entry.getValue().isEmpty()) {
                ObjectNode values = json.putObject(entry.getKey());
                entry.getValue().forEach(values::put);
            }
        }
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<String> value) {
        value.ifPresent(text -> json.put(name, text));
    }
}

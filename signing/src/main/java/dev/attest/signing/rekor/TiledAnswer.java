package dev.attest.signing.rekor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.SigningException;
import java.util.Base64;

/**
 * Rekor v2's answer, which is a {@code TransparencyLogEntry} of protobuf-specs already. Read and written anew, so that a
 * bundle holds what verifiers need and nothing else: the time, which is always 0, and a promise are left out (CLIENTS.md).
 * Whether the entry is ours and the log signed it, the verifier decides.
 */
final class TiledAnswer {
    private static final String KIND = "hashedrekord";
    private static final String VERSION = "0.0.2";
    private static final int HASH = 32;
    private static final int MAX_HASHES = 64;

    private TiledAnswer() {}

    static ObjectNode read(ServiceResponse response) throws SigningException {
        JsonObject answer = response.json();
        try {
            return entry(answer);
        } catch (MalformedJsonException e) {
            throw response.malformed(e);
        }
    }

    private static ObjectNode entry(JsonObject answer) throws MalformedJsonException {
        requireKind(answer.object("kindVersion"), "version");
        byte[] body = answer.base64("canonicalizedBody");
        requireKind(StrictJson.parseObject(body, "answer.canonicalizedBody"), "apiVersion");
        String index = number(answer, "logIndex");
        ObjectNode entry = StrictJson.object();
        entry.put("logIndex", index);
        entry.putObject("logId").put("keyId", hash(answer.object("logId"), "keyId"));
        entry.putObject("kindVersion").put("kind", KIND).put("version", VERSION);
        entry.set("inclusionProof", proof(answer.object("inclusionProof"), index));
        entry.put("canonicalizedBody", base64(body));
        return entry;
    }

    private static void requireKind(JsonObject holder, String version) throws MalformedJsonException {
        if (!holder.text("kind").equals(KIND)) {
            throw holder.malformed("kind", KIND);
        }
        if (!holder.text(version).equals(VERSION)) {
            throw holder.malformed(version, VERSION);
        }
    }

    private static ObjectNode proof(JsonObject answer, String index) throws MalformedJsonException {
        if (!number(answer, "logIndex").equals(index)) {
            throw answer.malformed("logIndex", "the entry's index");
        }
        String size = number(answer, "treeSize");
        if (Long.parseLong(size) <= Long.parseLong(index)) {
            throw answer.malformed("treeSize", "more than the entry's index");
        }
        ObjectNode proof = StrictJson.object();
        proof.put("logIndex", index);
        proof.put("treeSize", size);
        proof.put("rootHash", hash(answer, "rootHash"));
        ArrayNode hashes = proof.putArray("hashes");
        for (String hash : answer.texts("hashes")) {
            if (hashes.size() == MAX_HASHES) {
                throw answer.malformed("hashes", "at most " + MAX_HASHES);
            }
            ObjectNode one = StrictJson.object().put("hashes", hash);
            hashes.add(hash(JsonObject.of(one, answer.place()), "hashes"));
        }
        proof.putObject("checkpoint")
                .put("envelope", answer.object("checkpoint").text("envelope"));
        return proof;
    }

    /** A 64-bit number, which protobuf's JSON writes as a text and leaves out when it is 0. */
    private static String number(JsonObject json, String name) throws MalformedJsonException {
        if (!json.has(name)) {
            return "0";
        }
        String digits = json.node().get(name).isTextual() ? json.text(name) : Long.toString(json.integer(name));
        if (!digits.matches("0|[1-9][0-9]{0,17}")) {
            throw json.malformed(name, "a number of at least 0");
        }
        return digits;
    }

    private static String hash(JsonObject json, String name) throws MalformedJsonException {
        byte[] bytes = json.base64(name);
        if (bytes.length != HASH) {
            throw json.malformed(name, "a SHA-256 in base64");
        }
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package dev.attest.signing.rekor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.SigningException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * Rekor v1's answer, one entry under its UUID, as the {@code TransparencyLogEntry} of protobuf-specs in JSON: numbers as
 * texts, hex as base64, the index in the whole log beside the index in its current tree.
 */
final class EntryAnswer {
    private static final int MAX_HASHES = 64;

    private EntryAnswer() {}

    static ObjectNode read(ServiceResponse response) throws SigningException {
        JsonObject answer = response.json();
        try {
            Set<String> names = answer.names();
            if (names.size() != 1) {
                throw new MalformedJsonException("answer: expected exactly one entry");
            }
            return entry(answer.object(names.iterator().next()));
        } catch (MalformedJsonException e) {
            throw response.malformed(e);
        }
    }

    private static ObjectNode entry(JsonObject answer) throws MalformedJsonException {
        byte[] body = answer.base64("body");
        JsonObject logged = StrictJson.parseObject(body, "answer.body");
        JsonObject verification = answer.object("verification");
        ObjectNode entry = StrictJson.object();
        entry.put("logIndex", number(answer, "logIndex"));
        entry.putObject("logId").put("keyId", base64OfHex(answer.text("logID"), answer, "logID"));
        entry.putObject("kindVersion").put("kind", logged.text("kind")).put("version", logged.text("apiVersion"));
        entry.put("integratedTime", number(answer, "integratedTime"));
        if (verification.has("signedEntryTimestamp")) {
            entry.putObject("inclusionPromise")
                    .put("signedEntryTimestamp", base64(verification.base64("signedEntryTimestamp")));
        }
        entry.set("inclusionProof", proof(verification.object("inclusionProof")));
        entry.put("canonicalizedBody", base64(body));
        return entry;
    }

    private static ObjectNode proof(JsonObject answer) throws MalformedJsonException {
        ObjectNode proof = StrictJson.object();
        proof.put("logIndex", number(answer, "logIndex"));
        proof.put("treeSize", number(answer, "treeSize"));
        proof.put("rootHash", base64OfHex(answer.text("rootHash"), answer, "rootHash"));
        ArrayNode hashes = proof.putArray("hashes");
        for (String hash : answer.texts("hashes")) {
            if (hashes.size() == MAX_HASHES) {
                throw answer.malformed("hashes", "at most " + MAX_HASHES);
            }
            hashes.add(base64OfHex(hash, answer, "hashes"));
        }
        proof.putObject("checkpoint").put("envelope", answer.text("checkpoint"));
        return proof;
    }

    private static String number(JsonObject json, String name) throws MalformedJsonException {
        long value = json.integer(name);
        if (value < 0) {
            throw json.malformed(name, "a number of at least 0");
        }
        return Long.toString(value);
    }

    private static String base64OfHex(String hex, JsonObject json, String name) throws MalformedJsonException {
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == 32) {
                return base64(bytes);
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for a hash of another length.
        }
        throw json.malformed(name, "a SHA-256 in hex");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A {@code dsse} 0.0.1: a signed envelope, of which the log keeps hashes, signatures and who verifies them. */
final class DsseEntry {

    static final String KIND = "dsse";

    private static final int MAX_SIGNATURES = 16;

    private DsseEntry() {}

    static byte[] canonicalize(JsonNode spec) throws MalformedInputException {
        JsonNode proposed = spec.path("proposedContent");
        byte[] envelopeBytes = Json.text(proposed, "envelope").getBytes(UTF_8);
        JsonNode envelope = Json.object(envelopeBytes);
        byte[] payload = Json.base64(envelope, "payload");
        byte[] signed = preAuthenticationEncoding(Json.text(envelope, "payloadType"), payload);
        Map<String, String> verified = verify(envelope, proposed.path("verifiers"), signed);
        var signatures = new ArrayList<Map<String, String>>();
        verified.forEach((signature, verifier) -> signatures.add(Map.of("signature", signature, "verifier", verifier)));
        return Json.canonical(Map.of(
                "apiVersion", ProposedEntry.version(),
                "kind", KIND,
                "spec",
                        Map.of(
                                "envelopeHash", hash(envelopeBytes),
                                "payloadHash", hash(payload),
                                "signatures", signatures)));
    }

    /** Every signature needs a verifier that it holds for, and every verifier a signature; sorted by signature. */
    private static Map<String, String> verify(JsonNode envelope, JsonNode proposed, byte[] signed)
            throws MalformedInputException {
        JsonNode signatures = envelope.path("signatures");
        requireCount("signatures", signatures);
        requireCount("verifiers", proposed);
        List<Certificates.Verifier> verifiers = new ArrayList<>();
        for (JsonNode node : proposed) {
            verifiers.add(Certificates.Verifier.parse(Json.base64(node)));
        }
        var verified = new TreeMap<String, String>();
        var unused = new ArrayList<>(verifiers);
        for (JsonNode node : signatures) {
            byte[] signature = Json.base64(node, "sig");
            var verifier = verifiers.stream()
                    .filter(candidate -> Signatures.verifies(candidate.key(), signed, signature))
                    .findFirst()
                    .orElseThrow(() -> new MalformedInputException("all signatures must have a key that verifies it"));
            unused.remove(verifier);
            verified.put(Json.text(node, "sig"), base64(verifier.pem().getBytes(US_ASCII)));
        }
        if (!unused.isEmpty()) {
            throw new MalformedInputException("could not verify envelope: a verifier has no signature");
        }
        return verified;
    }

    private static void requireCount(String name, JsonNode array) throws MalformedInputException {
        if (!array.isArray() || array.isEmpty() || array.size() > MAX_SIGNATURES) {
            throw new MalformedInputException(name + " must be a list of 1 to " + MAX_SIGNATURES);
        }
    }

    /** DSSE v1.0.2 §"PAE": lengths count bytes. */
    private static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(UTF_8);
        var encoding = new ByteArrayOutputStream();
        encoding.writeBytes(("DSSEv1 " + type.length + " ").getBytes(US_ASCII));
        encoding.writeBytes(type);
        encoding.writeBytes((" " + payload.length + " ").getBytes(US_ASCII));
        encoding.writeBytes(payload);
        return encoding.toByteArray();
    }

    private static Map<String, String> hash(byte[] bytes) {
        return Map.of("algorithm", "sha256", "value", Sha256.hex(bytes));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** A {@code hashedrekord} 0.0.1: the signature of something whose SHA-256 digest alone is known. */
final class HashedRekordEntry {

    static final String KIND = "hashedrekord";

    private HashedRekordEntry() {}

    static byte[] canonicalize(JsonNode spec) throws MalformedInputException {
        if (!Json.text(spec, "data", "hash", "algorithm").equals("sha256")) {
            throw new MalformedInputException("data.hash.algorithm must be sha256");
        }
        String digest = Json.sha256(spec, "data", "hash", "value");
        byte[] signature = Json.base64(spec, "signature", "content");
        var verifier = Certificates.Verifier.parse(Json.base64(spec, "signature", "publicKey", "content"));
        if (!Signatures.verifiesDigest(verifier.key(), HexFormat.of().parseHex(digest), signature)) {
            throw new MalformedInputException("verifying signature: the key did not sign this digest");
        }
        return Json.canonical(Map.of(
                "apiVersion", ProposedEntry.version(),
                "kind", KIND,
                "spec",
                        Map.of(
                                "data", Map.of("hash", Map.of("algorithm", "sha256", "value", digest)),
                                "signature",
                                        Map.of(
                                                "content", base64(signature),
                                                "publicKey",
                                                        Map.of(
                                                                "content",
                                                                base64(verifier.pem()
                                                                        .getBytes(US_ASCII)))))));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

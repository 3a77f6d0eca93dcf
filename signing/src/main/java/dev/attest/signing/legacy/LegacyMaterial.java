package dev.attest.signing.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.Pem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a layer's annotations (cosign, specs/SIGNATURE_SPEC.md) as the verification material of a bundle v0.1, which rests
 * on the same evidence: certificate or key, the log's promise, timestamps. The certificate's chain is left out: what
 * travels with the evidence takes no part in a chain.
 */
final class LegacyMaterial {
    static final String SIGNATURE = "dev.cosignproject.cosign/signature";

    private static final String CERTIFICATE = "dev.sigstore.cosign/certificate";
    private static final String BUNDLE = "dev.sigstore.cosign/bundle";
    private static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";
    private static final int MAX_ANNOTATION = 16 << 20;

    private final Map<String, String> annotations;

    LegacyMaterial(Map<String, String> annotations) {
        this.annotations = Map.copyOf(annotations);
    }

    /** A bundle without content. */
    ObjectNode bundle() throws MalformedJsonException {
        ObjectNode bundle = StrictJson.object();
        bundle.put("mediaType", "application/vnd.dev.sigstore.bundle+json;version=0.1");
        ObjectNode material = bundle.putObject("verificationMaterial");
        Optional<String> certificate = annotation(CERTIFICATE);
        if (certificate.isPresent()) {
            material.putObject("certificate").put("rawBytes", der(certificate.get()));
        } else {
            material.putObject("publicKey").put("hint", "");
        }
        Optional<JsonObject> entry = object(BUNDLE);
        if (entry.isPresent()) {
            entry(entry.get(), material.putArray("tlogEntries").addObject());
        }
        Optional<JsonObject> timestamp = object(TIMESTAMP);
        if (timestamp.isPresent()) {
            material.putObject("timestampVerificationData")
                    .putArray("rfc3161Timestamps")
                    .addObject()
                    .put("signedTimestamp", timestamp.get().text("SignedRFC3161Timestamp"));
        }
        return bundle;
    }

    /** The signature over the layer, in base64. */
    String signature() throws MalformedJsonException {
        return annotation(SIGNATURE)
                .orElseThrow(() -> new MalformedJsonException("the layer has no annotation " + SIGNATURE));
    }

    /** cosign's rekor bundle: the entry and what the log signed of it. */
    private static void entry(JsonObject promise, ObjectNode entry) throws MalformedJsonException {
        JsonObject payload = promise.object("Payload");
        byte[] body = payload.base64("body");
        JsonObject canonical = StrictJson.parseObject(body, "log entry");
        entry.put("logIndex", String.valueOf(payload.integer("logIndex")));
        entry.put("integratedTime", String.valueOf(payload.integer("integratedTime")));
        entry.putObject("logId").put("keyId", logId(payload));
        entry.putObject("kindVersion").put("kind", canonical.text("kind")).put("version", canonical.text("apiVersion"));
        entry.putObject("inclusionPromise").put("signedEntryTimestamp", promise.text("SignedEntryTimestamp"));
        entry.put("canonicalizedBody", base64(body));
    }

    private static String logId(JsonObject payload) throws MalformedJsonException {
        String hex = payload.text("logID");
        if (!hex.matches("[0-9a-f]{64}")) {
            throw payload.malformed("logID", "64 lower-case hex digits");
        }
        return base64(HexFormat.of().parseHex(hex));
    }

    private static String der(String pem) throws MalformedJsonException {
        return Pem.parse(pem.getBytes(StandardCharsets.UTF_8))
                .filter(found -> found.label().equals("CERTIFICATE"))
                .map(found -> base64(found.content()))
                .orElseThrow(() -> new MalformedJsonException(CERTIFICATE + ": expected one certificate in PEM"));
    }

    private Optional<JsonObject> object(String name) throws MalformedJsonException {
        Optional<String> json = annotation(name);
        return json.isEmpty()
                ? Optional.empty()
                : Optional.of(StrictJson.parseObject(
                        json.get().getBytes(StandardCharsets.UTF_8), name.replaceFirst(".*/", ""), MAX_ANNOTATION));
    }

    private Optional<String> annotation(String name) {
        return Optional.ofNullable(annotations.get(name)).filter(value -> !value.isEmpty());
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package dev.attest.intoto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A DSSE v1 envelope with exactly one signature, which is all that a Sigstore bundle may hold. */
public final class Envelope {
    private final String payloadType;
    private final byte[] payload;
    private final byte[] signature;
    private final String keyid;

    public Envelope(String payloadType, byte[] payload, byte[] signature, String keyid) {
        this.payloadType = payloadType;
        this.payload = payload.clone();
        this.signature = signature.clone();
        this.keyid = keyid;
    }

    /** Reads an envelope; more or less than one signature is refused. */
    public static Envelope read(JsonObject json) throws MalformedJsonException {
        List<JsonObject> signatures = json.objects("signatures");
        if (signatures.size() != 1) {
            throw json.malformed("signatures", "exactly one signature");
        }
        JsonObject signature = signatures.get(0);
        return new Envelope(
                json.text("payloadType"),
                json.base64("payload"),
                signature.base64("sig"),
                signature.optionalText("keyid").orElse(""));
    }

    public String payloadType() {
        return payloadType;
    }

    /** The payload's bytes as received. */
    public byte[] payload() {
        return payload.clone();
    }

    public byte[] signature() {
        return signature.clone();
    }

    /** The unauthenticated hint at the key, or an empty text. */
    public String keyid() {
        return keyid;
    }

    /** The bytes that are signed (DSSE v1, PAE). */
    public byte[] pae() {
        return pae(payloadType, payload);
    }

    /** Pre-authentication encoding: lengths are counted in bytes, never in characters. */
    public static byte[] pae(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(payload.length + type.length + 32);
        out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(type);
        out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** The envelope as JSON; {@code keyid} is left out when empty. */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object();
        json.put("payload", Base64.getEncoder().encodeToString(payload));
        json.put("payloadType", payloadType);
        ObjectNode one = json.putArray("signatures").addObject();
        if (!keyid.isEmpty()) {
            one.put("keyid", keyid);
        }
        one.put("sig", Base64.getEncoder().encodeToString(signature));
        return json;
    }
}

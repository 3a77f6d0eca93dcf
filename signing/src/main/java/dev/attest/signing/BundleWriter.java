package dev.attest.signing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Envelope;
import dev.attest.json.StrictJson;
import java.util.Base64;

/** Writes Sigstore bundles v0.3 (protobuf-specs, sigstore_bundle.proto) as JSON with sorted keys: leaf certificate only. */
final class BundleWriter {
    private BundleWriter() {}

    static byte[] write(Envelope envelope, byte[] certificate, Witnesses.Testimony testimony) {
        ObjectNode bundle = StrictJson.object();
        bundle.put("mediaType", Bundle.MEDIA_TYPE);
        ObjectNode material = bundle.putObject("verificationMaterial");
        material.putObject("certificate").put("rawBytes", Base64.getEncoder().encodeToString(certificate));
        if (!testimony.tlogEntries().isEmpty()) {
            ArrayNode entries = material.putArray("tlogEntries");
            testimony.tlogEntries().forEach(entries::add);
        }
        if (!testimony.timestamps().isEmpty()) {
            ArrayNode timestamps =
                    material.putObject("timestampVerificationData").putArray("rfc3161Timestamps");
            testimony.timestamps().forEach(timestamps::add);
        }
        bundle.set("dsseEnvelope", envelope.json());
        return StrictJson.write(bundle);
    }
}

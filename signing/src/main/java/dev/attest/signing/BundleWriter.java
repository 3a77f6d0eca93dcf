package dev.attest.signing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.log.Signed;
import java.util.Base64;

/** Writes Sigstore bundles v0.3 (protobuf-specs, sigstore_bundle.proto) as JSON with sorted keys: leaf certificate only. */
final class BundleWriter {
    private BundleWriter() {}

    static byte[] write(Seal seal, Signed signed, Witnesses.Testimony testimony) {
        ObjectNode bundle = StrictJson.object();
        bundle.put("mediaType", Bundle.MEDIA_TYPE);
        ObjectNode material = bundle.putObject("verificationMaterial");
        if (signed.signer().isCertificate()) {
            material.putObject("certificate")
                    .put("rawBytes", base64(signed.signer().encoded()));
        } else {
            material.putObject("publicKey").put("hint", seal.hint());
        }
        if (!testimony.tlogEntries().isEmpty()) {
            ArrayNode entries = material.putArray("tlogEntries");
            testimony.tlogEntries().forEach(entries::add);
        }
        if (!testimony.timestamps().isEmpty()) {
            ArrayNode timestamps =
                    material.putObject("timestampVerificationData").putArray("rfc3161Timestamps");
            testimony.timestamps().forEach(timestamps::add);
        }
        if (signed.envelope().isPresent()) {
            bundle.set("dsseEnvelope", signed.envelope().get().json());
        } else {
            bundle.set("messageSignature", messageSignature(signed));
        }
        return StrictJson.write(bundle);
    }

    private static ObjectNode messageSignature(Signed signed) {
        ObjectNode message = StrictJson.object();
        HashAlgorithm hash = signed.signer().key().hash();
        HashAlgorithm named = signed.message().digest(hash).isPresent() ? hash : HashAlgorithm.SHA256;
        message.putObject("messageDigest")
                .put("algorithm", named.protobufName())
                .put("digest", base64(signed.message().digest(named).orElseThrow()));
        message.put("signature", base64(signed.signature()));
        return message;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

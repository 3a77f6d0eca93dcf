package dev.attest.signing;

import static dev.attest.signing.TestSigstore.base64;
import static dev.attest.signing.TestSigstore.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Envelope;
import dev.attest.json.StrictJson;
import java.util.HexFormat;

/** Writes the body of a log entry, as each kind has it. */
final class EntryMint {
    private final Mint mint;
    private final byte[] signature;
    private final byte[] verifier;

    EntryMint(Mint mint, byte[] signature, byte[] verifier) {
        this.mint = mint;
        this.signature = signature;
        this.verifier = verifier;
    }

    ObjectNode json() {
        ObjectNode body = StrictJson.object();
        body.put("kind", mint.entry.split(" ")[0]).put("apiVersion", mint.entry.split(" ")[1]);
        ObjectNode spec = body.putObject("spec");
        byte[] signed = mint.message ? mint.artifact : Envelope.pae(mint.payloadType, mint.payload);
        switch (mint.entry) {
            case "dsse 0.0.1" -> {
                hash(spec.putObject("payloadHash"), mint.payload);
                hash(spec.putObject("envelopeHash"), signature);
                spec.putArray("signatures")
                        .addObject()
                        .put("signature", base64(signature))
                        .put("verifier", base64(pem()));
            }
            case "intoto 0.0.2" -> {
                ObjectNode content = spec.putObject("content");
                hash(content.putObject("payloadHash"), mint.payload);
                ObjectNode envelope = content.putObject("envelope").put("payloadType", mint.payloadType);
                envelope.putArray("signatures")
                        .addObject()
                        .put("sig", base64(base64(signature).getBytes(UTF_8)))
                        .put("publicKey", base64(pem()));
            }
            case "hashedrekord 0.0.1" -> {
                hash(spec.putObject("data").putObject("hash"), signed);
                ObjectNode one = spec.putObject("signature").put("content", base64(signature));
                one.putObject("publicKey").put("content", base64(pem()));
            }
            case "hashedrekord 0.0.2" -> {
                ObjectNode v2 = spec.putObject("hashedRekordV002");
                v2.putObject("data").put("algorithm", "SHA2_256").put("digest", base64(sha256(signed)));
                protobuf(v2.putObject("signature"));
            }
            default -> {
                ObjectNode v2 = spec.putObject("dsseV002");
                v2.putObject("payloadHash").put("algorithm", "SHA2_256").put("digest", base64(sha256(mint.payload)));
                protobuf(v2.putArray("signatures").addObject());
            }
        }
        return body;
    }

    private void protobuf(ObjectNode one) {
        one.put("content", base64(signature));
        ObjectNode by = one.putObject("verifier");
        by.put("keyDetails", mint.keyDetails.isEmpty() ? Mint.keyDetails(mint.key) : mint.keyDetails);
        by.putObject(mint.bareKey ? "publicKey" : "x509Certificate").put("rawBytes", base64(verifier));
    }

    private byte[] pem() {
        String label = mint.bareKey ? "PUBLIC KEY" : "CERTIFICATE";
        return ("-----BEGIN " + label + "-----\n" + base64(verifier) + "\n-----END " + label + "-----\n")
                .getBytes(UTF_8);
    }

    private static void hash(ObjectNode hash, byte[] of) {
        hash.put("algorithm", "sha256").put("value", HexFormat.of().formatHex(sha256(of)));
    }
}

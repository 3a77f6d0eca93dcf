package dev.attest.signing.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.MalformedBundleException;
import dev.attest.signing.Rejected;
import dev.attest.signing.Verification;
import dev.attest.signing.Verified;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.refusal.Reason;
import java.util.Map;

/**
 * Verifies a layer of cosign's tags {@code sha256-<hex>.sig} and {@code .att} with every check that a bundle v0.1 is
 * verified with. Layer and annotations are hostile; whatever is wrong with them is a refusal, nothing is thrown.
 */
public final class LegacyVerifier {
    /** The media type of the layers under {@code .att}. */
    public static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

    private final BundleVerifier verifier;

    public LegacyVerifier(BundleVerifier verifier) {
        this.verifier = verifier;
    }

    /**
     * Verifies an attestation. What its Statement is about is the caller's question, as with a bundle; the bundle that
     * {@link Verified#bundle} gives was written here from the layer.
     *
     * @param layer a DSSE envelope
     * @param annotations those of the layer's descriptor
     */
    public Verification attestation(byte[] layer, Map<String, String> annotations, Identities accepted) {
        try {
            ObjectNode bundle = new LegacyMaterial(annotations).bundle();
            bundle.set("dsseEnvelope", StrictJson.parseShell(layer, "envelope").node());
            return verifier.verify(Bundle.parse(StrictJson.write(bundle)), accepted);
        } catch (MalformedJsonException e) {
            return new Rejected(Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (MalformedBundleException e) {
            return new Rejected(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Verifies a signature and that it is over the manifest with {@code digest}, such as {@code sha256:…}.
     *
     * @param layer a simple-signing payload
     * @param annotations those of the layer's descriptor
     */
    public SignatureVerification signature(
            byte[] layer, Map<String, String> annotations, String digest, Identities accepted) {
        try {
            SimpleSigning payload = SimpleSigning.parse(layer);
            Bundle bundle = Bundle.parse(bundle(layer, annotations));
            Verification verification = verifier.verifyNaming(bundle, layer, payload.digestSet(), accepted);
            if (verification instanceof Rejected rejected) {
                return new SignatureVerification.Refused(rejected);
            }
            if (!payload.manifestDigest().equals(digest)) {
                return refused(Reason.ARTIFACT, "the signature is over the manifest " + payload.manifestDigest());
            }
            return new SignatureVerification.Accepted((Verified) verification, payload);
        } catch (MalformedJsonException e) {
            return refused(Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (MalformedBundleException e) {
            return refused(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private static byte[] bundle(byte[] layer, Map<String, String> annotations) throws MalformedJsonException {
        var material = new LegacyMaterial(annotations);
        ObjectNode bundle = material.bundle();
        ObjectNode message = bundle.putObject("messageSignature");
        message.put("signature", material.signature());
        message.putObject("messageDigest")
                .put("algorithm", "SHA2_256")
                .put("digest", LegacyMaterial.base64(HashAlgorithm.SHA256.hash(layer)));
        return StrictJson.write(bundle);
    }

    private static SignatureVerification refused(Reason reason, String detail) {
        return new SignatureVerification.Refused(new Rejected(reason, detail));
    }
}

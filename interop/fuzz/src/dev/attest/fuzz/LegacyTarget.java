package dev.attest.fuzz;

import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.Rejected;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.legacy.LegacyVerifier;
import dev.attest.signing.legacy.SignatureVerification;
import dev.attest.signing.refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** cosign's layers of old and the annotations beside them; nothing is thrown, whatever they hold. */
public final class LegacyTarget {
    private static final LegacyVerifier VERIFIER = new LegacyVerifier(new BundleVerifier(TrustedRoot.sigstorePublic()));
    private static final String[] NAMES = {
        "dev.cosignproject.cosign/signature",
        "dev.sigstore.cosign/certificate",
        "dev.sigstore.cosign/chain",
        "dev.sigstore.cosign/bundle",
        "dev.sigstore.cosign/rfc3161timestamp"
    };

    private LegacyTarget() {}

    /** The first part is the layer, each further one, behind a zero byte, an annotation. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\0", NAMES.length + 1);
        Map<String, String> annotations = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            annotations.put(NAMES[i - 1], parts[i]);
        }
        byte[] layer = parts[0].getBytes(StandardCharsets.UTF_8);
        fail(VERIFIER.attestation(layer, annotations, Identities.unsafeAny()));
        String digest = "sha256:" + "0".repeat(64);
        if (VERIFIER.signature(layer, annotations, digest, Identities.unsafeAny())
                instanceof SignatureVerification.Refused refused) {
            fail(refused.rejected());
        }
    }

    private static void fail(Object verification) {
        if (verification instanceof Rejected rejected && rejected.reason() == Reason.FAULT) {
            throw new IllegalStateException(rejected.detail());
        }
    }
}

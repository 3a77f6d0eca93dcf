package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.Verified;

/** Who signed and when, in words and as JSON. */
final class SignerText {
    private SignerText() {}

    /** Name, issuer and time. */
    static String of(Verified verified) {
        String issuer = verified.isSignedByKey() ? "" : " (" + verified.signer().issuer() + ")";
        return verified.who() + issuer + time(verified);
    }

    /** Name and time. */
    static String brief(Verified verified) {
        return verified.who() + time(verified);
    }

    private static String time(Verified verified) {
        return verified.verifiedTime().map(time -> " at " + time).orElse(", nobody witnessed when");
    }

    static ObjectNode json(Verified verified) {
        ObjectNode json = StrictJson.object();
        if (verified.isSignedByKey()) {
            return json.put("key", verified.keyFingerprint());
        }
        return json.put("subject", verified.signer().subject())
                .put("issuer", verified.signer().issuer());
    }
}

package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.Verified;

/** Who signed and when, in words and as JSON. */
final class SignerText {
    private SignerText() {}

    /** Name, issuer and time. */
    static String of(Verified verified) {
        boolean hasIssuer = !verified.isSignedByKey() && verified.signer().hasIssuer();
        String issuer = hasIssuer ? " (" + verified.signer().issuer() + ")" : "";
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
        json.put("subject", verified.signer().subject());
        if (verified.signer().hasIssuer()) {
            json.put("issuer", verified.signer().issuer());
        }
        return json;
    }
}

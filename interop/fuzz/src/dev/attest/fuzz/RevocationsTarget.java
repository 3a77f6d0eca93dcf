package dev.attest.fuzz;

import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.revocation.Revocations;

/** Lists of what counts no longer. */
public final class RevocationsTarget {
    private RevocationsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Revocations.read(StrictJson.parseObject(input, "list"));
        } catch (MalformedJsonException e) {
            // What malformed input has to end in.
        }
    }
}

package dev.attest.fuzz;

import dev.attest.intoto.Envelope;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;

/** DSSE envelopes. */
public final class EnvelopeTarget {
    private EnvelopeTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Envelope.read(StrictJson.parseObject(input, "envelope")).pae();
        } catch (MalformedJsonException e) {
            // What malformed input has to end in.
        }
    }
}

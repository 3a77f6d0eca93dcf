package dev.attest.fuzz;

import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;

/** JSON, read and written again. */
public final class JsonTarget {
    private JsonTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            StrictJson.write(StrictJson.parse(input));
        } catch (MalformedJsonException e) {
            // What malformed input has to end in.
        }
    }
}

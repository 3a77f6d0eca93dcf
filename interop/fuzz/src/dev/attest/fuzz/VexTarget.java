package dev.attest.fuzz;

import dev.attest.vex.MalformedVexException;
import dev.attest.vex.openvex.OpenVex;

/** OpenVEX documents. */
public final class VexTarget {
    private VexTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            OpenVex.parse(input);
        } catch (MalformedVexException e) {
            // What malformed input has to end in.
        }
    }
}

package dev.attest.fuzz;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.content.ReferrersIndex;

/** Lists of referrers. */
public final class ReferrersTarget {
    private ReferrersTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            ReferrersIndex.parse(input, "referrers", 1 << 20);
        } catch (MalformedImageException e) {
            // What malformed input has to end in.
        }
    }
}

package dev.attest.fuzz;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.content.ConfigJson;

/** Image configurations. */
public final class ConfigTarget {
    private ConfigTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            ConfigJson.parse(input, "config");
        } catch (MalformedImageException e) {
            // What malformed input has to end in.
        }
    }
}

package dev.attest.fuzz;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.content.Manifest;

/** Image manifests and indexes. */
public final class ManifestTarget {
    private ManifestTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Manifest.parse(input, "manifest");
        } catch (MalformedImageException e) {
            // What malformed input has to end in.
        }
    }
}

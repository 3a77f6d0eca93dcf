package dev.attest.fuzz;

import dev.attest.oci.Digest;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MergedView;
import dev.attest.oci.MismatchException;
import dev.attest.oci.layer.LayerStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A layer from its compressed bytes to the tree that it makes when it lies on itself. */
public final class LayerTarget {
    private static final LayerLimits LIMITS = new LayerLimits(10_000, 64L << 20, 4096, 300);
    private static final Digest DIFF_ID = Digest.sha256(new byte[] {1});

    private LayerTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        var entries = new ArrayList<LayerEntry>();
        try {
            LayerStream.read(new ByteArrayInputStream(input), DIFF_ID, LIMITS, (entry, content) -> {
                content.skip(entry.size() / 2);
                entries.add(entry);
            });
            throw new IllegalStateException("a layer passed with another diffID");
        } catch (MismatchException e) {
            // What every input ends in at the latest when its diffID is compared.
        }
        try {
            MergedView.of(List.of(entries, entries)).files();
        } catch (MalformedImageException e) {
            // What disagrees with itself has to end in.
        }
    }
}

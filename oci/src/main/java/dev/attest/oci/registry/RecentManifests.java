package dev.attest.oci.registry;

import dev.attest.oci.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The manifests read last, by their verified digest, so that none is asked for twice in a row. */
final class RecentManifests {
    private static final int MAX_BYTES = 16 << 20;

    private final Map<Digest, byte[]> manifests = new LinkedHashMap<>();
    private long bytes;

    synchronized byte @Nullable [] get(Digest digest) {
        byte[] known = manifests.get(digest);
        return known == null ? null : known.clone();
    }

    synchronized void put(Digest digest, byte[] manifest) {
        if (manifests.putIfAbsent(digest, manifest.clone()) != null) {
            return;
        }
        bytes += manifest.length;
        Iterator<byte[]> oldest = manifests.values().iterator();
        while (bytes > MAX_BYTES && oldest.hasNext()) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }
}

package dev.attest.oci.layer;

import dev.attest.oci.Digest;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.LayerVisitor;
import dev.attest.oci.MismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** One layer blob from its compressed bytes to its entries. */
public final class LayerStream {
    private static final int MAGIC = 4;

    private LayerStream() {}

    /**
     * Hands every entry to the visitor and reads {@code blob} to its very end. Returns only if the tar is whole and the
     * uncompressed bytes have this diffID; that the blob has its digest is the blob's own check.
     */
    public static void read(InputStream blob, Digest diffId, LayerLimits limits, LayerVisitor visitor)
            throws IOException {
        try (InputStream plain = inflated(blob, limits)) {
            var hashing = new HashingStream(plain, diffId, limits);
            var tar = new TarReader(hashing, limits);
            for (LayerEntry entry = tar.next(); entry != null; entry = tar.next()) {
                visitor.entry(entry, tar.content());
            }
            hashing.check();
        }
    }

    /** What the bytes are counts, not what a media type calls them: the diffID decides either way. */
    private static InputStream inflated(InputStream blob, LayerLimits limits) throws IOException {
        var pushback = new PushbackInputStream(blob, MAGIC);
        byte[] magic = pushback.readNBytes(MAGIC);
        pushback.unread(magic);
        if (magic.length == MAGIC && (magic[0] & 0xff) == 0x28 && (magic[1] & 0xff) == 0xb5 && magic[2] == 0x2f) {
            throw new MismatchException("zstd layers are not read yet");
        }
        boolean gzip = magic.length == MAGIC && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
        return gzip ? new GzipStream(pushback, limits) : pushback;
    }
}

package dev.attest.oci.layer;

import dev.attest.oci.DetailedVisitor;
import dev.attest.oci.Digest;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.LayerVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;

/** One layer blob from its compressed bytes to its entries. */
public final class LayerStream {
    private static final int MAGIC = 4;

    private LayerStream() {}

    /**
     * Hands every entry to the visitor and reads {@code blob} to its very end. Returns, with the number of uncompressed
     * bytes, only if the tar is whole and those bytes have this diffID; that the blob has its digest is its own check.
     */
    public static long read(InputStream blob, Digest diffId, LayerLimits limits, LayerVisitor visitor)
            throws IOException {
        return read(blob, diffId, limits, (entry, details, content) -> visitor.entry(entry, content), false);
    }

    /** The same, with all that the tar says of each entry. */
    public static long read(InputStream blob, Digest diffId, LayerLimits limits, DetailedVisitor visitor)
            throws IOException {
        return read(blob, diffId, limits, visitor, true);
    }

    private static long read(
            InputStream blob, Digest diffId, LayerLimits limits, DetailedVisitor visitor, boolean detailed)
            throws IOException {
        try (InputStream plain = inflated(blob, limits)) {
            var hashing = new HashingStream(plain, diffId, limits);
            var tar = new TarReader(hashing, limits, detailed);
            for (LayerEntry entry = tar.next(); entry != null; entry = tar.next()) {
                visitor.entry(entry, tar.details(), tar.content());
            }
            hashing.check();
            return hashing.count();
        }
    }

    /**
     * The uncompressed bytes of gzip, zstd or neither. What the bytes are counts, not what a media type calls them: the
     * diffID decides either way. Damage is a {@link dev.attest.oci.MismatchException} while it is read.
     */
    public static InputStream inflated(InputStream blob, LayerLimits limits) throws IOException {
        var pushback = new PushbackInputStream(blob, MAGIC);
        byte[] magic = pushback.readNBytes(MAGIC);
        pushback.unread(magic);
        int first = magic.length < MAGIC ? 0 : ByteBuffer.wrap(magic).getInt();
        if (first >>> 16 == 0x1f8b) {
            return new GzipStream(pushback, limits);
        }
        boolean skippable = (first & 0xf0ffffff) == 0x502a4d18;
        return first == 0x28b52ffd || skippable ? zstd(pushback, limits) : pushback;
    }

    private static InputStream zstd(InputStream blob, LayerLimits limits) throws IOException {
        try {
            return ZstdStream.open(blob, limits);
        } catch (LinkageError e) {
            throw new IOException(
                    "a layer is compressed with zstd, whose native library could not be loaded here; it is unpacked in the"
                            + " folder for temporary files (java.io.tmpdir), from which libraries must be loadable",
                    e);
        }
    }
}

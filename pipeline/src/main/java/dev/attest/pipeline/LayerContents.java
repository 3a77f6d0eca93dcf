package dev.attest.pipeline;

import dev.attest.oci.DetailedVisitor;
import dev.attest.oci.Digest;
import dev.attest.oci.EntryDetails;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * All that a layer's tar says, in some 70 bytes an entry: of each file's content its SHA-256. What it was told counts only
 * when the layer was read to its end.
 */
final class LayerContents implements DetailedVisitor {
    private static final int HASH = 32;
    private static final String WHITEOUT = ".wh.";

    private final LayerTable.Builder table = new LayerTable.Builder();
    private final MessageDigest content = Digest.Algorithm.SHA256.newDigest();
    private final MessageDigest order = Digest.Algorithm.SHA256.newDigest();
    private final boolean asFiles;
    private final Map<Integer, EntryDetails> special = new HashMap<>();
    private List<LayerEntry> entries = List.of();
    private String orderOfAll = "";
    private byte[] hashes = new byte[HASH << 4];
    private long[] seconds = new long[1 << 4];
    private int[] nanos = new int[1 << 4];

    /** With {@code whiteoutsAsFiles} those are files like others, so that they are compared and hide nothing. */
    LayerContents(boolean whiteoutsAsFiles) {
        asFiles = whiteoutsAsFiles;
    }

    @Override
    public void entry(LayerEntry entry, EntryDetails details, InputStream in) throws IOException {
        int ordinal = table.size();
        if (ordinal == seconds.length) {
            int larger = Math.max(ordinal + 1, ordinal + (ordinal >> 1));
            hashes = Arrays.copyOf(hashes, Math.multiplyExact(larger, HASH));
            seconds = Arrays.copyOf(seconds, larger);
            nanos = Arrays.copyOf(nanos, larger);
        }
        order.update(entry.path().getBytes(StandardCharsets.UTF_8));
        order.update((byte) 0);
        boolean whiteout = asFiles && entry.name().startsWith(WHITEOUT);
        table.add(whiteout ? plain(entry) : entry);
        if (!whiteout) {
            seconds[ordinal] = details.mtimeSeconds();
            nanos[ordinal] = details.mtimeNanos();
            if (details.deviceMajor() != 0
                    || details.deviceMinor() != 0
                    || !details.attributes().isEmpty()) {
                special.put(ordinal, details);
            }
            if (entry.size() > 0) {
                hash(in, ordinal);
            }
        }
    }

    /** A name that no tar can have, so that nothing takes it for a whiteout. */
    private static LayerEntry plain(LayerEntry whiteout) {
        String path = whiteout.path();
        int name = path.lastIndexOf('/') + 1;
        return new LayerEntry(
                path.substring(0, name) + '\0' + path.substring(name),
                LayerEntry.Type.FILE,
                0,
                new LayerEntry.Owner(0, 0),
                0,
                "");
    }

    /** The path as the tar has it. */
    static String shown(String path) {
        return path.replace("\0", "");
    }

    private void hash(InputStream in, int ordinal) throws IOException {
        in.transferTo(new OutputStream() {
            @Override
            public void write(int b) {
                content.update((byte) b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                content.update(bytes, offset, length);
            }
        });
        System.arraycopy(content.digest(), 0, hashes, ordinal * HASH, HASH);
    }

    /** Says that the layer was read to its end and is what it says it is. */
    void end() {
        entries = table.build();
        orderOfAll = Digest.of(Digest.Algorithm.SHA256, order).hex();
    }

    /** The entries, once the layer has ended. */
    List<LayerEntry> entries() {
        return entries;
    }

    /** Tells layers apart that have their entries in another order, or some more than once. */
    String order() {
        return orderOfAll;
    }

    boolean hasSameContent(int ordinal, LayerContents other, int otherOrdinal) {
        return Arrays.equals(
                hashes,
                ordinal * HASH,
                (ordinal + 1) * HASH,
                other.hashes,
                otherOrdinal * HASH,
                (otherOrdinal + 1) * HASH);
    }

    /** The content's SHA-256 in hex. */
    String content(int ordinal) {
        return HexFormat.of().formatHex(hashes, ordinal * HASH, (ordinal + 1) * HASH);
    }

    /** All the tar says of the entry beside its {@link LayerEntry}. */
    EntryDetails details(int ordinal) {
        EntryDetails rest = special.getOrDefault(ordinal, EntryDetails.NONE);
        return new EntryDetails(
                seconds[ordinal], nanos[ordinal], rest.deviceMajor(), rest.deviceMinor(), rest.attributes());
    }
}

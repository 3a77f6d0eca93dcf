package dev.attest.sbom.layer;

import dev.attest.oci.LayerEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * All entries of one layer by path, in about the bytes of their paths and 30 more each, so that millions of files fit:
 * paths and link targets lie in one array, a table of hashes leads to them. A later entry of the same path replaces the
 * earlier one. Not for use by several threads while it is filled.
 */
public final class LayerIndex {
    private static final List<LayerEntry.Type> TYPES = List.of(LayerEntry.Type.values());
    private static final int MAX_BYTES = 1 << 30;

    // Secret and odd: whoever writes a layer cannot aim at one slot of the table.
    private final int multiplier = ThreadLocalRandom.current().nextInt() | 1;
    private byte[] bytes = new byte[1 << 12];
    private int used;
    private int[] start = new int[1 << 7];
    private int[] pathEnd = new int[1 << 7];
    private int[] typeAndMode = new int[1 << 7];
    private int[] slots = new int[1 << 8];
    private int count;

    /** What the index keeps of an entry; {@code target} is a link's, else empty. */
    public record Node(LayerEntry.Type type, int mode, String target) {}

    /** Adds an entry; false when the layer's paths are more than an index holds. */
    public boolean add(LayerEntry entry) {
        byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
        byte[] target = entry.linkTarget().getBytes(StandardCharsets.UTF_8);
        if ((long) used + path.length + target.length > MAX_BYTES) {
            return false;
        }
        reserve(path.length + target.length);
        int id = count++;
        start[id] = used;
        System.arraycopy(path, 0, bytes, used, path.length);
        pathEnd[id] = used + path.length;
        System.arraycopy(target, 0, bytes, pathEnd[id], target.length);
        used = pathEnd[id] + target.length;
        typeAndMode[id] = TYPES.indexOf(entry.type()) << 16 | (entry.mode() & 0xffff);
        slots[slot(path)] = id + 1;
        return true;
    }

    /** How many entries were added, replaced ones counted too. */
    public int size() {
        return count;
    }

    /** The entry of a path in this layer. */
    public Optional<Node> find(String path) {
        int id = slots[slot(path.getBytes(StandardCharsets.UTF_8))] - 1;
        if (id < 0) {
            return Optional.empty();
        }
        int end = id + 1 < count ? start[id + 1] : used;
        String target = new String(bytes, pathEnd[id], end - pathEnd[id], StandardCharsets.UTF_8);
        return Optional.of(new Node(TYPES.get(typeAndMode[id] >>> 16), typeAndMode[id] & 0xffff, target));
    }

    private int slot(byte[] path) {
        int mask = slots.length - 1;
        int slot = hash(path, 0, path.length) & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (Arrays.equals(bytes, start[id], pathEnd[id], path, 0, path.length)) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int hash(byte[] array, int from, int to) {
        int hash = multiplier;
        for (int i = from; i < to; i++) {
            hash = (hash ^ array[i]) * multiplier;
            hash ^= hash >>> 15;
        }
        return hash ^ hash >>> 13;
    }

    private void reserve(int more) {
        if (used + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max((long) used + more, bytes.length * 2L)));
        }
        if (count == start.length) {
            start = Arrays.copyOf(start, count * 2);
            pathEnd = Arrays.copyOf(pathEnd, count * 2);
            typeAndMode = Arrays.copyOf(typeAndMode, count * 2);
        }
        if (count * 2 >= slots.length) {
            rehash();
        }
    }

    private void rehash() {
        int[] old = slots;
        slots = new int[old.length * 2];
        int mask = slots.length - 1;
        for (int entry : old) {
            if (entry != 0) {
                int slot = hash(bytes, start[entry - 1], pathEnd[entry - 1]) & mask;
                while (slots[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = entry;
            }
        }
    }
}

package dev.attest.oci;

import java.util.Arrays;

/** The names of a tree's nodes, one after the other, each known by the number of its place. None is ever removed. */
final class NameArena {
    private static final int PLACE_BITS = 16;
    private static final int CHUNK = 1 << PLACE_BITS;
    private static final int MAX_CHUNKS = 1 << 13;

    private byte[][] chunks = new byte[16][];
    private int count;
    private int used = CHUNK;
    private boolean full;
    private final NameBytes text = new NameBytes(1 << 8);
    private final NameBytes whole = new NameBytes(1 << 8);

    /** Keeps the name that {@code path} has from {@code from} to {@code to}. */
    int add(String path, int from, int to) {
        text.truncate(0);
        text.text(path, from, to);
        whole.truncate(0);
        whole.number(text.length());
        whole.bytes(text.array(), 0, text.length());
        if (used + whole.length() > CHUNK && !nextChunk(whole.length())) {
            return 0;
        }
        System.arraycopy(whole.array(), 0, chunks[count - 1], used, whole.length());
        int place = ((count - 1) << PLACE_BITS) | used;
        used += whole.length();
        return place;
    }

    /** Whether there were more than 512 MiB of names; what came after has a wrong one, so that the tree is of no use. */
    boolean isFull() {
        return full;
    }

    private boolean nextChunk(int needed) {
        if (count == MAX_CHUNKS) {
            full = true;
            return false;
        }
        if (count == chunks.length) {
            chunks = Arrays.copyOf(chunks, count * 2);
        }
        // A name that is longer than a chunk has one of its own.
        chunks[count++] = new byte[Math.max(CHUNK, needed)];
        used = 0;
        return true;
    }

    /** Whether the name is what {@code path} has from {@code from} to {@code to}. */
    boolean matches(int name, String path, int from, int to) {
        byte[] bytes = chunk(name);
        int at = start(name);
        int end = at + length(name);
        for (int i = from; i < to; i++) {
            char c = path.charAt(i);
            int size = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            if (end - at < size || charAt(bytes, at, size) != c) {
                return false;
            }
            at += size;
        }
        return at == end;
    }

    private static int charAt(byte[] bytes, int at, int size) {
        return switch (size) {
            case 1 -> bytes[at];
            case 2 -> (bytes[at] & 0xe0) == 0xc0 ? (bytes[at] & 0x1f) << 6 | (bytes[at + 1] & 0x3f) : -1;
            default ->
                (bytes[at] & 0xf0) == 0xe0
                        ? (bytes[at] & 0xf) << 12 | (bytes[at + 1] & 0x3f) << 6 | (bytes[at + 2] & 0x3f)
                        : -1;
        };
    }

    /** As {@link String#compareTo} for the two names. */
    int compare(int name, int other) {
        int start = start(name);
        int otherStart = start(other);
        return Arrays.compareUnsigned(
                chunk(name), start, start + length(name), chunk(other), otherStart, otherStart + length(other));
    }

    /** Whether what lies below {@code name} sorts before {@code later}, a name that itself sorts behind it. */
    boolean goesBelowBefore(int name, int later) {
        int length = length(name);
        int laterLength = length(later);
        int start = start(name);
        int laterStart = start(later);
        if (laterLength <= length
                || !Arrays.equals(chunk(name), start, start + length, chunk(later), laterStart, laterStart + length)) {
            return true;
        }
        return (chunk(later)[laterStart + length] & 0xff) > '/';
    }

    /** Adds the name to what is in {@code target}. */
    void appendTo(NameBytes target, int name) {
        int start = start(name);
        target.bytes(chunk(name), start, start + length(name));
    }

    /** In bytes. */
    int length(int name) {
        byte[] bytes = chunk(name);
        int value = 0;
        int at = name & (CHUNK - 1);
        for (int shift = 0; ; shift += 7) {
            byte b = bytes[at++];
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private int start(int name) {
        byte[] bytes = chunk(name);
        int at = name & (CHUNK - 1);
        while (bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }

    private byte[] chunk(int name) {
        return chunks[name >>> PLACE_BITS];
    }
}

package dev.attest.oci;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The entries of a layer in some 20 bytes each, of which there may be millions: an entry is made when it is asked for.
 * Going through them is fast, asking for one reads up to fifteen others. Does not change and is safe for threads.
 */
public final class LayerTable extends AbstractList<LayerEntry> {
    /** Entries that are stored together: of a path only what the one before it does not begin with. */
    private static final int BLOCK = 16;

    private static final int MAX_ATTRIBUTES = 1 << 12;
    private static final int SIZED = 1;
    private static final int LINKED = 2;
    private static final int KIND_BITS = 2;
    private static final List<LayerEntry.Type> TYPES = List.of(LayerEntry.Type.values());

    private final byte[][] blocks;
    private final int size;
    private final List<Attributes> attributes;

    /** What many entries have in common. In an order, so that owners made to collide are found in a tree. */
    private record Attributes(LayerEntry.Type type, int mode, LayerEntry.Owner owner, String capability)
            implements Comparable<Attributes> {
        private static final Comparator<Attributes> ORDER = Comparator.comparing(Attributes::type)
                .thenComparingInt(Attributes::mode)
                .thenComparingLong(one -> one.owner().uid())
                .thenComparingLong(one -> one.owner().gid())
                .thenComparing(Attributes::capability);

        @Override
        public int compareTo(Attributes other) {
            return ORDER.compare(this, other);
        }
    }

    private LayerTable(byte[][] blocks, int size, List<Attributes> attributes) {
        this.blocks = blocks;
        this.size = size;
        this.attributes = attributes;
    }

    /** These entries as a table. */
    public static LayerTable of(List<LayerEntry> entries) {
        if (entries instanceof LayerTable table) {
            return table;
        }
        var builder = new Builder();
        entries.forEach(builder::add);
        return builder.build();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public LayerEntry get(int index) {
        checkIndex(index);
        var walk = new Walk(index - index % BLOCK);
        while (walk.index < index) {
            walk.skip();
        }
        return walk.next();
    }

    /** The entry at this index, whose path is known to be this one. */
    LayerEntry get(int index, String path) {
        checkIndex(index);
        var in = new Cursor(blocks[index / BLOCK]);
        in.number();
        for (int i = index % BLOCK; i > 0; i--) {
            skipAttributes(in);
        }
        return entry(in, path);
    }

    @Override
    public Iterator<LayerEntry> iterator() {
        return new Walk(0);
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("entry " + index + " of " + size);
        }
    }

    private LayerEntry entry(Cursor in, String path) {
        long head = in.number();
        int index = (int) (head >>> KIND_BITS);
        Attributes of = index == 0
                ? new Attributes(
                        TYPES.get((int) in.number()),
                        (int) in.number(),
                        new LayerEntry.Owner(in.number(), in.number()),
                        in.text())
                : attributes.get(index - 1);
        long bytes = (head & SIZED) == 0 ? 0 : in.number();
        String target = "";
        if ((head & LINKED) != 0) {
            target = in.text();
        }
        return new LayerEntry(path, of.type(), of.mode(), of.owner(), bytes, target, of.capability());
    }

    private static void skipAttributes(Cursor in) {
        long head = in.number();
        if (head >>> KIND_BITS == 0) {
            for (int i = 0; i < 4; i++) {
                in.number();
            }
            in.skipText();
        }
        if ((head & SIZED) != 0) {
            in.number();
        }
        if ((head & LINKED) != 0) {
            in.skipText();
        }
    }

    private static final class Cursor {
        private final byte[] bytes;
        private int at;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        long number() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte b = bytes[at++];
                value |= (long) (b & 0x7f) << shift;
                if (b >= 0) {
                    return value;
                }
            }
        }

        String text() {
            int start = skipText();
            return NameBytes.text(bytes, start, at);
        }

        /** Returns where the text begins. */
        int skipText() {
            int length = (int) number();
            int start = at;
            at += length;
            return start;
        }
    }

    /** Goes through the entries from the first of a block on. */
    private final class Walk implements Iterator<LayerEntry> {
        private final NameBytes path = new NameBytes(1 << 8);
        private Cursor attributesIn = new Cursor(new byte[0]);
        private Cursor pathsIn = attributesIn;
        private int index;

        Walk(int first) {
            index = first;
        }

        @Override
        public boolean hasNext() {
            return index < size;
        }

        @Override
        public LayerEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            readPath();
            return entry(attributesIn, path.text());
        }

        void skip() {
            readPath();
            skipAttributes(attributesIn);
        }

        private void readPath() {
            if (index % BLOCK == 0) {
                attributesIn = new Cursor(blocks[index / BLOCK]);
                pathsIn = new Cursor(blocks[index / BLOCK]);
                pathsIn.at = (int) attributesIn.number() + attributesIn.at;
            }
            index++;
            path.truncate((int) pathsIn.number());
            int length = (int) pathsIn.number();
            path.bytes(pathsIn.bytes, pathsIn.at, pathsIn.at + length);
            pathsIn.at += length;
        }
    }

    /** Takes the entries of a layer one by one. */
    public static final class Builder {
        private final Map<Attributes, Integer> known = new HashMap<>();
        private final List<Attributes> attributes = new ArrayList<>();
        private final NameBytes attributesOut = new NameBytes(1 << 10);
        private final NameBytes pathsOut = new NameBytes(1 << 12);
        private NameBytes path = new NameBytes(1 << 8);
        private NameBytes before = new NameBytes(1 << 8);
        private byte[][] blocks = new byte[16][];
        private int size;

        /** How many entries there are. */
        public int size() {
            return size;
        }

        /** Puts the entry behind the others. */
        public void add(LayerEntry entry) {
            if (size == Integer.MAX_VALUE) {
                throw new IllegalStateException("too many entries");
            }
            addAttributes(entry);
            addPath(entry.path());
            size++;
            if (size % BLOCK == 0) {
                endBlock();
            }
        }

        /** The table of all entries, after which none can be added. */
        public LayerTable build() {
            if (size % BLOCK != 0) {
                endBlock();
            }
            return new LayerTable(Arrays.copyOf(blocks, (size + BLOCK - 1) / BLOCK), size, List.copyOf(attributes));
        }

        private void addAttributes(LayerEntry entry) {
            var of = new Attributes(entry.type(), entry.mode(), entry.owner(), entry.capability());
            Integer index = known.get(of);
            if (index == null && attributes.size() < MAX_ATTRIBUTES) {
                attributes.add(of);
                index = attributes.size();
                known.put(of, index);
            }
            String target = entry.linkTarget();
            int kind = (entry.size() == 0 ? 0 : SIZED) | (target.isEmpty() ? 0 : LINKED);
            attributesOut.number((long) (index == null ? 0 : index) << KIND_BITS | kind);
            if (index == null) {
                attributesOut.number(TYPES.indexOf(entry.type()));
                attributesOut.number(Integer.toUnsignedLong(entry.mode()));
                attributesOut.number(entry.owner().uid());
                attributesOut.number(entry.owner().gid());
                addText(entry.capability());
            }
            if (entry.size() != 0) {
                attributesOut.number(entry.size());
            }
            if (!target.isEmpty()) {
                addText(target);
            }
        }

        private void addText(String text) {
            path.truncate(0);
            path.text(text, 0, text.length());
            attributesOut.number(path.length());
            attributesOut.bytes(path.array(), 0, path.length());
        }

        private void addPath(String text) {
            path.truncate(0);
            path.text(text, 0, text.length());
            int shared = 0;
            if (size % BLOCK != 0) {
                shared = Arrays.mismatch(path.array(), 0, path.length(), before.array(), 0, before.length());
                shared = shared < 0 ? path.length() : shared;
            }
            pathsOut.number(shared);
            pathsOut.number((long) path.length() - shared);
            pathsOut.bytes(path.array(), shared, path.length());
            NameBytes swapped = before;
            before = path;
            path = swapped;
        }

        private void endBlock() {
            int index = (size - 1) / BLOCK;
            if (index == blocks.length) {
                blocks = Arrays.copyOf(blocks, blocks.length * 2);
            }
            path.truncate(0);
            path.number(attributesOut.length());
            path.bytes(attributesOut.array(), 0, attributesOut.length());
            path.bytes(pathsOut.array(), 0, pathsOut.length());
            blocks[index] = path.copy();
            path.truncate(0);
            attributesOut.truncate(0);
            pathsOut.truncate(0);
        }
    }
}

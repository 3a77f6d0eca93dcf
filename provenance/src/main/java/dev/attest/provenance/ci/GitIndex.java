package dev.attest.provenance.ci;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The index of a git work tree, versions 2 to 4 (gitformat-index): what was checked out or staged, and how the files looked
 * then.
 *
 * @param tree the tree that all entries make up, if the index knows it
 */
record GitIndex(List<Entry> entries, Optional<String> tree) {
    private static final int MAX_ENTRIES = 2_000_000;
    private static final int STAT = 40;
    private static final int EXTENDED = 0x4000;
    private static final int STAGE = 0x3000;
    private static final int SKIP_WORK_TREE = 0x4000;
    private static final int INTENT_TO_ADD = 0x2000;

    /**
     * One file.
     *
     * @param size the lowest 32 bits of it; 0 also where git does not trust the time
     * @param settled neither in conflict nor announced only
     * @param absent may be missing in the work tree (sparse checkout)
     */
    record Entry(
            String path, int mode, long seconds, int nanos, long size, String id, boolean settled, boolean absent) {}

    /** Empty when it is malformed, or shares its entries with another file or folder (split, sparse). */
    static Optional<GitIndex> parse(byte[] bytes, int idBytes) {
        try {
            return new Parser(ByteBuffer.wrap(bytes, 0, Math.max(0, bytes.length - idBytes)), idBytes).index();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static final class Parser {
        private final ByteBuffer buffer;
        private final int idBytes;
        private int version;
        private byte[] previous = new byte[0];

        Parser(ByteBuffer buffer, int idBytes) {
            this.buffer = buffer;
            this.idBytes = idBytes;
        }

        Optional<GitIndex> index() {
            int signature = buffer.getInt();
            version = buffer.getInt();
            int count = buffer.getInt();
            if (signature != 0x44495243 || version < 2 || version > 4 || count < 0 || count > MAX_ENTRIES) {
                return Optional.empty();
            }
            var entries = new ArrayList<Entry>();
            for (int i = 0; i < count; i++) {
                entries.add(entry());
            }
            Optional<String> tree = Optional.empty();
            while (buffer.remaining() >= 8) {
                int name = buffer.getInt();
                byte[] content = bytes(buffer.getInt());
                if (name == 0x54524545) {
                    tree = tree(content);
                } else if (name == 0x6c696e6b || name == 0x73646972) {
                    return Optional.empty();
                }
            }
            return Optional.of(new GitIndex(List.copyOf(entries), tree));
        }

        private Entry entry() {
            int start = buffer.position();
            int seconds = buffer.getInt(start + 8);
            int nanos = buffer.getInt(start + 12);
            int mode = buffer.getInt(start + 24);
            int size = buffer.getInt(start + 36);
            buffer.position(start + STAT);
            String id = HexFormat.of().formatHex(bytes(idBytes));
            int flags = buffer.getShort();
            int more = (flags & EXTENDED) != 0 && version > 2 ? buffer.getShort() : 0;
            byte[] path = version == 4 ? compressed() : untilZero();
            if (version < 4) {
                // Entries are padded with one to eight zeros, of which one is read.
                int length = buffer.position() - 1 - start;
                buffer.position(start + (length / 8 + 1) * 8);
            }
            previous = path;
            return new Entry(
                    new String(path, StandardCharsets.UTF_8),
                    mode,
                    Integer.toUnsignedLong(seconds),
                    nanos,
                    Integer.toUnsignedLong(size),
                    id,
                    (flags & STAGE) == 0 && (more & INTENT_TO_ADD) == 0,
                    (more & SKIP_WORK_TREE) != 0);
        }

        /** Version 4: how much of the previous path to drop, and what to put behind the rest. */
        private byte[] compressed() {
            int dropped = buffer.get() & 0xff;
            int value = dropped & 0x7f;
            while ((dropped & 0x80) != 0) {
                dropped = buffer.get() & 0xff;
                value = ((value + 1) << 7) | (dropped & 0x7f);
            }
            byte[] suffix = untilZero();
            int kept = previous.length - value;
            if (kept < 0 || value < 0) {
                throw new BufferUnderflowException();
            }
            byte[] path = new byte[kept + suffix.length];
            System.arraycopy(previous, 0, path, 0, kept);
            System.arraycopy(suffix, 0, path, kept, suffix.length);
            return path;
        }

        private byte[] untilZero() {
            int start = buffer.position();
            while (buffer.get() != 0) {
                // Goes on to the end of the path.
            }
            byte[] text = new byte[buffer.position() - 1 - start];
            buffer.get(start, text);
            return text;
        }

        private byte[] bytes(int length) {
            if (length < 0 || length > buffer.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] bytes = new byte[length];
            buffer.get(bytes);
            return bytes;
        }

        /** The first record is of the whole tree: an empty path, how many entries it covers, and its id if it is valid. */
        private Optional<String> tree(byte[] content) {
            int line = 0;
            while (line < content.length && content[line] != '\n') {
                line++;
            }
            String counts = new String(content, 0, line, StandardCharsets.US_ASCII);
            return counts.matches("\0[0-9]{1,9} [0-9]{1,9}") && line + 1 + idBytes <= content.length
                    ? Optional.of(HexFormat.of().formatHex(content, line + 1, line + 1 + idBytes))
                    : Optional.empty();
        }
    }
}

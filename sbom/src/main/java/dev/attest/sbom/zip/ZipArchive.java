package dev.attest.sbom.zip;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A ZIP in memory, read by its central directory as the Java runtime reads it (APPNOTE.TXT 4.3). Entries that overlap,
 * point outside, or say something else in their local header are refused; a byte before the archive is allowed, for
 * executable jars. Nothing is inflated but what is asked for, and never more than the budget has left.
 */
public final class ZipArchive {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int ZIP64_LOCATOR = 0x07064b50;
    private static final int ZIP64_LOCATOR_BYTES = 20;
    private static final int ZIP64_END = 0x06064b50;
    private static final int ZIP64_END_BYTES = 56;
    private static final long U32 = 0xffffffffL;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int MAX_ENTRIES = 400_000;

    private final ByteBuffer bytes;
    private final List<ZipEntryHeader> entries = new ArrayList<>();

    private ZipArchive(ByteBuffer content) {
        bytes = content.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads the central directory. */
    public static ZipArchive open(byte[] content) throws MalformedZipException {
        return open(ByteBuffer.wrap(content));
    }

    /** Reads the central directory of what is left in the buffer, which is shared and not to be changed. */
    public static ZipArchive open(ByteBuffer content) throws MalformedZipException {
        var archive = new ZipArchive(content);
        try {
            archive.readDirectory();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw new MalformedZipException("a ZIP whose directory points outside of it");
        }
        return archive;
    }

    public List<ZipEntryHeader> entries() {
        return entries;
    }

    /** The content of an entry, taken from the budget. */
    public byte[] read(ZipEntryHeader entry, Budget budget) throws MalformedZipException {
        ByteBuffer content = content(entry, budget);
        byte[] copy = new byte[content.remaining()];
        content.get(copy);
        return copy;
    }

    /** As {@link #read}, but what is stored as it is, as nested archives often are, is shared with this archive. */
    public ByteBuffer content(ZipEntryHeader entry, Budget budget) throws MalformedZipException {
        try {
            ByteBuffer packed = packed(entry);
            budget.take(entry.size());
            ByteBuffer content =
                    entry.method() == 0 ? packed : ByteBuffer.wrap(inflated(entry, packed, (int) entry.size()));
            var crc = new CRC32();
            crc.update(content.duplicate());
            if (content.remaining() != entry.size() || (int) crc.getValue() != entry.crc()) {
                throw new MalformedZipException("an entry of another size or checksum: " + entry.name());
            }
            return content;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw new MalformedZipException("an entry that points outside of the ZIP");
        }
    }

    /** All of an entry, or the first {@code most} bytes of a longer one, whose checksum then stays unproven. */
    public byte[] beginning(ZipEntryHeader entry, int most, Budget budget) throws MalformedZipException {
        if (entry.size() <= most) {
            return read(entry, budget);
        }
        try {
            ByteBuffer packed = packed(entry);
            budget.take(most);
            byte[] first = new byte[most];
            if (entry.method() == 0) {
                packed.get(first);
                return first;
            }
            return inflated(entry, packed, most);
        } catch (IndexOutOfBoundsException
                | IllegalArgumentException
                | BufferUnderflowException
                | ArithmeticException e) {
            throw new MalformedZipException("an entry that points outside of the ZIP");
        }
    }

    private void readDirectory() throws MalformedZipException {
        int end = findEnd();
        long size = bytes.getInt(end + 12) & U32;
        long offset = bytes.getInt(end + 16) & U32;
        int directoryEnd = end;
        boolean large = size == U32 || offset == U32 || (bytes.getShort(end + 10) & 0xffff) == 0xffff;
        if (large && end >= ZIP64_LOCATOR_BYTES && bytes.getInt(end - ZIP64_LOCATOR_BYTES) == ZIP64_LOCATOR) {
            directoryEnd = zip64End(end - ZIP64_LOCATOR_BYTES);
            size = bytes.getLong(directoryEnd + 40);
            offset = bytes.getLong(directoryEnd + 48);
        }
        if (size < 0 || offset < 0 || size > directoryEnd) {
            throw new MalformedZipException("a ZIP without its directory");
        }
        // What lies in front of the archive (a start script) moves every offset.
        long shift = directoryEnd - size - offset;
        if (shift < 0) {
            throw new MalformedZipException("a ZIP whose directory is not where its end says");
        }
        int at = (int) (directoryEnd - size);
        while (at < directoryEnd) {
            if (bytes.getInt(at) != CENTRAL || entries.size() >= MAX_ENTRIES) {
                throw new MalformedZipException("a ZIP with a broken or oversized directory");
            }
            at = readEntry(at, shift);
        }
        refuseOverlaps((int) (directoryEnd - size));
    }

    /** Its end record lies just in front of the locator, whatever was put before the archive later. */
    private int zip64End(int locator) throws MalformedZipException {
        int near = locator - ZIP64_END_BYTES;
        int end = near >= 0 && bytes.getInt(near) == ZIP64_END ? near : Math.toIntExact(bytes.getLong(locator + 8));
        if (bytes.getInt(end) != ZIP64_END) {
            throw new MalformedZipException("a ZIP without its directory");
        }
        return end;
    }

    private int readEntry(int at, long shift) {
        int nameLength = bytes.getShort(at + 28) & 0xffff;
        int extra = at + CENTRAL_BYTES + nameLength;
        int extraLength = bytes.getShort(at + 30) & 0xffff;
        // Size, packed size and offset, in the order in which the extra field has those that do not fit (4.5.3).
        long[] values = {bytes.getInt(at + 24) & U32, bytes.getInt(at + 20) & U32, bytes.getInt(at + 42) & U32};
        if (values[0] == U32 || values[1] == U32 || values[2] == U32) {
            readZip64(extra, extraLength, values);
        }
        entries.add(new ZipEntryHeader(
                text(at + CENTRAL_BYTES, nameLength),
                bytes.getShort(at + 8) & 0xffff,
                bytes.getShort(at + 10) & 0xffff,
                bytes.getInt(at + 16),
                values[1],
                values[0],
                Math.addExact(values[2], shift)));
        return extra + extraLength + (bytes.getShort(at + 32) & 0xffff);
    }

    private void readZip64(int extra, int length, long[] values) {
        int field = extra;
        while (field + 4 <= extra + length && bytes.getShort(field) != 1) {
            field += 4 + (bytes.getShort(field + 2) & 0xffff);
        }
        int value = field + 4;
        for (int i = 0; i < values.length && field + 4 <= extra + length; i++) {
            if (values[i] == U32) {
                // More than there can be says what is wrong where it is used.
                values[i] = Math.min(bytes.getLong(value) & Long.MAX_VALUE, Integer.MAX_VALUE);
                value += 8;
            }
        }
    }

    private int findEnd() throws MalformedZipException {
        int lowest = Math.max(0, bytes.capacity() - END_BYTES - 0xffff);
        for (int at = bytes.capacity() - END_BYTES; at >= lowest; at--) {
            if (bytes.getInt(at) == END && at + END_BYTES + (bytes.getShort(at + 20) & 0xffff) == bytes.capacity()) {
                return at;
            }
        }
        throw new MalformedZipException("not a ZIP");
    }

    private void refuseOverlaps(int directory) throws MalformedZipException {
        long[] starts =
                entries.stream().mapToLong(ZipEntryHeader::localOffset).sorted().toArray();
        for (ZipEntryHeader entry : entries) {
            int next = Arrays.binarySearch(starts, entry.localOffset());
            while (next < starts.length && starts[next] == entry.localOffset()) {
                next++;
            }
            boolean shared = next >= 2 && starts[next - 2] == entry.localOffset();
            long limit = next < starts.length ? starts[next] : directory;
            if (shared || entry.localOffset() + LOCAL_BYTES + entry.compressed() > limit) {
                throw new MalformedZipException("a ZIP whose entries overlap");
            }
        }
    }

    private ByteBuffer packed(ZipEntryHeader entry) throws MalformedZipException {
        int local = Math.toIntExact(entry.localOffset());
        int nameLength = bytes.getShort(local + 26) & 0xffff;
        if (bytes.getInt(local) != LOCAL
                || !text(local + LOCAL_BYTES, nameLength).equals(entry.name())
                || (bytes.getShort(local + 8) & 0xffff) != entry.method()) {
            throw new MalformedZipException("an entry that its directory describes otherwise: " + entry.name());
        }
        if (entry.isEncrypted()) {
            throw new MalformedZipException("an encrypted entry: " + entry.name());
        }
        int start = local + LOCAL_BYTES + nameLength + (bytes.getShort(local + 28) & 0xffff);
        return bytes.slice(start, Math.toIntExact(entry.compressed()));
    }

    private static byte[] inflated(ZipEntryHeader entry, ByteBuffer packed, int length) throws MalformedZipException {
        if (entry.method() != 8) {
            throw new MalformedZipException("an entry compressed by method " + entry.method() + ": " + entry.name());
        }
        // Deflate gives at most 1032 bytes for one: a larger claim is false, and nothing is reserved for it.
        if (entry.size() > 1032L * packed.remaining() + 64) {
            throw new MalformedZipException("an entry of an impossible size: " + entry.name());
        }
        byte[] content = new byte[length];
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int done = 0;
            while (done < content.length) {
                int more = inflater.inflate(content, done, content.length - done);
                if (more == 0) {
                    throw new MalformedZipException("an entry that ends early: " + entry.name());
                }
                done += more;
            }
            return content;
        } catch (DataFormatException e) {
            throw new MalformedZipException("an entry that is not deflate: " + entry.name());
        } finally {
            inflater.end();
        }
    }

    private String text(int at, int length) {
        byte[] name = new byte[length];
        bytes.get(at, name);
        return new String(name, StandardCharsets.UTF_8);
    }
}

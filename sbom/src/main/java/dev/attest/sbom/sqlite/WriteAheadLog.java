package dev.attest.sbom.sqlite;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A write-ahead log (SQLite file format, section 4): pages that count before those of the database. As SQLite does after
 * a crash, frames are taken as long as salts and running checksums hold, and of them those up to the last commit; what
 * comes behind is left from earlier or was never finished. The index beside it (-shm) is not needed.
 */
public final class WriteAheadLog {
    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int VERSION = 3_007_000;

    private final Slice file;
    private final int pageSize;
    private final ByteOrder checksumOrder;
    private final Map<Long, Integer> pages = new HashMap<>();
    private long pageCount;
    private int commits;
    private int first;
    private int second;

    private WriteAheadLog(Slice file, int pageSize, ByteOrder checksumOrder) {
        this.file = file;
        this.pageSize = pageSize;
        this.checksumOrder = checksumOrder;
    }

    /**
     * The log, or none where SQLite finds no log in the file and goes on without: too short, another magic number or a
     * wrong checksum of the header.
     *
     * @throws MalformedContentException for a version that nobody knows, with which SQLite does not open the database
     */
    public static Optional<WriteAheadLog> read(Slice bytes) throws MalformedContentException {
        Slice file = bytes.order(ByteOrder.BIG_ENDIAN);
        if (file.length() < HEADER_BYTES || (file.i32(0) & ~1) != MAGIC) {
            return Optional.empty();
        }
        int pageSize = file.i32(8);
        if (Integer.bitCount(pageSize) != 1 || pageSize < Pages.MIN_SIZE || pageSize > Pages.MAX_SIZE) {
            return Optional.empty();
        }
        ByteOrder order = (file.i32(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        var log = new WriteAheadLog(file, pageSize, order);
        log.sum(file.part(0, 24));
        if (!log.isSum(24)) {
            return Optional.empty();
        }
        if (file.i32(4) != VERSION) {
            throw file.malformed("a write-ahead log of version " + file.u32(4) + ", only " + VERSION + " is known");
        }
        log.readFrames();
        return Optional.of(log);
    }

    private void readFrames() throws MalformedContentException {
        var uncommitted = new HashMap<Long, Integer>();
        int frame = FRAME_HEADER_BYTES + pageSize;
        for (int at = HEADER_BYTES; frame <= file.length() - at; at += frame) {
            long page = file.u32(at);
            boolean current = file.i32(at + 8) == file.i32(16) && file.i32(at + 12) == file.i32(20);
            if (page == 0 || !current) {
                return;
            }
            sum(file.part(at, 8));
            sum(file.part(at + FRAME_HEADER_BYTES, pageSize));
            if (!isSum(at + 16)) {
                return;
            }
            uncommitted.put(page, at + FRAME_HEADER_BYTES);
            if (file.i32(at + 4) != 0) {
                pages.putAll(uncommitted);
                uncommitted.clear();
                pageCount = file.u32(at + 4);
                commits++;
            }
        }
    }

    /** Adds 8-byte steps to the running sum of section 4.2. */
    private void sum(Slice part) throws MalformedContentException {
        Slice words = part.order(checksumOrder);
        for (int at = 0; at < words.length(); at += 8) {
            first += words.i32(at) + second;
            second += words.i32(at + 4) + first;
        }
    }

    private boolean isSum(int at) throws MalformedContentException {
        return file.i32(at) == first && file.i32(at + 4) == second;
    }

    /** Whether no transaction in it was finished: the database is then what its file says. */
    public boolean isEmpty() {
        return commits == 0;
    }

    int pageSize() {
        return pageSize;
    }

    /** The size of the database in pages after the last commit. */
    long pageCount() {
        return pageCount;
    }

    /** The newest committed content of a page, if this log has one. */
    Optional<Slice> page(long number) throws MalformedContentException {
        Integer at = pages.get(number);
        return at == null ? Optional.empty() : Optional.of(file.part(at, pageSize));
    }
}

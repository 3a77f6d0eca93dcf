package dev.attest.sbom.catalog;

import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file in any order, while its layer streams by. The stream is read only as far as was asked for. The
 * first 16 MiB are kept in memory, in pieces that the next file uses again; what lies behind them is kept in a temporary
 * file of the process's own user that is gone with the entry. At most 2 GiB are read.
 */
public final class FileContent {
    static final long IN_MEMORY = 16L << 20;
    static final long MAX_SIZE = 2L << 30;

    private final String file;
    private final InputStream source;
    private final ContentMemory pool;
    private final List<byte[]> pieces = new ArrayList<>();
    private long size;
    private long pulled;
    private @Nullable FileChannel spilled;
    private byte @Nullable [] scratch;
    private boolean lost;

    /** A file of {@code size} bytes whose first ones are handed to {@link #begin}. */
    FileContent(String file, long size, InputStream source, ContentMemory pool) {
        this.file = file;
        this.size = size;
        this.source = source;
        this.pool = pool;
    }

    /** How many bytes the file has. */
    public long size() {
        return size;
    }

    /** A copy of some bytes, which are a few at a time: the caller bounds {@code length}. */
    public Slice slice(long at, long length, ByteOrder order)
            throws IOException, MalformedContentException, UnreadFileException {
        if (at < 0 || length < 0 || length > Integer.MAX_VALUE - 8 || at > size - length) {
            throw outside(at, length);
        }
        pull(at + length);
        if (at > size - length) {
            throw outside(at, length);
        }
        byte[] bytes = new byte[(int) length];
        read(at, bytes, 0, bytes.length);
        return Slice.of(file, bytes, order);
    }

    /** Copies up to {@code length} bytes from {@code at} on; fewer at the end, none behind it. */
    public int read(long at, byte[] target, int offset, int length) throws IOException, UnreadFileException {
        pull(Math.min(size, at + length));
        int count = (int) Math.max(0, Math.min(length, size - at));
        int done = 0;
        while (done < count) {
            long from = at + done;
            if (from >= IN_MEMORY) {
                done += fromDisk(from, target, offset + done, count - done);
            } else {
                byte[] piece = pieces.get((int) (from / ContentMemory.PIECE));
                int inside = (int) (from % ContentMemory.PIECE);
                int part = Math.min(count - done, ContentMemory.PIECE - inside);
                System.arraycopy(piece, inside, target, offset + done, part);
                done += part;
            }
        }
        return count;
    }

    /** All bytes from the first on; it may be asked for as often as they are needed. */
    public InputStream stream() {
        return new ContentStream(this);
    }

    /** Takes bytes that were read from the stream before. */
    void begin(byte[] head) {
        if (head.length > 0) {
            byte[] first = pool.take();
            System.arraycopy(head, 0, first, 0, head.length);
            pieces.add(first);
            pulled = head.length;
        }
    }

    /** Gives memory and disk back. */
    void release() throws IOException {
        pool.give(pieces);
        pieces.clear();
        if (scratch != null) {
            pool.give(List.of(scratch));
            scratch = null;
        }
        if (spilled != null) {
            spilled.close();
        }
    }

    private void pull(long end) throws IOException, UnreadFileException {
        if (size > MAX_SIZE) {
            throw new UnreadFileException(Gap.Kind.LIMIT, size + " bytes, at most " + MAX_SIZE + " are read");
        }
        if (lost) {
            throw noRoom();
        }
        while (pulled < Math.min(end, size)) {
            int inside = (int) (pulled % ContentMemory.PIECE);
            boolean memory = pulled < IN_MEMORY;
            if (memory && inside == 0) {
                pieces.add(pool.take());
            }
            byte[] target = memory ? pieces.get(pieces.size() - 1) : scratch();
            int wanted = (int) Math.min(ContentMemory.PIECE - inside, size - pulled);
            int count = source.readNBytes(target, inside, wanted);
            if (!memory) {
                toDisk(ByteBuffer.wrap(target, inside, count));
            }
            pulled += count;
            if (count < wanted) {
                size = pulled;
            }
        }
    }

    private byte[] scratch() {
        if (scratch == null) {
            scratch = pool.take();
        }
        return scratch;
    }

    private void toDisk(ByteBuffer bytes) throws UnreadFileException {
        try {
            if (spilled == null) {
                spilled = pool.temporaryFile();
            }
            long at = pulled - IN_MEMORY;
            while (bytes.hasRemaining()) {
                at += spilled.write(bytes, at);
            }
        } catch (IOException e) {
            // The bytes are gone from the stream: nobody may take those behind them for them.
            lost = true;
            pool.lacksRoom();
            throw noRoom();
        }
    }

    private static UnreadFileException noRoom() {
        return new UnreadFileException(
                Gap.Kind.LIMIT, "more than " + IN_MEMORY + " bytes, and the temporary folder takes none");
    }

    private int fromDisk(long at, byte[] target, int offset, int length) throws IOException {
        int count = Objects.requireNonNull(spilled).read(ByteBuffer.wrap(target, offset, length), at - IN_MEMORY);
        if (count <= 0) {
            throw new IOException("a temporary file was cut short");
        }
        return count;
    }

    private MalformedContentException outside(long at, long length) {
        return new MalformedContentException(
                file + ": ends too early: " + length + " bytes are to be at " + at + " of " + size);
    }
}

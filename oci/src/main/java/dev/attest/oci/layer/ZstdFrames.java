package dev.attest.oci.layer;

import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Walks the frames of a zstd stream (RFC 8878, section 3) while their bytes pass to the decompressor, which sees no byte
 * that was not walked: frames of old, unspecified formats, dictionaries, windows above the limit, an end in the middle
 * and anything that is not a frame are refused here, in Java.
 */
final class ZstdFrames extends FilterInputStream {
    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int CHECKSUM_SIZE = 4;

    /** What the bytes that are gathered now will be. */
    private enum Part {
        MAGIC_NUMBER,
        SKIPPABLE_SIZE,
        DESCRIPTOR,
        HEADER,
        BLOCK_HEADER
    }

    private final InflationLimit limit;
    private final byte[] field = new byte[16];
    private Part part = Part.MAGIC_NUMBER;
    private int needed = 4;
    private int gathered;
    private long skip;
    private int descriptor;
    private boolean ended;

    ZstdFrames(InputStream compressed, InflationLimit limit) {
        super(compressed);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = ended ? -1 : in.read(target, offset, length);
        if (read < 0) {
            ended = true;
            if (skip > 0 || gathered > 0 || part != Part.MAGIC_NUMBER) {
                throw new MismatchException("the zstd stream ends in the middle");
            }
            return -1;
        }
        limit.took(read);
        walk(target, offset, offset + read);
        return read;
    }

    /** Nothing passes that is not walked. */
    @Override
    public long skip(long count) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void walk(byte[] bytes, int from, int to) throws MismatchException {
        int at = from;
        while (at < to) {
            if (skip > 0) {
                int skipped = (int) Math.min(skip, to - at);
                skip -= skipped;
                at += skipped;
            } else {
                field[gathered++] = bytes[at++];
                if (gathered == needed) {
                    gathered = 0;
                    complete();
                }
            }
        }
    }

    private void complete() throws MismatchException {
        switch (part) {
            case MAGIC_NUMBER -> magic((int) number(0, 4));
            case SKIPPABLE_SIZE -> {
                skip = number(0, 4);
                expect(Part.MAGIC_NUMBER, 4);
            }
            case DESCRIPTOR -> descriptor(field[0] & 0xff);
            case HEADER -> header();
            case BLOCK_HEADER -> block((int) number(0, 3));
        }
    }

    private void magic(int magic) throws MismatchException {
        if (magic == MAGIC) {
            expect(Part.DESCRIPTOR, 1);
        } else if ((magic & ~0xf) == SKIPPABLE) {
            expect(Part.SKIPPABLE_SIZE, 4);
        } else {
            throw new MismatchException("what follows in the zstd stream is not a frame of it");
        }
    }

    private void descriptor(int flags) throws MismatchException {
        if ((flags & 8) != 0) {
            throw new MismatchException("the zstd frame uses a reserved bit");
        }
        descriptor = flags;
        // Never nothing: without a window there is a content size.
        expect(Part.HEADER, windowSize() + dictionarySize() + contentSize());
    }

    private void header() throws MismatchException {
        if (number(windowSize(), dictionarySize()) != 0) {
            throw new MismatchException("the zstd frame asks for a dictionary");
        }
        long window;
        if (windowSize() == 1) {
            int exponent = (field[0] & 0xff) >> 3;
            long base = 1L << (10 + exponent);
            window = base + base / 8 * (field[0] & 7);
        } else {
            window = number(dictionarySize(), contentSize()) + (contentSize() == 2 ? 256 : 0);
        }
        if (window < 0 || window > LayerLimits.MAX_WINDOW) {
            throw new MismatchException("the zstd frame needs a window of more than " + LayerLimits.MAX_WINDOW
                    + " bytes, which is the limit");
        }
        expect(Part.BLOCK_HEADER, 3);
    }

    private void block(int header) throws MismatchException {
        int type = header >> 1 & 3;
        if (type == 3) {
            throw new MismatchException("the zstd stream is damaged: a block of a reserved type");
        }
        skip = type == 1 ? 1 : header >> 3;
        if ((header & 1) == 0) {
            expect(Part.BLOCK_HEADER, 3);
        } else {
            skip += (descriptor & 4) != 0 ? CHECKSUM_SIZE : 0;
            expect(Part.MAGIC_NUMBER, 4);
        }
    }

    private boolean isSingleSegment() {
        return (descriptor & 0x20) != 0;
    }

    private int windowSize() {
        return isSingleSegment() ? 0 : 1;
    }

    private int dictionarySize() {
        int flag = descriptor & 3;
        return flag == 3 ? 4 : flag;
    }

    private int contentSize() {
        int flag = descriptor >> 6;
        return flag == 0 ? (isSingleSegment() ? 1 : 0) : 1 << flag;
    }

    private long number(int offset, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | (field[offset + i] & 0xff);
        }
        return value;
    }

    private void expect(Part next, int size) {
        part = next;
        needed = size;
    }
}

package dev.attest.sbom.sqlite;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;

/** Reads SQLite's integers of one to nine bytes (section 1.6), one after the other. */
final class VarintReader {
    private final Slice bytes;
    private int position;

    VarintReader(Slice bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    int position() {
        return position;
    }

    long next() throws MalformedContentException {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int b = bytes.u8(position++);
            value = value << 7 | (b & 0x7f);
            if (b < 0x80) {
                return value;
            }
        }
        return value << 8 | bytes.u8(position++);
    }
}

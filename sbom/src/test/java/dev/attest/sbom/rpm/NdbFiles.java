package dev.attest.sbom.rpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.Adler32;

/** Writes ndb databases. */
final class NdbFiles {
    private NdbFiles() {}

    /** One page of slots, then the blobs in the order of their numbers, which begin with 1. */
    static byte[] database(List<byte[]> blobs) {
        int size = 4096;
        for (byte[] blob : blobs) {
            size += blocks(blob) * 16;
        }
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x506d7052).putInt(0).putInt(3).putInt(1);
        for (int slot = 2; slot < 256; slot++) {
            file.putInt(slot * 16, 0x746f6c53);
        }
        int at = 4096;
        for (int i = 0; i < blobs.size(); i++) {
            byte[] blob = blobs.get(i);
            file.putInt((i + 2) * 16 + 4, i + 1);
            file.putInt((i + 2) * 16 + 8, at / 16);
            file.putInt((i + 2) * 16 + 12, blocks(blob));
            file.putInt(at, 0x53626c42).putInt(at + 4, i + 1).putInt(at + 8, 3).putInt(at + 12, blob.length);
            file.put(at + 16, blob);
            int tail = at + blocks(blob) * 16 - 12;
            var checksum = new Adler32();
            checksum.update(file.array(), at, tail - at);
            file.putInt(tail, (int) checksum.getValue())
                    .putInt(tail + 4, blob.length)
                    .putInt(tail + 8, 0x45626c42);
            at += blocks(blob) * 16;
        }
        return file.array();
    }

    private static int blocks(byte[] blob) {
        return (16 + blob.length + 12 + 15) / 16;
    }
}

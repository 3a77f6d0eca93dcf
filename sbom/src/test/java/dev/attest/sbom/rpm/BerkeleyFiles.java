package dev.attest.sbom.rpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes Berkeley DB hash files of pages of 512 bytes: a bucket per value, short values on it, others in a chain. */
final class BerkeleyFiles {
    static final int PAGE = 512;

    private static final int INLINE = 60;

    private final ByteOrder order;
    private final List<ByteBuffer> pages = new ArrayList<>();

    BerkeleyFiles(ByteOrder order) {
        this.order = order;
    }

    /** The values under the numbers from 1 on, and under 0 the last number. */
    byte[] database(List<byte[]> blobs) {
        ByteBuffer meta = page(8, 0);
        meta.putInt(12, 0x61561).putInt(16, 9).putInt(20, PAGE);
        hash(0, buffer(5).put((byte) 1).putInt(blobs.size()));
        for (int i = 0; i < blobs.size(); i++) {
            byte[] blob = blobs.get(i);
            if (blob.length <= INLINE) {
                hash(i + 1, buffer(1 + blob.length).put((byte) 1).put(blob));
            } else {
                ByteBuffer item = buffer(12).put((byte) 3);
                item.putInt(4, pages.size() + 1).putInt(8, blob.length);
                hash(i + 1, item);
                chain(blob);
            }
        }
        // A bucket that was never used, and one that was given back.
        pages.add(ByteBuffer.allocate(PAGE).order(order));
        page(0, 0);
        meta.putInt(32, pages.size() - 1);
        ByteBuffer file = ByteBuffer.allocate(pages.size() * PAGE);
        pages.forEach(page -> file.put(page.rewind()));
        return file.array();
    }

    private void hash(int number, ByteBuffer value) {
        ByteBuffer page = page(13, 2);
        int keyAt = PAGE - 5;
        int valueAt = keyAt - value.capacity();
        page.put(keyAt, (byte) 1).putInt(keyAt + 1, number).put(valueAt, value, 0, value.capacity());
        page.putShort(26, (short) keyAt).putShort(28, (short) valueAt);
    }

    private void chain(byte[] blob) {
        for (int at = 0; at < blob.length; at += PAGE - 26) {
            int length = Math.min(PAGE - 26, blob.length - at);
            ByteBuffer page = page(7, 1);
            page.putInt(16, at + length == blob.length ? 0 : pages.size());
            page.putShort(22, (short) length).put(26, blob, at, length);
        }
    }

    private ByteBuffer page(int type, int entries) {
        ByteBuffer page = buffer(PAGE);
        page.putInt(8, pages.size()).putShort(20, (short) entries).put(25, (byte) type);
        pages.add(page);
        return page;
    }

    private ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(order);
    }
}

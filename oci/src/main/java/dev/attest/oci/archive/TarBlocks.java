package dev.attest.oci.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Headers of a tar (POSIX.1-2001 pax) that depend on name and size alone: owner 0, time 0, fixed modes. Names and sizes
 * that ustar has no room for go into a pax header before.
 */
final class TarBlocks {
    static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final long MAX_SIZE = 0_77777777777L;

    private TarBlocks() {}

    /** The header of a regular file, or of a folder, whose name ends with a slash. */
    static byte[] header(String name, long size) {
        var out = new ByteArrayOutputStream();
        String extended = "";
        if (name.length() > NAME) {
            extended += record("path", name);
        }
        if (size > MAX_SIZE) {
            extended += record("size", Long.toString(size));
        }
        if (!extended.isEmpty()) {
            byte[] records = extended.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(block('x', "PaxHeaders.0/attest", records.length));
            out.writeBytes(padded(records));
        }
        char type = name.endsWith("/") ? '5' : '0';
        out.writeBytes(block(type, name.substring(0, Math.min(name.length(), NAME)), Math.min(size, MAX_SIZE)));
        return out.toByteArray();
    }

    /** The bytes that fill the last block of a content of {@code size} bytes. */
    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    private static byte[] padded(byte[] content) {
        return Arrays.copyOf(content, content.length + padding(content.length));
    }

    private static byte[] block(char type, String name, long size) {
        byte[] block = new byte[BLOCK];
        put(block, 0, name);
        put(block, 100, type == '5' ? "0000755" : "0000644");
        put(block, 108, "0000000");
        put(block, 116, "0000000");
        put(block, 124, String.format("%011o", size));
        put(block, 136, "00000000000");
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 257, "ustar");
        put(block, 263, "00");
        int sum = 0;
        for (byte one : block) {
            sum += one & 0xff;
        }
        put(block, 148, String.format("%06o\0 ", sum));
        return block;
    }

    private static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    /** A record counts its own length, digits included. */
    private static String record(String key, String value) {
        String body = " " + key + "=" + value + "\n";
        int length = body.length() + 1;
        while (String.valueOf(length).length() + body.length() != length) {
            length++;
        }
        return length + body;
    }
}

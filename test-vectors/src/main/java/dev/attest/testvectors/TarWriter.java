package dev.attest.testvectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes tars as tests want them: honest ustar entries, and headers of any kind, wrong ones included. */
public final class TarWriter {
    private static final int BLOCK = 512;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A regular file of mode 0644. */
    public TarWriter file(String name, byte[] content) {
        return entry('0', name, "", 0644, content);
    }

    /** A regular file of UTF-8 text. */
    public TarWriter file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public TarWriter directory(String name) {
        return entry('5', name, "", 0755, new byte[0]);
    }

    public TarWriter symlink(String name, String target) {
        return entry('2', name, target, 0777, new byte[0]);
    }

    public TarWriter hardlink(String name, String target) {
        return entry('1', name, target, 0644, new byte[0]);
    }

    /** An entry of any type; names longer than a header takes become GNU long names. */
    public TarWriter entry(char type, String name, String link, int mode, byte[] content) {
        longName('L', name);
        longName('K', link);
        header(type, name, link, mode, content.length);
        return content(content);
    }

    /** A PAX extended header with the records {@code key=value}, for the entry that follows. */
    public TarWriter pax(String... records) {
        var text = new ByteArrayOutputStream();
        for (String record : records) {
            byte[] body = (" " + record + "\n").getBytes(StandardCharsets.UTF_8);
            int length = body.length + 1;
            while (String.valueOf(length).length() + body.length != length) {
                length++;
            }
            text.writeBytes(String.valueOf(length).getBytes(StandardCharsets.US_ASCII));
            text.writeBytes(body);
        }
        return entry('x', "PaxHeaders/x", "", 0644, text.toByteArray());
    }

    /** Bytes as they are, such as a header that was made wrong. */
    public TarWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** The tar so far without its end. */
    public byte[] open() {
        return out.toByteArray();
    }

    /** The whole tar with the two blocks that end it. */
    public byte[] bytes() {
        byte[] open = open();
        return Arrays.copyOf(open, open.length + 2 * BLOCK);
    }

    /** Compresses with gzip. */
    public static byte[] gzip(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** One header with a size of {@code size}, which need not be true. */
    public static byte[] headerBlock(char type, String name, String link, int mode, long size) {
        byte[] block = new byte[BLOCK];
        put(block, 0, 100, name);
        put(block, 100, 8, String.format("%07o", mode));
        put(block, 108, 8, "0000000");
        put(block, 116, 8, "0000000");
        put(block, 124, 12, String.format("%011o", size));
        put(block, 136, 12, "00000000000");
        block[156] = (byte) type;
        put(block, 157, 100, link);
        put(block, 257, 8, "ustar\00000");
        return checksummed(block);
    }

    /** Sets the checksum of a header that was changed. */
    public static byte[] checksummed(byte[] header) {
        byte[] block = header.clone();
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, 8, String.format("%06o\0 ", sum));
        return block;
    }

    private void longName(char type, String name) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 100) {
            header(type, "././@LongLink", "", 0, bytes.length);
            content(bytes);
        }
    }

    private void header(char type, String name, String link, int mode, long size) {
        out.writeBytes(headerBlock(type, name, link, mode, size));
    }

    private TarWriter content(byte[] content) {
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & (BLOCK - 1)]);
        return this;
    }

    private static void put(byte[] block, int offset, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, length));
    }
}

package dev.attest.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A layer in the making: a ustar archive whose entries all carry one time and owner root, so that equal files give equal
 * bytes. Paths have at most 100 ASCII characters.
 */
final class LayerTar {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
    private final long time;

    /** {@code time} in seconds since the epoch, for every entry. */
    LayerTar(long time) {
        this.time = time;
    }

    LayerTar directory(String path) {
        tar.writeBytes(header(path + "/", '5', 0755, 0));
        return this;
    }

    LayerTar file(String path, byte[] content) {
        tar.writeBytes(header(path, '0', 0644, content.length));
        tar.writeBytes(content);
        tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    LayerTar file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The whole archive. */
    byte[] bytes() {
        var whole = new ByteArrayOutputStream(tar.size() + 2 * BLOCK);
        whole.writeBytes(tar.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return whole.toByteArray();
    }

    /** The archive as a layer is stored: gzip without name or time, at the fastest level. */
    static byte[] gzip(byte[] archive) {
        var out = new ByteArrayOutputStream();
        try (OutputStream gzip = new FastGzip(out)) {
            gzip.write(archive);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private byte[] header(String path, char type, int mode, long size) {
        byte[] name = path.getBytes(StandardCharsets.US_ASCII);
        if (name.length > 100) {
            throw new IllegalArgumentException("a path of more than 100 characters: " + path);
        }
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, name.length);
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, size);
        octal(header, 136, 12, time);
        text(header, 148, "        ");
        header[156] = (byte) type;
        text(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        octal(header, 148, 7, sum);
        return header;
    }

    private static void octal(byte[] header, int at, int width, long value) {
        text(header, at, String.format("%0" + (width - 1) + "o", value));
        header[at + width - 1] = 0;
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}

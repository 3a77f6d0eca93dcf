package dev.attest.sbom.golang;

import dev.attest.sbom.binary.ElfFiles;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Programs as Go's linker leaves them, as far as their build information goes. */
final class GoFiles {
    private static final byte[] FRAME = new byte[16];

    private GoFiles() {}

    static byte[] header(int width, int flags) {
        var header = ByteBuffer.allocate(32);
        header.put("\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1));
        header.put(14, (byte) width).put(15, (byte) flags);
        return header.array();
    }

    /** The form since Go 1.18: both texts behind the header, each after its length. */
    static byte[] inline(String version, String modules) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header(8, 2));
        counted(bytes, version.getBytes(StandardCharsets.UTF_8));
        counted(bytes, framed(modules));
        return bytes.toByteArray();
    }

    static byte[] program(String version, String modules) {
        return ElfFiles.program()
                .data(".go.buildinfo", inline(version, modules))
                .bytes();
    }

    /** The form before Go 1.18: pointers to a pointer and a length each. */
    static byte[] pointing(boolean wide, ByteOrder order, String version, String modules) {
        byte[] first = version.getBytes(StandardCharsets.UTF_8);
        byte[] second = framed(modules);
        int width = wide ? 8 : 4;
        var texts = new ByteArrayOutputStream();
        texts.writeBytes(first);
        texts.writeBytes(second);
        var layout = ElfFiles.program(wide, order)
                .section(".rodata", 1, texts.toByteArray())
                .data(".data", new byte[4 * width])
                .data(".go.buildinfo", new byte[32]);
        long text = ElfFiles.BASE + layout.offset(1);
        long strings = ElfFiles.BASE + layout.offset(2);
        var data = ByteBuffer.allocate(4 * width).order(order);
        var info = ByteBuffer.wrap(header(width, order == ByteOrder.BIG_ENDIAN ? 1 : 0))
                .order(order);
        info.position(16);
        for (long value : new long[] {text, first.length, text + first.length, second.length}) {
            put(data, wide, value);
        }
        put(info, wide, strings);
        put(info, wide, strings + 2L * width);
        return ElfFiles.program(wide, order)
                .section(".rodata", 1, texts.toByteArray())
                .data(".data", data.array())
                .data(".go.buildinfo", info.array())
                .bytes();
    }

    private static void put(ByteBuffer target, boolean wide, long value) {
        if (wide) {
            target.putLong(value);
        } else {
            target.putInt((int) value);
        }
    }

    private static byte[] framed(String modules) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(FRAME);
        bytes.writeBytes(modules.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(FRAME);
        return bytes.toByteArray();
    }

    private static void counted(ByteArrayOutputStream bytes, byte[] text) {
        int length = text.length;
        while (length >= 0x80) {
            bytes.write((length & 0x7f) | 0x80);
            length >>>= 7;
        }
        bytes.write(length);
        bytes.writeBytes(text);
    }
}

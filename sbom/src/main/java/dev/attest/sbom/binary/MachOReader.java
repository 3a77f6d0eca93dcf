package dev.attest.sbom.binary;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.binary.Executable.Format;
import dev.attest.sbom.binary.Executable.Kind;
import dev.attest.sbom.binary.Executable.Part;
import dev.attest.sbom.binary.Executable.Role;
import dev.attest.sbom.catalog.FileContent;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mach-O (mach-o/loader.h, mach-o/fat.h): sections and segments. Of a file for several processors the first program is
 * read: they are built from the same sources.
 */
final class MachOReader {
    private static final int SEGMENT = 0x1;
    private static final int SEGMENT_64 = 0x19;
    private static final int WRITABLE = 2;
    private static final int ZERO_FILL = 1;
    private static final int MAX_COMMANDS = 1 << 22;

    private final FileContent content;
    private final List<Part> parts = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean wide;
    private long base;

    MachOReader(FileContent content) {
        this.content = content;
    }

    Executable read() throws IOException, MalformedContentException, UnreadFileException {
        Slice start = content.slice(0, 32, ByteOrder.BIG_ENDIAN);
        int magic = start.i32(0);
        if (magic == 0xcafebabe || magic == 0xcafebabf) {
            boolean large = magic == 0xcafebabf;
            base = large ? start.i64(16) : start.u32(16);
            start = content.slice(base, 32, ByteOrder.BIG_ENDIAN);
            magic = start.i32(0);
        }
        order = magic == 0xfeedface || magic == 0xfeedfacf ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Slice header = content.slice(base, 32, order);
        if (header.i32(0) != 0xfeedface && header.i32(0) != 0xfeedfacf) {
            throw new MalformedContentException("no Mach-O program where the first bytes point to");
        }
        wide = header.i32(0) == 0xfeedfacf;
        int type = header.i32(12);
        Kind kind = type == 2 ? Kind.PROGRAM : type == 6 || type == 8 ? Kind.LIBRARY : Kind.OTHER;
        Optional<String> defect = Optional.empty();
        try {
            commands(header.u32(16), header.u32(20));
        } catch (MalformedContentException e) {
            defect = Optional.of(String.valueOf(e.getMessage()));
        }
        return new Executable(Format.MACH_O, kind, order, wide, parts, defect);
    }

    private void commands(long count, long size) throws IOException, MalformedContentException, UnreadFileException {
        if (count > Executable.MAX_PARTS || size > MAX_COMMANDS) {
            throw new MalformedContentException("a Mach-O file of " + count + " commands in " + size + " bytes");
        }
        Slice table = content.slice(base + (wide ? 32 : 28), size, order);
        long at = 0;
        for (int i = 0; i < count; i++) {
            long length = table.u32(at + 4);
            if (length < 8) {
                throw new MalformedContentException("a Mach-O command of " + length + " bytes");
            }
            int command = table.i32(at);
            if (command == SEGMENT || command == SEGMENT_64) {
                segment(table.part(at, length), command == SEGMENT_64);
            }
            at += length;
        }
    }

    private void segment(Slice command, boolean large) throws MalformedContentException {
        Role role = (command.i32(large ? 60 : 44) & WRITABLE) != 0 ? Role.DATA : Role.SEGMENT;
        long address = number(command, 24, large);
        long offset = base + number(command, large ? 40 : 32, large);
        parts.add(new Part(role, name(command, 8), address, offset, number(command, large ? 48 : 36, large), 0));
        long count = command.u32(large ? 64 : 48);
        int size = large ? 80 : 68;
        if (parts.size() + count > Executable.MAX_PARTS) {
            throw new MalformedContentException("a Mach-O file of more than " + Executable.MAX_PARTS + " sections");
        }
        for (int i = 0; i < count; i++) {
            Slice section = command.part((large ? 72 : 56) + (long) size * i, size);
            boolean empty = (section.i32(large ? 64 : 56) & 0xff) == ZERO_FILL;
            if (!empty) {
                long from = base + section.u32(large ? 48 : 40);
                long length = number(section, large ? 40 : 36, large);
                parts.add(new Part(role, name(section, 0), number(section, 32, large), from, length, 0));
            }
        }
    }

    private static String name(Slice bytes, int at) throws MalformedContentException {
        Slice name = bytes.part(at, 16);
        return name.part(0, name.indexOf(0, 0)).text(StandardCharsets.ISO_8859_1);
    }

    private static long number(Slice bytes, long at, boolean large) throws MalformedContentException {
        return large ? bytes.i64(at) : bytes.u32(at);
    }
}

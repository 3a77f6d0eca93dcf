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

/** ELF (System V ABI, chapter 4; elf(5)): both widths and byte orders, sections and segments. */
final class ElfReader {
    private static final int PROGRAM = 2;
    private static final int SHARED = 3;
    private static final int LOADED = 1;
    private static final int NOTE_SEGMENT = 4;
    private static final int SYMBOL_TABLE = 2;
    private static final int NOTE = 7;
    private static final int NO_BITS = 8;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int MAX_NAMES = 1 << 20;
    private static final int MAX_NAME = 64;

    private final FileContent content;
    private final List<Part> parts = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean wide;
    private boolean interpreted;

    ElfReader(FileContent content) {
        this.content = content;
    }

    Executable read() throws IOException, MalformedContentException, UnreadFileException {
        Slice start = content.slice(0, 52, order);
        wide = start.u8(4) == 2;
        order = start.u8(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Slice header = content.slice(0, wide ? 64 : 52, order);
        int type = header.u16(16);
        Optional<String> defect = Optional.empty();
        if (type != PROGRAM && type != SHARED) {
            // Object files and dumps say nothing, and there are many of them.
            return new Executable(Format.ELF, Kind.OTHER, order, wide, parts, defect);
        }
        try {
            segments(header);
            sections(header);
        } catch (MalformedContentException e) {
            defect = Optional.of(String.valueOf(e.getMessage()));
        }
        Kind kind = type == PROGRAM || interpreted ? Kind.PROGRAM : Kind.LIBRARY;
        return new Executable(Format.ELF, kind, order, wide, parts, defect);
    }

    private void segments(Slice header) throws IOException, MalformedContentException, UnreadFileException {
        long at = number(header, wide ? 32 : 28);
        int size = header.u16(wide ? 54 : 42);
        int count = header.u16(wide ? 56 : 44);
        check(count, size, wide ? 56 : 32);
        Slice table = content.slice(at, (long) size * count, order);
        for (int i = 0; i < count; i++) {
            Slice entry = table.part((long) size * i, size);
            int type = entry.i32(0);
            boolean writable = (entry.i32(wide ? 4 : 24) & 2) != 0;
            interpreted |= type == 3;
            if (type == LOADED || type == NOTE_SEGMENT) {
                Role role = type == NOTE_SEGMENT ? Role.NOTES : writable ? Role.DATA : Role.SEGMENT;
                long address = number(entry, wide ? 16 : 8);
                parts.add(new Part(role, "", address, number(entry, wide ? 8 : 4), number(entry, wide ? 32 : 16), 0));
            }
        }
    }

    private void sections(Slice header) throws IOException, MalformedContentException, UnreadFileException {
        long at = number(header, wide ? 40 : 32);
        int size = header.u16(wide ? 58 : 46);
        int count = header.u16(wide ? 60 : 48);
        if (at == 0) {
            return;
        }
        int least = wide ? 64 : 40;
        Slice first = content.slice(at, least, order);
        // More than fit the header are counted by the first section, which is none.
        long all = count == 0 ? number(first, wide ? 32 : 20) : count;
        check(all, size, least);
        Slice table = content.slice(at, size * all, order);
        // It is a part of the file too, mostly the last one.
        parts.add(new Part(Role.SECTION, "", 0, at, table.length(), 0));
        int names = header.u16(wide ? 62 : 50);
        Slice texts = names(table, names == 0xffff ? first.i32(wide ? 40 : 24) : names, size);
        for (int i = 1; i < all; i++) {
            section(table.part((long) size * i, size), texts);
        }
    }

    private Slice names(Slice table, int index, int size)
            throws IOException, MalformedContentException, UnreadFileException {
        Slice entry = table.part((long) size * index, size);
        long length = Math.min(MAX_NAMES, number(entry, wide ? 32 : 20));
        return content.slice(number(entry, wide ? 24 : 16), length, order);
    }

    private void section(Slice entry, Slice texts) throws MalformedContentException {
        int type = entry.i32(4);
        if (type == NO_BITS) {
            return;
        }
        boolean writable = (number(entry, 8) & 1) != 0;
        Role role =
                switch (type) {
                    case NOTE -> Role.NOTES;
                    case SYMBOL_TABLE, DYNAMIC_SYMBOLS -> Role.SYMBOLS;
                    default -> writable ? Role.DATA : Role.SECTION;
                };
        long from = entry.u32(0);
        // A name that lies outside of the table is none.
        String name = from >= texts.length() ? "" : name(texts, (int) from);
        long address = number(entry, wide ? 16 : 12);
        long offset = number(entry, wide ? 24 : 16);
        parts.add(new Part(role, name, address, offset, number(entry, wide ? 32 : 20), entry.i32(wide ? 40 : 24)));
    }

    private static String name(Slice texts, int from) throws MalformedContentException {
        Slice rest = texts.part(from, Math.min(MAX_NAME, texts.length() - from));
        return rest.part(0, rest.indexOf(0, 0)).text(StandardCharsets.ISO_8859_1);
    }

    private void check(long count, int size, int least) throws MalformedContentException {
        if (count < 0 || count > Executable.MAX_PARTS || (count > 0 && size < least) || size > 1 << 12) {
            throw new MalformedContentException("an ELF table of " + count + " entries of " + size + " bytes");
        }
    }

    private long number(Slice bytes, long at) throws MalformedContentException {
        return wide ? bytes.i64(at) : bytes.u32(at);
    }
}

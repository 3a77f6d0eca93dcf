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
import java.util.OptionalLong;

/** PE and PE32+ (Microsoft's "PE Format"): sections, and the directories of resources and of .NET. */
final class PeReader {
    private static final int RESOURCES = 2;
    private static final int CLR = 14;
    private static final long WRITABLE = 0x80000000L;

    private final FileContent content;
    private final List<Part> parts = new ArrayList<>();
    private boolean wide;

    PeReader(FileContent content) {
        this.content = content;
    }

    Executable read() throws IOException, MalformedContentException, UnreadFileException {
        long at = content.slice(0, 64, ByteOrder.LITTLE_ENDIAN).u32(60);
        Slice header = content.slice(at, 24, ByteOrder.LITTLE_ENDIAN);
        if (header.i32(0) != 0x4550) {
            throw new MalformedContentException("a DOS program, no PE");
        }
        int flags = header.u16(22);
        Kind kind = (flags & 0x2000) != 0 ? Kind.LIBRARY : Kind.PROGRAM;
        Optional<String> defect = Optional.empty();
        try {
            Slice optional = content.slice(at + 24, header.u16(20), ByteOrder.LITTLE_ENDIAN);
            wide = optional.u16(0) == 0x20b;
            sections(at + 24 + optional.length(), header.u16(6), number(optional, wide ? 24 : 28));
            directories(optional);
        } catch (MalformedContentException e) {
            defect = Optional.of(String.valueOf(e.getMessage()));
        }
        return new Executable(Format.PE, kind, ByteOrder.LITTLE_ENDIAN, wide, parts, defect);
    }

    private void sections(long at, int count, long base)
            throws IOException, MalformedContentException, UnreadFileException {
        if (count > Executable.MAX_PARTS) {
            throw new MalformedContentException("a PE file of " + count + " sections");
        }
        Slice table = content.slice(at, 40L * count, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            Slice entry = table.part(40L * i, 40);
            Slice name = entry.part(0, 8);
            Role role = (entry.u32(36) & WRITABLE) != 0 ? Role.DATA : Role.SECTION;
            parts.add(new Part(
                    role,
                    name.part(0, name.indexOf(0, 0)).text(StandardCharsets.ISO_8859_1),
                    base + entry.u32(12),
                    entry.u32(20),
                    entry.u32(16),
                    entry.i32(12)));
        }
    }

    private void directories(Slice optional) throws MalformedContentException {
        int first = wide ? 112 : 96;
        long count = optional.u32(first - 4);
        for (int index : new int[] {RESOURCES, CLR}) {
            if (index < count) {
                long address = optional.u32(first + 8L * index);
                long size = optional.u32(first + 8L * index + 4);
                OptionalLong offset = offset(address);
                if (size > 0 && offset.isPresent()) {
                    Role role = index == CLR ? Role.CLR : Role.RESOURCES;
                    // Addresses of resources count from the image's begin, as this one does.
                    parts.add(new Part(role, "", 0, offset.getAsLong(), size, (int) address));
                }
            }
        }
    }

    private OptionalLong offset(long relative) {
        for (Part part : parts) {
            long distance = relative - Integer.toUnsignedLong(part.extra());
            if (distance >= 0 && distance < part.size()) {
                return OptionalLong.of(part.offset() + distance);
            }
        }
        return OptionalLong.empty();
    }

    private long number(Slice bytes, long at) throws MalformedContentException {
        return wide ? bytes.i64(at) : bytes.u32(at);
    }
}

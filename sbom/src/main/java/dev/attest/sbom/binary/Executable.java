package dev.attest.sbom.binary;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.FileContent;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A program, library or object file: where its parts lie. {@code defect} says what of the headers could not be read; what
 * could be is there nevertheless, for a system runs a program whose sections are damaged. Parts may overlap and lie outside
 * of the file.
 */
public record Executable(
        Format format, Kind kind, ByteOrder order, boolean wide, List<Part> parts, Optional<String> defect) {
    /** More sections, segments or commands than this are not read. */
    static final int MAX_PARTS = 10_000;

    /** The formats. */
    public enum Format {
        ELF,
        PE,
        MACH_O
    }

    /** What it is for. */
    public enum Kind {
        PROGRAM,
        LIBRARY,
        /** A part of a program that is not linked yet, a dump, debugging symbols. */
        OTHER
    }

    /** What a part is. */
    public enum Role {
        SECTION,
        SEGMENT,
        /** A section or segment that the program may write to. */
        DATA,
        NOTES,
        SYMBOLS,
        RESOURCES,
        /** The directory of a .NET assembly. */
        CLR
    }

    /** A stretch of the file: {@code address} is where it lies in memory, {@code extra} what its format links it to. */
    public record Part(Role role, String name, long address, long offset, long size, int extra) {}

    public Executable {
        parts = List.copyOf(parts);
    }

    /** What the file is, read once for all catalogers that ask; it must be one by its first bytes. */
    public static Executable of(LayerFile file) throws IOException, UnreadFileException {
        return file.shared(Executable.class, one -> of(one.path(), one.content()));
    }

    static Executable of(String path, FileContent content) throws IOException, UnreadFileException {
        try {
            Slice start = content.slice(0, Math.min(64, content.size()), ByteOrder.BIG_ENDIAN);
            long magic = start.u32(0);
            if (magic == 0x7f454c46L) {
                return new ElfReader(content).read();
            }
            if (magic >>> 16 == 0x4d5a) {
                return new PeReader(content).read();
            }
            return new MachOReader(content).read();
        } catch (MalformedContentException e) {
            return broken(String.valueOf(e.getMessage()));
        }
    }

    private static Executable broken(String defect) {
        return new Executable(Format.ELF, Kind.OTHER, ByteOrder.LITTLE_ENDIAN, false, List.of(), Optional.of(defect));
    }

    /** The first part of that name. */
    public Optional<Part> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** The parts of that role. */
    public List<Part> parts(Role role) {
        return parts.stream().filter(part -> part.role() == role).toList();
    }

    /** Where in the file the byte lies that is at {@code address} in memory. */
    public OptionalLong offset(long address) {
        for (Part part : parts) {
            long distance = address - part.address();
            if (part.address() != 0 && distance >= 0 && distance < part.size()) {
                return OptionalLong.of(part.offset() + distance);
            }
        }
        return OptionalLong.empty();
    }

    /** The bytes of a part, at most {@code limit} of them; a part that reaches beyond the file is malformed. */
    public Slice bytes(FileContent content, Part part, long limit)
            throws IOException, MalformedContentException, UnreadFileException {
        return content.slice(part.offset(), Math.min(part.size(), limit), order);
    }
}

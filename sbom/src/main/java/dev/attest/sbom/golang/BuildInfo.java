package dev.attest.sbom.golang;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.binary.Executable.Part;
import dev.attest.sbom.binary.Executable.Role;
import dev.attest.sbom.catalog.FileContent;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What Go's linker leaves for {@code debug/buildinfo}: the toolchain's version and the text of the modules. Since Go 1.18
 * both stand behind the mark, before they were pointed to.
 */
record BuildInfo(String version, String modules) {
    private static final byte[] MARK = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
    private static final List<String> SECTIONS = List.of(".go.buildinfo", "__go_buildinfo");
    private static final int ALIGNMENT = 16;
    private static final int HEADER = 32;
    private static final int SEARCHED = 1 << 20;
    private static final int MAX_VERSION = 1 << 10;
    private static final int MAX_MODULES = 8 << 20;
    /** Before and behind the modules' text (runtime/debug.modinfo). */
    private static final int FRAME = 16;

    /** Reads it, or nothing where the program is none of Go's. */
    static Optional<BuildInfo> read(Executable program, FileContent content)
            throws IOException, MalformedContentException, UnreadFileException {
        List<Part> named =
                SECTIONS.stream().flatMap(name -> program.part(name).stream()).toList();
        List<Part> searched = named.isEmpty() ? data(program) : named;
        for (Part part : searched) {
            OptionalLong at = mark(part, content);
            if (at.isPresent()) {
                return Optional.of(new Reader(program, content).read(at.getAsLong()));
            }
        }
        return Optional.empty();
    }

    /** A program without names of sections, and PE, has it in the first data. */
    private static List<Part> data(Executable program) {
        if (program.format() == Executable.Format.MACH_O) {
            return List.of();
        }
        boolean stripped = program.parts().stream().allMatch(part -> part.name().isEmpty());
        Stream<Part> writable = program.parts(Role.DATA).stream();
        return program.format() == Executable.Format.PE || stripped
                ? writable.limit(1).toList()
                : List.of();
    }

    private static OptionalLong mark(Part part, FileContent content) throws IOException, UnreadFileException {
        long length = Math.min(part.size(), SEARCHED);
        if (part.offset() < 0 || length < HEADER || part.offset() > content.size() - length) {
            return OptionalLong.empty();
        }
        byte[] start = new byte[(int) length];
        content.read(part.offset(), start, 0, start.length);
        for (int at = 0; at <= start.length - HEADER; at += ALIGNMENT) {
            if (start[at] == MARK[0] && Arrays.equals(start, at, at + MARK.length, MARK, 0, MARK.length)) {
                return OptionalLong.of(part.offset() + at);
            }
        }
        return OptionalLong.empty();
    }

    /** Follows one mark. */
    private record Reader(Executable program, FileContent content) {
        BuildInfo read(long at) throws IOException, MalformedContentException, UnreadFileException {
            Slice header = content.slice(at, HEADER, ByteOrder.LITTLE_ENDIAN);
            int flags = header.u8(15);
            if ((flags & 2) != 0) {
                long[] next = {at + HEADER};
                String version = counted(next, MAX_VERSION);
                return new BuildInfo(version, unframed(counted(next, MAX_MODULES)));
            }
            int width = header.u8(14);
            if (width != 4 && width != 8) {
                throw new MalformedContentException("Go's build information with pointers of " + width + " bytes");
            }
            ByteOrder order = (flags & 1) != 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            Slice pointers = header.order(order);
            String version = pointed(pointer(pointers, 16, width), width, order, MAX_VERSION);
            return new BuildInfo(
                    version, unframed(pointed(pointer(pointers, 16 + width, width), width, order, MAX_MODULES)));
        }

        private String counted(long[] next, int limit)
                throws IOException, MalformedContentException, UnreadFileException {
            long length = 0;
            for (int shift = 0; ; shift += 7) {
                int value = content.slice(next[0]++, 1, ByteOrder.LITTLE_ENDIAN).u8(0);
                length |= (long) (value & 0x7f) << shift;
                if (value < 0x80) {
                    break;
                }
                if (shift > 28) {
                    throw new MalformedContentException("Go's build information with a length without end");
                }
            }
            String text = text(next[0], length, limit);
            next[0] += length;
            return text;
        }

        /** A Go string: where it begins, and how long it is. */
        private String pointed(long address, int width, ByteOrder order, int limit)
                throws IOException, MalformedContentException, UnreadFileException {
            OptionalLong at = program.offset(address);
            if (at.isEmpty()) {
                return "";
            }
            Slice string = content.slice(at.getAsLong(), 2L * width, order);
            OptionalLong text = program.offset(pointer(string, 0, width));
            return text.isEmpty() ? "" : text(text.getAsLong(), pointer(string, width, width), limit);
        }

        private String text(long at, long length, int limit)
                throws IOException, MalformedContentException, UnreadFileException {
            if (length < 0 || length > limit) {
                throw new MalformedContentException("Go's build information of " + length + " bytes");
            }
            return content.slice(at, length, ByteOrder.LITTLE_ENDIAN).text(StandardCharsets.UTF_8);
        }

        private static long pointer(Slice bytes, int at, int width) throws MalformedContentException {
            return width == 8 ? bytes.i64(at) : bytes.u32(at);
        }

        private static String unframed(String text) {
            int from = text.indexOf("path\t");
            int end = text.lastIndexOf('\n');
            return from < 0 || from > 2 * FRAME || end < from ? "" : text.substring(from, end + 1);
        }
    }
}

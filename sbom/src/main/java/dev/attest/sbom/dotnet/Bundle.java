package dev.attest.sbom.dotnet;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.binary.Executable.Part;
import dev.attest.sbom.binary.Executable.Role;
import dev.attest.sbom.catalog.FileContent;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An application published as one file (dotnet/designs, "single-file/bundler"): the host's data hold, before a signature,
 * where behind the program the bundle's header is; since .NET 5 that says where the {@code deps.json} lies.
 */
final class Bundle {
    /** SHA-256 of {@code .net core bundle}. */
    private static final byte[] SIGNATURE =
            HexFormat.of().parseHex("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");

    private static final int MAX_DATA = 4 << 20;
    /** In all parts, which may overlap. */
    private static final long MAX_SEARCHED = 16 << 20;

    private static final int MAX_ID = 256;

    private final Executable program;
    private final FileContent content;

    Bundle(Executable program, FileContent content) {
        this.program = program;
        this.content = content;
    }

    /** The bytes of the {@code deps.json} in the file, where it is a bundle. */
    Optional<byte[]> dependencies() throws IOException, MalformedContentException, UnreadFileException {
        if (!hasMore()) {
            return Optional.empty();
        }
        long searched = 0;
        for (Part data : program.parts(Role.DATA)) {
            OptionalLong header = searched < MAX_SEARCHED ? header(data) : OptionalLong.empty();
            searched += Math.max(0, Math.min(data.size(), MAX_DATA));
            if (header.isPresent() && header.getAsLong() != 0) {
                return Optional.of(read(header.getAsLong()));
            }
        }
        return Optional.empty();
    }

    /** A bundle stands behind everything that belongs to the program. */
    private boolean hasMore() {
        long end = 0;
        for (Part part : program.parts()) {
            end = Math.max(end, part.offset() + part.size());
        }
        return content.size() > end + SIGNATURE.length;
    }

    private OptionalLong header(Part data) throws IOException, UnreadFileException, MalformedContentException {
        long length = Math.min(data.size(), MAX_DATA);
        if (data.offset() < 0 || length <= SIGNATURE.length + 8 || data.offset() > content.size() - length) {
            return OptionalLong.empty();
        }
        byte[] bytes =
                content.slice(data.offset(), length, ByteOrder.LITTLE_ENDIAN).bytes();
        for (int at = 8; at <= bytes.length - SIGNATURE.length; at++) {
            if (bytes[at] == SIGNATURE[0]
                    && Arrays.equals(bytes, at, at + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
                Slice all = Slice.of("", bytes, ByteOrder.LITTLE_ENDIAN);
                return OptionalLong.of(all.i64(at - 8L));
            }
        }
        return OptionalLong.empty();
    }

    private byte[] read(long at) throws IOException, MalformedContentException, UnreadFileException {
        Slice header = content.slice(at, Math.min(MAX_ID, content.size() - at), ByteOrder.LITTLE_ENDIAN);
        if (header.u32(0) < 2) {
            throw new MalformedContentException("a .NET bundle of version " + header.u32(0) + ", which is not read");
        }
        // After the versions and the number of files the bundle's name, with its length before it.
        long place = 13L + header.u8(12);
        long from = header.i64(place);
        long length = header.i64(place + 8);
        if (length < 0 || length > DependenciesFile.MAX_BYTES) {
            throw new MalformedContentException("a deps.json of " + length + " bytes in the bundle");
        }
        return content.slice(from, length, ByteOrder.LITTLE_ENDIAN).bytes();
    }
}

package dev.attest.sbom.dotnet;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.binary.Executable.Part;
import dev.attest.sbom.binary.Executable.Role;
import dev.attest.sbom.catalog.FileContent;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The texts of VS_VERSIONINFO in a PE file's resources (Windows API, "Version Information"). */
final class VersionResource {
    private static final int VERSION = 16;
    private static final int MAX_RESOURCES = 32 << 20;
    private static final int MAX_ENTRIES = 4096;
    private static final int MAX_INFO = 1 << 16;
    private static final Set<String> WANTED =
            Set.of("CompanyName", "FileVersion", "InternalName", "OriginalFilename", "ProductName", "ProductVersion");

    private final Slice resources;
    private final long base;
    private final Map<String, String> texts = new TreeMap<>();

    private VersionResource(Slice resources, long base) {
        this.resources = resources;
        this.base = base;
    }

    /** The known texts by name; empty where the file has none. */
    static Map<String, String> read(Executable program, FileContent content)
            throws IOException, MalformedContentException, UnreadFileException {
        for (Part part : program.parts(Role.RESOURCES)) {
            long length = Math.min(part.size(), Math.max(0, content.size() - part.offset()));
            Slice resources = content.slice(part.offset(), Math.min(length, MAX_RESOURCES), program.order());
            var resource = new VersionResource(resources, Integer.toUnsignedLong(part.extra()));
            resource.types();
            return resource.texts;
        }
        return Map.of();
    }

    /** Three levels: type, name, language; the first name and language of the version count. */
    private void types() throws MalformedContentException {
        long at = 0;
        for (int level = 0; level < 3; level++) {
            int count = resources.u16(at + 12) + resources.u16(at + 14);
            if (count > MAX_ENTRIES) {
                throw new MalformedContentException("a PE file with " + count + " resources of one kind");
            }
            long next = -1;
            for (int i = 0; i < count && next < 0; i++) {
                long entry = at + 16 + 8L * i;
                if (level > 0 || resources.u32(entry) == VERSION) {
                    next = resources.u32(entry + 4);
                }
            }
            if (next < 0) {
                return;
            }
            at = next & 0x7fffffffL;
        }
        long offset = resources.u32(at) - base;
        long length = Math.min(resources.u32(at + 4), MAX_INFO);
        info(resources.part(offset, Math.min(length, Math.max(0, resources.length() - offset))), 0);
    }

    /** A block: length, length of its value, kind, name, value, then blocks in it; everything at multiples of four. */
    private void info(Slice block, int depth) throws MalformedContentException {
        int valueLength = block.u16(2);
        boolean text = block.u16(4) == 1;
        long at = 6;
        var name = new StringBuilder();
        for (int c = block.u16(at); c != 0; c = block.u16(at)) {
            name.append((char) c);
            at += 2;
        }
        at = padded(at + 2);
        if (depth == 3) {
            long length = Math.min(text ? 2L * valueLength : valueLength, Math.max(0, block.length() - at));
            value(name.toString(), block.part(at, length));
            return;
        }
        at = padded(at + (depth == 0 ? valueLength : 0));
        while (at + 6 <= block.length()) {
            int length = block.u16(at);
            if (length < 6) {
                return;
            }
            info(block.part(at, Math.min(length, block.length() - at)), depth + 1);
            at = padded(at + length);
        }
    }

    private void value(String name, Slice bytes) {
        String text = bytes.text(StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        if (WANTED.contains(name)) {
            texts.putIfAbsent(name, (end < 0 ? text : text.substring(0, end)).strip());
        }
    }

    private static long padded(long at) {
        return (at + 3) & ~3L;
    }
}

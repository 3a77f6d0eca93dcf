package dev.attest.sbom.elf;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.binary.Executable.Part;
import dev.attest.sbom.binary.Executable.Role;
import dev.attest.sbom.catalog.FileContent;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** The note that systemd's "Package Metadata for Executable Files" describes: owner FDO, type 0xcafe1a7e, JSON. */
final class PackageNote {
    private static final int TYPE = 0xcafe1a7e;
    private static final int MAX_NOTES = 1 << 16;
    private static final int MAX_COUNT = 1_000;
    private static final int OWNER = 0x46444f00;

    private PackageNote() {}

    static Optional<Finding> read(Executable program, FileContent content)
            throws IOException, MalformedContentException, UnreadFileException {
        for (Part part : program.parts(Role.NOTES)) {
            if (part.size() >= 16 && part.offset() >= 0 && part.offset() < content.size()) {
                Slice notes = program.bytes(content, part, MAX_NOTES);
                Optional<Finding> found = find(notes);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> find(Slice notes) throws MalformedContentException {
        long at = 0;
        for (int i = 0; i < MAX_COUNT && at + 12 <= notes.length(); i++) {
            long owner = notes.u32(at);
            long length = notes.u32(at + 4);
            int type = notes.i32(at + 8);
            long text = at + 12 + padded(owner);
            if (type == TYPE && owner == 4 && notes.order(ByteOrder.BIG_ENDIAN).i32(at + 12) == OWNER) {
                return Optional.of(finding(notes.part(text, length)));
            }
            at = text + padded(length);
        }
        return Optional.empty();
    }

    private static Finding finding(Slice text) throws MalformedContentException {
        try {
            byte[] json = text.part(0, text.indexOf(0, 0)).bytes();
            JsonObject note = StrictJson.parseObject(json, ".note.package", MAX_NOTES);
            var fields = new HashMap<String, String>();
            for (String name : List.of("type", "name", "version", "architecture", "os", "osVersion", "osCpe")) {
                fields.put(name, note.optionalText(name).orElse(""));
            }
            fields.put("name", note.text("name"));
            return new Finding(fields);
        } catch (MalformedJsonException e) {
            throw text.malformed(String.valueOf(e.getMessage()));
        }
    }

    private static long padded(long length) {
        return (length + 3) & ~3L;
    }
}

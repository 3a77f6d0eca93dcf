package dev.attest.sbom.graal;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.binary.Executable.Part;
import dev.attest.sbom.binary.Executable.Role;
import dev.attest.sbom.binary.Inflated;
import dev.attest.sbom.catalog.FileContent;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The SBOM that {@code native-image --enable-sbom=embed} leaves: CycloneDX's JSON in gzip at the symbol {@code sbom}, its
 * length in eight bytes at {@code sbom_length}.
 */
final class EmbeddedSbom {
    private static final String BEGIN = "sbom";
    private static final String LENGTH = "sbom_length";
    /** There is one of all symbols, and one of those that others link to. */
    private static final int MAX_TABLES = 4;

    private static final int MAX_SYMBOLS = 32 << 20;
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_COMPONENTS = 20_000;

    private final Executable program;
    private final FileContent content;

    EmbeddedSbom(Executable program, FileContent content) {
        this.program = program;
        this.content = content;
    }

    /** One finding for each component; none where the program has no such symbols. */
    List<Finding> read() throws IOException, MalformedContentException, UnreadFileException {
        var addresses = new HashMap<String, Long>();
        List<Part> tables = program.parts(Role.SYMBOLS);
        for (Part symbols : tables.subList(0, Math.min(MAX_TABLES, tables.size()))) {
            symbols(symbols, addresses);
        }
        Long begin = addresses.get(BEGIN);
        Long length = addresses.get(LENGTH);
        if (begin == null || length == null) {
            return List.of();
        }
        OptionalLong at = program.offset(begin);
        OptionalLong lengthAt = program.offset(length);
        if (at.isEmpty() || lengthAt.isEmpty()) {
            throw new MalformedContentException("symbols of an SBOM that lead out of the program");
        }
        long size = content.slice(lengthAt.getAsLong(), 8, program.order()).i64(0);
        if (size < 0 || size > MAX_BYTES) {
            throw new MalformedContentException("an SBOM of " + size + " bytes in the program");
        }
        Slice packed = content.slice(at.getAsLong(), size, ByteOrder.LITTLE_ENDIAN);
        return components(Inflated.gzip(packed.bytes(), MAX_BYTES));
    }

    private void symbols(Part symbols, Map<String, Long> addresses)
            throws IOException, MalformedContentException, UnreadFileException {
        List<Part> parts = program.parts();
        // Parts before the sections, which the link counts from 1, are segments.
        List<Part> texts = parts.stream()
                .filter(part -> part.name().equals(names(symbols)))
                .toList();
        if (texts.isEmpty()) {
            return;
        }
        Slice table = program.bytes(content, symbols, MAX_SYMBOLS);
        Slice names = program.bytes(content, texts.get(0), MAX_SYMBOLS);
        int size = program.wide() ? 24 : 16;
        for (int at = 0; at + size <= table.length(); at += size) {
            long name = table.u32(at);
            for (String wanted : List.of(BEGIN, LENGTH)) {
                if (isAt(names, name, wanted)) {
                    addresses.put(wanted, program.wide() ? table.i64(at + 8L) : table.u32(at + 4L));
                }
            }
        }
    }

    private static String names(Part symbols) {
        return symbols.name().equals(".dynsym") ? ".dynstr" : ".strtab";
    }

    private static boolean isAt(Slice names, long at, String wanted) throws MalformedContentException {
        if (at < 0 || at + wanted.length() >= names.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (names.u8(at + i) != wanted.charAt(i)) {
                return false;
            }
        }
        return names.u8(at + wanted.length()) == 0;
    }

    private static List<Finding> components(byte[] json) throws MalformedContentException {
        try {
            List<JsonObject> listed =
                    StrictJson.parseObject(json, "sbom", MAX_BYTES).objects("components");
            if (listed.size() > MAX_COMPONENTS) {
                throw new MalformedContentException("an SBOM of more than " + MAX_COMPONENTS + " components");
            }
            var findings = new ArrayList<Finding>();
            for (JsonObject component : listed) {
                findings.add(new Finding(Map.of(
                        "group", component.optionalText("group").orElse(""),
                        "name", component.text("name"),
                        "version", component.optionalText("version").orElse(""),
                        "purl", component.optionalText("purl").orElse(""))));
            }
            return findings;
        } catch (MalformedJsonException e) {
            throw new MalformedContentException(String.valueOf(e.getMessage()));
        }
    }
}

package dev.attest.sbom.chisel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.layer.LayerStream;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A manifest.wall of schema 1.0: zstd around a "jsonwall", one JSON object a line, of which the kinds package, slice and
 * path count. At most 256 MiB uncompressed, 64 KiB a line.
 */
final class ManifestReader {
    static final String SLICES = "slices";

    private static final int MAX_BYTES = 256 << 20;
    private static final int MAX_LINE = 64 << 10;
    private static final int MAX_PACKAGES = 100_000;

    private final String path;
    private final Map<String, PackageFields> packages = new TreeMap<>();
    private final Map<String, TreeSet<String>> slices = new TreeMap<>();
    private final Map<String, List<String>> files = new TreeMap<>();

    ManifestReader(String path) {
        this.path = path;
    }

    List<Finding> read(byte[] compressed) throws IOException, MalformedContentException {
        byte[] bytes;
        try (var stream = LayerStream.inflated(new ByteArrayInputStream(compressed), LayerLimits.STANDARD)) {
            bytes = stream.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw malformed("more than " + MAX_BYTES + " bytes");
        }
        boolean first = true;
        for (int start = 0; start < bytes.length; ) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end - start > MAX_LINE) {
                throw malformed("a line of more than " + MAX_LINE + " bytes");
            }
            line(new String(bytes, start, end - start, StandardCharsets.UTF_8), first);
            first = false;
            start = end + 1;
        }
        if (first) {
            throw malformed("empty");
        }
        return findings();
    }

    private void line(String line, boolean first) throws MalformedContentException {
        // Most lines are paths by the hundred thousand of "content", which say nothing more.
        if (line.startsWith("{\"kind\":\"content\"")) {
            return;
        }
        JsonNode json;
        try {
            json = StrictJson.parse(line.getBytes(StandardCharsets.UTF_8), MAX_LINE * 2);
        } catch (MalformedJsonException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        if (first != json.has("jsonwall")
                || (first && !json.path("schema").asText().startsWith("1."))) {
            throw malformed("not a jsonwall of schema 1");
        }
        switch (json.path("kind").asText()) {
            case "package" -> addPackage(json);
            case "slice" -> {
                String name = json.path("name").asText();
                slices.computeIfAbsent(packageOf(name), key -> new TreeSet<>()).add(name);
            }
            case "path" -> {
                String file = json.path("path").asText();
                String owner = packageOf(json.path("slices").path(0).asText());
                if (file.startsWith("/") && !file.endsWith("/")) {
                    files.computeIfAbsent(owner, key -> new ArrayList<>()).add(file.substring(1));
                }
            }
            default -> {}
        }
    }

    private void addPackage(JsonNode json) throws MalformedContentException {
        String name = json.path("name").asText();
        String version = json.path("version").asText();
        if (name.isEmpty() || version.isEmpty() || packages.size() >= MAX_PACKAGES) {
            throw malformed("a package without name or version, or more than " + MAX_PACKAGES);
        }
        PackageFields fields = new PackageFields()
                .put(PackageFields.NAME, name)
                .put(PackageFields.VERSION, version)
                .put(PackageFields.ARCH, json.path("arch").asText());
        // Blank ones and such as are too long are not kept.
        Finding kept = fields.finding();
        if (kept.text(PackageFields.NAME).isEmpty()
                || kept.text(PackageFields.VERSION).isEmpty()) {
            throw malformed("a package without name or version");
        }
        packages.put(name, fields);
    }

    /** {@code openssl_bins} is a slice of openssl; no package of Debian has an underscore in its name. */
    private static String packageOf(String slice) {
        int underscore = slice.indexOf('_');
        return underscore < 0 ? slice : slice.substring(0, underscore);
    }

    private List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        packages.forEach((name, fields) -> {
            fields.put(SLICES, slices.getOrDefault(name, new TreeSet<>()));
            findings.add(fields.finding(List.of(OwnedFiles.finding(files.getOrDefault(name, List.of())))));
        });
        return findings;
    }

    private MalformedContentException malformed(String what) {
        return new MalformedContentException(path + ": " + what);
    }
}

package dev.attest.sbom.java;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives built in code. */
public final class Zips {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    public Zips add(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    public Zips add(String name, String text) {
        return add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public Zips pom(String group, String artifact, String version) {
        return add(
                "META-INF/maven/" + group + "/" + artifact + "/pom.properties",
                "#made\r\nversion=" + version + "\r\ngroupId=" + group + "\r\nartifactId=" + artifact + "\r\n");
    }

    public Zips manifest(String... lines) {
        return add("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    }

    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                var member = new ZipEntry(entry.getKey());
                // Else it is that of the clock, and two archives of the same content differ.
                member.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
                zip.putNextEntry(member);
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

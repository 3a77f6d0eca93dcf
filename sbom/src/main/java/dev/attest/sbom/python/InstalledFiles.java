package dev.attest.sbom.python;

import dev.attest.sbom.catalog.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The executable files a distribution brought, out of RECORD (PEP 376, one line of CSV per file) or setuptools'
 * installed-files.txt, both relative to a folder.
 */
final class InstalledFiles {
    /** Larger lists stay unread: 32 MiB, some 300,000 files. */
    static final int MAX_BYTES = 32 << 20;

    private static final String FIELD = "files";
    private static final int MAX_LENGTH = 1 << 20;
    private static final Pattern PROGRAM =
            Pattern.compile(".*\\.(so|so\\..*|dll|exe|pyd|dylib)|(.*/)?bin/[^/]+|(.*/)?[^./]+", Pattern.DOTALL);

    private InstalledFiles() {}

    static Finding read(byte[] bytes) {
        var kept = new StringBuilder();
        new String(bytes, StandardCharsets.UTF_8).lines().forEach(line -> {
            String path = firstColumn(line);
            if (path.length() < 4096 && PROGRAM.matcher(path).matches() && kept.length() < MAX_LENGTH) {
                kept.append(path).append('\n');
            }
        });
        return new Finding(Map.of(FIELD, kept.toString().stripTrailing()));
    }

    /** The paths of the finding in the image; {@code folder} is what they are relative to. */
    static List<String> paths(Finding finding, String folder) {
        var paths = new ArrayList<String>();
        for (String path : finding.text(FIELD).split("\n")) {
            if (!path.isEmpty()) {
                joined(folder, path).ifPresent(paths::add);
            }
        }
        return paths;
    }

    private static String firstColumn(String line) {
        if (line.startsWith("\"")) {
            int end = line.indexOf('"', 1);
            return end < 0 ? "" : line.substring(1, end);
        }
        return line.split(",", 2)[0];
    }

    private static Optional<String> joined(String folder, String path) {
        if (path.startsWith("/")) {
            return Optional.of(path.substring(1));
        }
        String base = folder;
        String rest = path;
        while (rest.startsWith("../")) {
            if (base.isEmpty()) {
                return Optional.empty();
            }
            base = base.substring(0, Math.max(0, base.lastIndexOf('/')));
            rest = rest.substring(3);
        }
        return Optional.of(base.isEmpty() ? rest : base + "/" + rest);
    }
}

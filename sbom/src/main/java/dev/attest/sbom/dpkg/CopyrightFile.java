package dev.attest.sbom.dpkg;

import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The licences a package's copyright file names. Only a file that says Format is read by Debian's machine-readable form
 * (DEP 5): the License fields of its header and its Files stanzas. In any other the licences whose texts it refers to in
 * {@code /usr/share/common-licenses} are the evidence, a weaker one.
 */
final class CopyrightFile {
    static final String LICENCES = "licences";
    static final String REFERENCES = "references";

    private static final String FOLDER = "usr/share/doc/";
    private static final String NAME = "/copyright";
    private static final String COMMON = "/usr/share/common-licenses/";
    private static final int MAX_NAMES = 200;
    private static final int MAX_NAME = 200;
    private static final int WINDOW = 1500;
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z]+(?:-[0-9.]+)?");
    private static final Pattern VERSION = Pattern.compile("version ([0-9](?:\\.[0-9])?)(?![0-9])");
    private static final Set<String> VERSIONED =
            Set.of("GPL-1", "GPL-2", "GPL-3", "LGPL-2", "LGPL-2.1", "LGPL-3", "GFDL-1.1", "GFDL-1.2", "GFDL-1.3");

    private final Set<String> inFiles = new LinkedHashSet<>();
    private final Set<String> alone = new LinkedHashSet<>();
    private String licence = "";
    private boolean files;
    private boolean header = true;
    private boolean any;

    private CopyrightFile() {}

    static String of(String name) {
        return FOLDER + name + NAME;
    }

    static boolean isOne(String path) {
        return path.endsWith(NAME)
                && path.startsWith(FOLDER)
                && path.indexOf('/', FOLDER.length()) == path.length() - NAME.length();
    }

    static List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        boolean machineReadable = text.substring(0, Math.min(text.length(), 4096))
                .lines()
                .takeWhile(line -> !line.isBlank())
                .anyMatch(line -> line.regionMatches(true, 0, "Format", 0, 6));
        Set<String> names = machineReadable ? new CopyrightFile().licences(text) : references(text);
        String field = machineReadable ? LICENCES : REFERENCES;
        return names.isEmpty() ? List.of() : List.of(new Finding(Map.of(field, String.join("\n", names))));
    }

    private Set<String> licences(String text) {
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            line(text, start, end);
            start = end + 1;
        }
        finish();
        return inFiles.isEmpty() ? alone : inFiles;
    }

    private void line(String text, int start, int end) {
        char first = start < end ? text.charAt(start) : '\n';
        if (first == 'L' || first == 'l' || first == 'F' || first == 'f') {
            if (text.regionMatches(true, start, "License:", 0, 8)) {
                licence = text.substring(start + 8, end);
                any = true;
            } else if (text.regionMatches(true, start, "Files:", 0, 6)) {
                files = true;
                any = true;
            } else {
                any = true;
            }
        } else if (first > ' ') {
            any = true;
        } else if (text.substring(start, end).isBlank()) {
            finish();
        }
    }

    private void finish() {
        String name = licence.strip().replaceAll("\\s+", " ");
        Set<String> names = files || header ? inFiles : alone;
        if (!name.isEmpty() && name.length() <= MAX_NAME && names.size() < MAX_NAMES) {
            names.add(name);
        }
        header &= !any;
        licence = "";
        files = false;
        any = false;
    }

    /** Such as GPL-2, or GPL-2+ where the words before say that a later version will do. */
    private static Set<String> references(String text) {
        var names = new LinkedHashSet<String>();
        for (int at = text.indexOf(COMMON); at >= 0 && names.size() < MAX_NAMES; at = text.indexOf(COMMON, at + 1)) {
            Matcher name = REFERENCE.matcher(text);
            if (name.find(at + COMMON.length()) && name.start() == at + COMMON.length()) {
                String before = text.substring(Math.max(0, at - WINDOW), at)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[\\s#*]+", " ");
                names.add(reference(name.group().replaceAll("[.-]+$", ""), before));
            }
        }
        return names;
    }

    private static String reference(String name, String before) {
        if (!name.contains("GPL") && !name.startsWith("GFDL")) {
            return name.equals("BSD") ? "BSD-3-clause" : name;
        }
        String versioned = name;
        if (!name.contains("-")) {
            for (Matcher said = VERSION.matcher(before); said.find(); ) {
                String candidate = name + "-" + said.group(1);
                versioned = VERSIONED.contains(candidate) ? candidate : versioned;
            }
        }
        boolean later = before.contains("any later version") || before.contains("or later");
        return versioned + (later && versioned.contains("-") ? "+" : "");
    }
}

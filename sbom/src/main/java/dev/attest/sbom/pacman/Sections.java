package dev.attest.sbom.pacman;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of pacman's local database: {@code %NAME%} on a line, then values, one a line, to the next empty one. */
final class Sections {
    private static final int MAX_SECTIONS = 1_000;

    private Sections() {}

    /** The values by section; of equal ones the first counts. */
    static Map<String, List<String>> parse(byte[] bytes) {
        var sections = new TreeMap<String, List<String>>();
        List<String> current = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            boolean named = line.length() > 2 && line.length() < 50 && line.startsWith("%") && line.endsWith("%");
            if (named) {
                current = new ArrayList<>();
                if (sections.size() < MAX_SECTIONS) {
                    sections.putIfAbsent(line.substring(1, line.length() - 1), current);
                }
            } else if (line.isEmpty()) {
                current = new ArrayList<>();
            } else {
                current.add(line);
            }
        }
        return sections;
    }
}

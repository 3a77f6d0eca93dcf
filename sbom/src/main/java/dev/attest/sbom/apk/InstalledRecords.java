package dev.attest.sbom.apk;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.OwnedFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The records of an installed database: lines of one letter, a colon and a value. */
final class InstalledRecords {
    private static final Map<Character, String> FIELDS = Map.ofEntries(
            Map.entry('P', "name"),
            Map.entry('V', "version"),
            Map.entry('A', "arch"),
            Map.entry('L', "licence"),
            Map.entry('o', "source"),
            Map.entry('m', "supplier"),
            Map.entry('U', "homepage"),
            Map.entry('C', "checksum"),
            Map.entry('c', "commit"),
            Map.entry('D', "depends"),
            Map.entry('p', "provides"));

    private static final int MAX_FIELD = 1024;

    private final String path;
    private final List<Finding> findings = new ArrayList<>();
    private Map<String, String> fields = new TreeMap<>();
    private List<String> files = new ArrayList<>();
    private String directory = "";

    private InstalledRecords(String path) {
        this.path = path;
    }

    static List<Finding> parse(String path, byte[] bytes) throws MalformedContentException {
        var records = new InstalledRecords(path);
        int number = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            number++;
            if (line.isBlank()) {
                records.finish();
            } else if (line.length() < 2 || line.charAt(1) != ':') {
                throw new MalformedContentException(path + ", line " + number + ": expected \"X:value\"");
            } else {
                records.field(line.charAt(0), line.substring(2).strip());
            }
        }
        records.finish();
        return records.findings;
    }

    private void field(char letter, String value) {
        String name = FIELDS.get(letter);
        if (name != null) {
            fields.put(name, value);
        } else if (letter == 'F') {
            directory = value.isEmpty() ? "" : value + "/";
        } else if (letter == 'R') {
            files.add(directory + value);
        } else {
            fields.putIfAbsent("seen", "yes");
        }
    }

    private void finish() throws MalformedContentException {
        if (fields.isEmpty()) {
            return;
        }
        if (!fields.containsKey("name") || !fields.containsKey("version")) {
            throw new MalformedContentException(path + ": a package without name or version");
        }
        for (String field : List.of("name", "version", "arch", "source")) {
            if (fields.getOrDefault(field, "").length() > MAX_FIELD) {
                throw new MalformedContentException(
                        path + ": a " + field + " of more than " + MAX_FIELD + " characters");
            }
        }
        fields.remove("seen");
        findings.add(new Finding(fields, List.of(OwnedFiles.finding(files))));
        fields = new TreeMap<>();
        files = new ArrayList<>();
        directory = "";
    }
}

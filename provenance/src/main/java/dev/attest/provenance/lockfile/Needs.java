package dev.attest.provenance.lockfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a manifest asks for: names, each with the range or version that it asks for, as it is written. */
record Needs(Map<String, String> ranges) {
    private static final List<String> KINDS = List.of("devDependencies", "dependencies", "optionalDependencies");

    Needs {
        ranges = Collections.unmodifiableMap(new TreeMap<>(ranges));
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    static Needs ofPackageJson(byte[] bytes, String path) throws MalformedJsonException {
        return new Needs(ranges(StrictJson.parseObject(bytes, path)));
    }

    /** The dependencies of a package; one that is optional too is only optional, as npm has it. */
    static Map<String, String> ranges(JsonObject json) throws MalformedJsonException {
        var ranges = new TreeMap<String, String>();
        for (String kind : KINDS) {
            ranges.putAll(json.textMap(kind));
        }
        return ranges;
    }

    static Needs ofCargoToml(byte[] bytes) {
        return CargoManifest.needs(lines(bytes));
    }

    /** Modules with their versions; one that is replaced has the sums of another, or none, and is left out. */
    static Needs ofGoMod(byte[] bytes) {
        var versions = new TreeMap<String, String>();
        var replaced = new HashSet<String>();
        String block = "";
        for (String line : lines(bytes)) {
            var words = new ArrayList<>(List.of(goWords(line)));
            String verb = block;
            if (block.isEmpty()) {
                verb = words.remove(0);
            }
            String first = words.isEmpty() ? "" : words.get(0);
            String second = words.size() < 2 ? "" : words.get(1);
            if (first.equals("(")) {
                block = verb;
            } else if (first.equals(")")) {
                block = "";
            } else if (verb.equals("replace")) {
                replaced.add(second.equals("=>") ? first : first + " " + second);
            } else if (verb.equals("require") && !first.isEmpty()) {
                versions.put(first, second);
            }
        }
        versions.entrySet()
                .removeIf(one ->
                        replaced.contains(one.getKey()) || replaced.contains(one.getKey() + " " + one.getValue()));
        return new Needs(versions);
    }

    /** The words of a line without its comment; quotes around them mean nothing. At least one, which may be empty. */
    private static String[] goWords(String line) {
        String bare = line.replaceFirst("//.*", "").replaceAll("[\"`]", "");
        return bare.replaceAll("([()])", " $1 ").strip().split("\\s+", -1);
    }

    private static List<String> lines(byte[] bytes) {
        return new String(bytes, UTF_8).lines().map(String::strip).toList();
    }
}

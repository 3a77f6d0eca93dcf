package dev.attest.provenance.lockfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a manifest asks for: names, each with the range or version that it asks for, as it is written. */
record Needs(Map<String, String> ranges) {
    private static final List<String> KINDS = List.of("devDependencies", "dependencies", "optionalDependencies");
    private static final Pattern CARGO_TABLE = Pattern.compile(
            "\\[(?:target\\..{1,300}\\.)?(?:dev-|build-)?dependencies(?:\\.\"?([A-Za-z0-9_-]{1,100})\"?)?]");
    private static final Pattern CARGO_KEY = Pattern.compile("\"?([A-Za-z0-9_-]{1,100})\"?\\s*[.=]");
    private static final Pattern CARGO_PACKAGE = Pattern.compile("\\bpackage\\s*=\\s*\"([A-Za-z0-9_-]{1,100})\"");
    private static final Pattern GO_REQUIRE =
            Pattern.compile("(?:require\\s+)?(\\S{1,500})\\s+(v\\S{1,200})(?:\\s*//.*)?");

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

    /** Names only: Cargo's lock file does not repeat what was asked for. */
    static Needs ofCargoToml(byte[] bytes) {
        var names = new TreeMap<String, String>();
        boolean inside = false;
        String table = "";
        for (String line : lines(bytes)) {
            Matcher renamed = CARGO_PACKAGE.matcher(line);
            if (line.startsWith("[")) {
                Matcher header = CARGO_TABLE.matcher(line.replaceFirst("\\s*#.*", ""));
                inside = header.matches();
                table = inside && header.group(1) != null ? header.group(1) : "";
                if (!table.isEmpty()) {
                    names.put(table, "");
                }
            } else if (inside && !table.isEmpty() && renamed.lookingAt()) {
                names.remove(table);
                names.put(renamed.group(1), "");
            } else if (inside && table.isEmpty()) {
                Matcher key = CARGO_KEY.matcher(line);
                if (key.lookingAt()) {
                    names.put(renamed.find() ? renamed.group(1) : key.group(1), "");
                }
            }
        }
        return new Needs(names);
    }

    /** Modules with their versions; one that is replaced has the sums of another, or none, and is left out. */
    static Needs ofGoMod(byte[] bytes) {
        var versions = new TreeMap<String, String>();
        var replaced = new TreeSet<String>();
        String block = "";
        for (String line : lines(bytes)) {
            if (line.endsWith("(")) {
                block = line.substring(0, line.length() - 1).strip();
            } else if (line.equals(")")) {
                block = "";
            } else if (line.startsWith("replace ") || block.equals("replace")) {
                replaced.add(line.replaceFirst("^replace\\s+", "").split("\\s+", 2)[0]);
            } else if (line.startsWith("require ") || block.equals("require")) {
                Matcher require = GO_REQUIRE.matcher(line);
                if (require.matches()) {
                    versions.put(require.group(1), require.group(2));
                }
            }
        }
        versions.keySet().removeAll(replaced);
        return new Needs(versions);
    }

    private static List<String> lines(byte[] bytes) {
        return new String(bytes, UTF_8).lines().map(String::strip).toList();
    }
}

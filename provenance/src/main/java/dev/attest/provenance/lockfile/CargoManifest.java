package dev.attest.provenance.lockfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code Cargo.toml} asks for, line by line: by package the versions that are asked for, apart by spaces, and
 * {@link CargoVersions#UNTOLD} where a line does not say one.
 */
final class CargoManifest {
    private static final String KIND = "[\"']?(?:dev[-_]|build[-_])?dependencies[\"']?";
    private static final String NAME = "[\"']?([A-Za-z0-9_-]{1,100})[\"']?";
    private static final String TARGET = "(?:target\\s*\\..{1,300}\\.\\s*)?";
    private static final Pattern TABLE =
            Pattern.compile("\\[\\s*" + TARGET + KIND + "(?:\\s*\\.\\s*" + NAME + ")?\\s*]");
    private static final Pattern TARGET_TABLE = Pattern.compile("\\[\\s*target\\b.{0,400}]");
    private static final Pattern KEY = Pattern.compile(NAME + "\\s*([.=])(.*)");
    private static final Pattern DOTTED =
            Pattern.compile("(?:target\\s*\\..{1,300}\\.\\s*|.{1,300}\\.\\s*)?" + KIND + "\\s*\\.\\s*(.*)");
    private static final Pattern INLINE = Pattern.compile("(?:.{1,300}\\.\\s*)?" + KIND + "\\s*=.*");
    private static final Pattern PACKAGE = Pattern.compile("\\bpackage\\s*=\\s*[\"']([A-Za-z0-9_-]{1,100})[\"']");
    private static final Pattern VERSION = Pattern.compile("\\bversion\\s*=\\s*[\"']([^\"']{1,100})[\"']");
    private static final Pattern TEXT = Pattern.compile("[\"']([^\"']{1,100})[\"'].*");

    private final Map<String, Asked> asked = new LinkedHashMap<>();
    private String table = "";
    private String named = "";
    private boolean inside;
    private boolean around = true;

    private record Asked(String name, String version) {}

    private CargoManifest() {}

    static Needs needs(List<String> lines) {
        var manifest = new CargoManifest();
        lines.forEach(manifest::line);
        var ranges = new TreeMap<String, String>();
        manifest.asked.values().forEach(one -> ranges.merge(one.name(), one.version(), (a, b) -> a + " " + b));
        return new Needs(ranges);
    }

    private void line(String line) {
        if (line.startsWith("[")) {
            String header = line.replaceFirst("\\s*#.*", "");
            Matcher known = TABLE.matcher(header);
            table = header;
            inside = known.matches();
            around = !inside && TARGET_TABLE.matcher(header).matches();
            named = inside ? Optional.ofNullable(known.group(1)).orElse("") : "";
            if (!named.isEmpty()) {
                tell(named, "");
            }
        } else if (!named.isEmpty()) {
            tell(named, line);
        } else if (inside) {
            key(line);
        } else if (around) {
            Matcher dotted = DOTTED.matcher(line);
            if (dotted.matches()) {
                key(dotted.group(1));
            } else if (INLINE.matcher(line).matches()) {
                tell("", "");
            }
        }
    }

    private void key(String line) {
        Matcher key = KEY.matcher(line);
        if (!key.matches()) {
            return;
        }
        String value = key.group(3).strip();
        Matcher text = TEXT.matcher(value);
        boolean version = key.group(2).equals("=") && text.matches();
        tell(key.group(1), version ? "version = \"" + text.group(1) + "\"" : value);
    }

    private void tell(String key, String says) {
        Asked before = asked.getOrDefault(table + "\n" + key, new Asked(key, CargoVersions.UNTOLD));
        Matcher renamed = PACKAGE.matcher(says);
        Matcher version = VERSION.matcher(says);
        asked.put(
                table + "\n" + key,
                new Asked(
                        renamed.find() ? renamed.group(1) : before.name(),
                        version.find() ? version.group(1).replace(" ", "") : before.version()));
    }
}

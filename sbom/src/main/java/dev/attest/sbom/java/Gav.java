package dev.attest.sbom.java;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Maven coordinates; the group is empty where nothing tells it. */
record Gav(String group, String artifact, String version) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,200}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9_.+~-]{1,200}");

    /** The coordinates in a pom.properties, when it has all three and none is a placeholder. */
    static Optional<Gav> parse(byte[] pomProperties) {
        Map<String, String> values = new TreeMap<>();
        for (String line : new String(pomProperties, StandardCharsets.UTF_8).split("[\r\n]+")) {
            int equals = line.indexOf('=');
            if (equals > 0 && line.charAt(0) != '#') {
                values.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        var gav = new Gav(
                values.getOrDefault("groupId", ""),
                values.getOrDefault("artifactId", ""),
                values.getOrDefault("version", ""));
        return gav.isComplete() ? Optional.of(gav) : Optional.empty();
    }

    /** Whether all three are there and look like it. */
    boolean isComplete() {
        return isWord(group) && isWord(artifact) && isVersion(version);
    }

    /** Whether this can be a group or an artifact. */
    static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }
}

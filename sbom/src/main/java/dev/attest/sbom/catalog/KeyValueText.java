package dev.attest.sbom.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Lines of {@code KEY=value} or {@code KEY="value"} in the shell's syntax, as os-release and a JDK's release have. */
public final class KeyValueText {
    private KeyValueText() {}

    /** The values by key, quotes and backslashes undone; other lines are passed over, of equal keys the last counts. */
    public static Map<String, String> parse(byte[] bytes) {
        var values = new TreeMap<String, String>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            String text = line.strip();
            int equals = text.indexOf('=');
            if (equals > 0 && text.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
                values.put(text.substring(0, equals), unquote(text.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        String inner = quoted ? value.substring(1, value.length() - 1) : value;
        return quoted && value.charAt(0) == '\'' ? inner : inner.replaceAll("\\\\(.)", "$1");
    }
}

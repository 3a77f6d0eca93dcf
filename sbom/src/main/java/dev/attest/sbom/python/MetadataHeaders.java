package dev.attest.sbom.python;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The headers of a METADATA or PKG-INFO file (Core metadata specifications), read as Python's own email parser does:
 * lines end at CR, LF or both, a line that begins with a space continues one, the first line that is neither ends the
 * headers, and of equal names the first counts where one is asked for. What comes after is the description and says
 * nothing, whatever it looks like.
 */
final class MetadataHeaders {
    private static final int MAX_HEADERS = 10_000;

    private final Map<String, List<String>> values = new TreeMap<>();

    private MetadataHeaders() {}

    static MetadataHeaders parse(byte[] bytes) {
        var headers = new MetadataHeaders();
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> current = new ArrayList<>();
        int count = 0;
        for (int start = text.startsWith("\ufeff") ? 1 : 0; start < text.length() && count < MAX_HEADERS; ) {
            int end = lineEnd(text, start);
            String line = text.substring(start, end);
            start = end + (text.startsWith("\r\n", end) ? 2 : 1);
            int colon = nameEnd(line);
            if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
                if (!current.isEmpty()) {
                    int last = current.size() - 1;
                    current.set(last, joined(current.get(last), line));
                }
            } else if (colon > 0) {
                current = headers.values.computeIfAbsent(
                        line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>());
                current.add(line.substring(colon + 1).strip());
                count++;
            } else {
                break;
            }
        }
        return headers;
    }

    /** The first value, empty where there is none or where it is the word setuptools writes for none. */
    String first(String name) {
        String value = all(name).stream().findFirst().orElse("");
        return value.equals("UNKNOWN") ? "" : value;
    }

    List<String> all(String name) {
        return values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** A licence's whole text can be one header: what is too long to be a name is cut. */
    private static String joined(String value, String line) {
        return value.length() > 4096 ? value : value + "\n" + line.strip();
    }

    private static int lineEnd(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                return i;
            }
        }
        return text.length();
    }

    /** The place of the colon after a name of visible ASCII, or -1. */
    private static int nameEnd(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ':') {
                return i;
            }
            if (c <= ' ' || c > '~') {
                return -1;
            }
        }
        return -1;
    }
}

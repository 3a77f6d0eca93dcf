package dev.attest.sbom.dpkg;

import dev.attest.sbom.MalformedContentException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Debian's control file syntax (deb-control(5)): stanzas of fields, lines that begin with a space continue a field. */
public final class Stanzas {
    /** Only these are kept; names are compared without case. */
    private static final Set<String> KEPT = Set.of(
            "package",
            "version",
            "architecture",
            "status",
            "source",
            "maintainer",
            "depends",
            "pre-depends",
            "provides",
            "homepage",
            "license",
            "essential",
            "multi-arch");

    private static final int MAX_STANZAS = 500_000;

    private final String path;
    private final List<Map<String, String>> stanzas = new ArrayList<>();
    private Map<String, String> current = new TreeMap<>();
    private String field = "";
    private final StringBuilder value = new StringBuilder();
    private boolean any;

    private Stanzas(String path) {
        this.path = path;
    }

    /** The kept fields of every stanza, names in lower case, continuation lines joined by a space. */
    public static List<Map<String, String>> parse(String path, byte[] bytes) throws MalformedContentException {
        var stanzas = new Stanzas(path);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int number = 0;
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            stanzas.line(text.substring(start, end), ++number);
            start = end + 1;
        }
        stanzas.finish();
        return stanzas.stanzas;
    }

    private void line(String raw, int number) throws MalformedContentException {
        String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
        if (line.isBlank()) {
            finish();
        } else if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
            if (!any) {
                throw malformed(number, "a field before its continuation");
            }
            if (KEPT.contains(field)) {
                value.append(' ').append(line.strip());
            }
        } else if (line.charAt(0) != '#') {
            int colon = line.indexOf(':');
            if (colon < 1 || !isName(line, colon)) {
                throw malformed(number, "\"Field: value\"");
            }
            keep();
            field = line.substring(0, colon).toLowerCase(Locale.ROOT);
            any = true;
            if (current.containsKey(field)) {
                throw malformed(number, "each field once");
            }
            value.append(line.substring(colon + 1).strip());
        }
    }

    /** The field is whole; joined at once, for a field may have a million lines. */
    private void keep() {
        if (KEPT.contains(field)) {
            current.put(field, value.toString());
        }
        value.setLength(0);
    }

    private void finish() throws MalformedContentException {
        if (any) {
            if (stanzas.size() >= MAX_STANZAS) {
                throw new MalformedContentException(path + ": more than " + MAX_STANZAS + " packages");
            }
            keep();
            stanzas.add(current);
            current = new TreeMap<>();
            field = "";
            any = false;
        }
    }

    private MalformedContentException malformed(int number, String expected) {
        return new MalformedContentException(path + ", line " + number + ": expected " + expected);
    }

    private static boolean isName(String line, int end) {
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}

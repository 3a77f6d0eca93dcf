package dev.attest.sbom.cpe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A well-formed name of CPE 2.3 (NISTIR 7695): part, vendor, product, version, update, edition, language, software
 * edition, target software, target hardware, other. An empty attribute is any value. Its text is the formatted string
 * binding (6.2): eleven attributes, in lower case, special characters behind a backslash.
 */
public final class CpeName {
    private static final int ATTRIBUTES = 11;
    private static final int LANGUAGE = 6;
    private static final Pattern LANGUAGES = Pattern.compile("[A-Za-z]{2,3}(-([A-Za-z]{2}|[0-9]{3}))?|-");
    private static final int MAX_LENGTH = 1024;

    private final List<String> attributes;

    private CpeName(List<String> attributes) {
        this.attributes = attributes;
    }

    /** The name of an application; {@code product} is {@code vendor:product} in the dictionary's own spelling. */
    public static CpeName application(String product, String version) {
        int colon = product.indexOf(':');
        return application(new Product(product.substring(0, colon), product.substring(colon + 1)), version, "");
    }

    /** The name of an application. */
    static CpeName application(Product product, String version, String update) {
        return new CpeName(List.of("a", product.vendor(), product.name(), version, update));
    }

    /** A name in either binding, as os-release has it: {@code cpe:/o:vendor:product:1} or {@code cpe:2.3:o:…}. */
    public static Optional<CpeName> parse(String text) {
        boolean formatted = text.startsWith("cpe:2.3:");
        if (text.length() > MAX_LENGTH || (!formatted && !text.startsWith("cpe:/"))) {
            return Optional.empty();
        }
        var attributes = new ArrayList<String>();
        for (String part : formatted
                ? text.substring(8).split("(?<!\\\\):")
                : text.substring(5).split(":")) {
            attributes.add(formatted ? unbound(part) : decoded(part));
        }
        boolean known = attributes.size() >= 3
                && attributes.size() <= ATTRIBUTES
                && List.of("a", "o", "h").contains(attributes.get(0))
                && !attributes.get(1).isEmpty()
                && !attributes.get(2).isEmpty();
        return known ? Optional.of(new CpeName(List.copyOf(attributes))) : Optional.empty();
    }

    private static String unbound(String part) {
        return part.equals("*") ? "" : part.replaceAll("\\\\(.)", "$1");
    }

    private static String decoded(String part) {
        var plain = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            boolean escape = part.charAt(i) == '%' && i + 2 < part.length();
            int value = escape
                    ? Character.digit(part.charAt(i + 1), 16) * 16 + Character.digit(part.charAt(i + 2), 16)
                    : -1;
            plain.append(value > 0 ? (char) value : part.charAt(i));
            i += value > 0 ? 2 : 0;
        }
        // A tilde packs the attributes that the older form has no place for; nothing here needs them.
        return plain.toString().split("~", 2)[0];
    }

    @Override
    public String toString() {
        var text = new StringBuilder("cpe:2.3");
        for (int i = 0; i < ATTRIBUTES; i++) {
            String value = i < attributes.size() ? attributes.get(i) : "";
            boolean any = value.isEmpty()
                    || (i == LANGUAGE && !LANGUAGES.matcher(value).matches());
            text.append(':').append(any ? "*" : bound(value));
        }
        return text.toString();
    }

    /** A hyphen alone is a value of its own: there is none. */
    private static String bound(String value) {
        var text = new StringBuilder();
        for (byte b : value.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-') {
                text.append(c);
            } else if (c > ' ' && c < 127) {
                text.append('\\').append(c);
            } else {
                text.append('_');
            }
        }
        return text.toString();
    }
}

package dev.attest.signing.key.pkcs11;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written on a token (CK_TOKEN_INFO), without the blanks that fill it up.
 *
 * @param slot the number of the slot that it is in
 */
record TokenInfo(long slot, String label, String manufacturer, String model, String serial) {
    private static final Pattern HEAD = Pattern.compile("Token info for token in slot ([0-9]{1,18}):");
    private static final Pattern FIELD = Pattern.compile(" {2}([A-Za-z]{1,40}): (.*)");

    /** Reads what the JDK's provider says of tokens with its option {@code showInfo}; tokens without label are not set up. */
    static List<TokenInfo> parse(String text) {
        var tokens = new ArrayList<TokenInfo>();
        long slot = -1;
        Map<String, String> fields = new TreeMap<>();
        for (String line : text.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                fields.putIfAbsent(field.group(1), field.group(2).strip());
                continue;
            }
            add(tokens, slot, fields);
            slot = head.matches() ? Long.parseLong(head.group(1)) : -1;
            fields = new TreeMap<>();
        }
        add(tokens, slot, fields);
        return List.copyOf(tokens);
    }

    private static void add(List<TokenInfo> tokens, long slot, Map<String, String> fields) {
        if (slot >= 0 && fields.getOrDefault("flags", "").contains("CKF_TOKEN_INITIALIZED")) {
            tokens.add(new TokenInfo(
                    slot,
                    fields.getOrDefault("label", ""),
                    fields.getOrDefault("manufacturerID", ""),
                    fields.getOrDefault("model", ""),
                    fields.getOrDefault("serialNumber", "")));
        }
    }

    /** Whether everything that the URI says of the token and its slot is so. */
    boolean fits(Pkcs11Uri uri, Optional<Long> asked) {
        return asked.map(number -> number == slot).orElse(true)
                && is(uri, "token", label)
                && is(uri, "manufacturer", manufacturer)
                && is(uri, "model", model)
                && is(uri, "serial", serial);
    }

    private static boolean is(Pkcs11Uri uri, String attribute, String value) {
        return uri.text(attribute).map(value::equals).orElse(true);
    }
}

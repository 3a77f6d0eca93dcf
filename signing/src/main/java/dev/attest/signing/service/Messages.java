package dev.attest.signing.service;

import java.util.List;
import java.util.regex.Pattern;

/** What a service says may be shown: one short line without control characters, tokens and other secrets taken out. */
final class Messages {
    private static final int MAX_LENGTH = 300;
    private static final String REDACTED = "[redacted]";

    // A JSON web token, whole or cut short; services like to repeat what they did not like.
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_=-]{4,}(\\.[A-Za-z0-9_=-]*){0,2}");

    private Messages() {}

    static String clean(String text, List<String> secrets) {
        String clean = text;
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                clean = clean.replace(secret, REDACTED);
            }
        }
        clean = TOKEN.matcher(clean).replaceAll(REDACTED);
        String line = clean.lines()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .findFirst()
                .orElse("");
        String printable = line.replaceAll("\\p{C}", "");
        return printable.length() <= MAX_LENGTH ? printable : printable.substring(0, MAX_LENGTH) + "…";
    }
}

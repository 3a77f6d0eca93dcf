package dev.attest.json;

/** What a message may show of a received text: one short line of visible ASCII, so that it cannot forge a log. */
final class Printable {
    private static final int MAX_LENGTH = 160;

    private Printable() {}

    static String of(String text) {
        var shown = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        for (int i = 0; i < text.length() && i < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return shown.toString();
    }
}

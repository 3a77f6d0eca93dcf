package dev.attest.cli;

import java.nio.charset.StandardCharsets;

/** A result for people, line by line; what others wrote cannot end a line or begin one. */
final class TextLines {
    private final StringBuilder text = new StringBuilder();

    TextLines line(String line) {
        text.append(Console.printable(line)).append('\n');
        return this;
    }

    /** An indented line whose text begins in the same column as that of its neighbours. */
    TextLines field(String name, String value) {
        return line(String.format("  %-9s %s", name, value));
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}

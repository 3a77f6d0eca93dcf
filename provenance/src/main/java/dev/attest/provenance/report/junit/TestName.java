package dev.attest.provenance.report.junit;

import dev.attest.provenance.report.file.Element;

/** How a test is named in a predicate: by class and name, on one line, and not longer than a document bears. */
final class TestName {
    private static final int MAX_LENGTH = 300;

    private TestName() {}

    static String of(Element testcase, String suite) {
        String group = testcase.text("classname")
                .or(() -> testcase.text("class"))
                .filter(text -> !text.isBlank())
                .orElse(suite);
        String name = testcase.text("name").orElse("");
        return shown(group.isBlank() ? name : name.isBlank() ? group : group + "." + name);
    }

    static String shown(String text) {
        var shown = new StringBuilder();
        text.strip().codePoints().limit(MAX_LENGTH).forEach(c -> shown.appendCodePoint(printable(c) ? c : '?'));
        if (shown.isEmpty()) {
            return "(without a name)";
        }
        return text.strip().codePointCount(0, text.strip().length()) > MAX_LENGTH ? shown + "…" : shown.toString();
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}

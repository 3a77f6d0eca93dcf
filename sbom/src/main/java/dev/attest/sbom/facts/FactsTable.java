package dev.attest.sbom.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Image facts for people: what is there in aligned columns, attribute, place and conditions; below, what was looked for
 * and is not there. Layers are left out. Ends with a line feed.
 */
public final class FactsTable {
    private static final int MAX_WIDTH = 60;

    private FactsTable() {}

    public static String write(ImageFacts facts) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ATTRIBUTE", "PATH", "CONDITIONS"));
        var absent = new ArrayList<String>();
        for (Fact fact : facts.facts()) {
            if (!fact.present()) {
                absent.add(fact.attribute());
            } else if (fact.kind() != FactKind.LAYER) {
                rows.add(List.of(fact.attribute(), visible(fact.path()), visible(conditions(fact))));
            }
        }
        var text = new StringBuilder();
        int first = width(rows, 0);
        int second = width(rows, 1);
        for (List<String> row : rows) {
            text.append((padded(row.get(0), first) + padded(row.get(1), second) + row.get(2)).stripTrailing())
                    .append('\n');
        }
        return text.append("not there: ")
                .append(String.join(", ", absent))
                .append('\n')
                .toString();
    }

    private static String conditions(Fact fact) {
        return fact.conditions().entrySet().stream()
                .filter(condition -> !condition.getValue().isEmpty())
                .map(condition -> condition.getKey() + "=" + condition.getValue())
                .collect(Collectors.joining(" "));
    }

    private static int width(List<List<String>> rows, int column) {
        int widest =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.min(MAX_WIDTH, widest) + 2;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(2, width - text.length()));
    }

    /** A terminal must not take orders from a file name. */
    private static String visible(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

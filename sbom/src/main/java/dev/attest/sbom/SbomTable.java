package dev.attest.sbom;

import dev.attest.oci.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An SBOM as aligned columns for people: type, name, version, licence, layer (numbered from the lowest, 0) and path; gaps
 * summed up below. Ends with a line feed. What a column cannot hold ends with an ellipsis.
 */
public final class SbomTable {
    private static final List<String> HEAD = List.of("TYPE", "NAME", "VERSION", "LICENCE", "LAYER", "PATH");
    private static final int[] MAX_WIDTHS = {12, 60, 40, 30, 5, 500};
    private static final int[] MIN_WIDTHS = {8, 16, 10, 8, 5, 12};
    /** The columns that give way when a line is too long, the first most. */
    private static final int[] GIVING = {3, 5, 1, 2, 0};

    private static final int SHOWN_GAPS = 5;

    private final List<Digest> diffIds;
    private final int width;

    private SbomTable(List<Digest> diffIds, int width) {
        this.diffIds = diffIds;
        this.width = width;
    }

    /** The table of an image with these layers, lowest first, in lines of at most {@code width} characters. */
    public static String write(Sbom sbom, List<Digest> diffIds, int width) {
        return new SbomTable(diffIds, width).write(sbom);
    }

    private String write(Sbom sbom) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        sbom.components().forEach(component -> rows.add(row(component)));
        var text = new StringBuilder();
        sbom.operatingSystem().ifPresent(system -> text.append("Operating system: ")
                .append(visible(system.prettyName().isEmpty() ? system.distro() : system.prettyName()))
                .append('\n'));
        append(text, rows);
        int count = sbom.components().size();
        text.append(count).append(count == 1 ? " component\n" : " components\n");
        gaps(text, sbom.gaps());
        return text.toString();
    }

    private List<String> row(Component component) {
        Component.Identity identity = component.identity();
        String separator = identity.group().startsWith("@") ? "/" : ":";
        String name = identity.group().isEmpty() ? identity.name() : identity.group() + separator + identity.name();
        List<String> paths = component.evidence().paths();
        String more = paths.size() > 1 ? " (+" + (paths.size() - 1) + ")" : "";
        int layer = diffIds.indexOf(component.evidence().firstLayer());
        return List.of(
                identity.purl().map(Purl::type).orElse(identity.type().id()),
                visible(name),
                visible(identity.version()),
                visible(String.join(", ", component.declared().licences())),
                layer < 0 ? "" : Integer.toString(layer),
                visible(paths.isEmpty() ? "" : paths.get(0)) + more);
    }

    private void append(StringBuilder text, List<List<String>> rows) {
        int[] widths = widths(rows);
        int last = widths.length - 1;
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i <= last; i++) {
                String cell = cut(row.get(i), widths[i]);
                line.append(cell);
                if (i < last) {
                    line.append(" ".repeat(widths[i] - length(cell) + 2));
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.min(MAX_WIDTHS[i], Math.max(widths[i], length(row.get(i))));
            }
        }
        int excess = 2 * (widths.length - 1) - width;
        for (int one : widths) {
            excess += one;
        }
        for (int column : GIVING) {
            int given = Math.max(0, Math.min(excess, widths[column] - MIN_WIDTHS[column]));
            widths[column] -= given;
            excess -= given;
        }
        return widths;
    }

    /** One line for each reason, with the first few of what it is about. */
    private static void gaps(StringBuilder text, List<Gap> gaps) {
        Map<Gap.Kind, List<Gap>> byKind = new TreeMap<>();
        gaps.forEach(gap ->
                byKind.computeIfAbsent(gap.kind(), kind -> new ArrayList<>()).add(gap));
        byKind.forEach((kind, of) -> {
            text.append("not described, ")
                    .append(kind.id())
                    .append(": ")
                    .append(of.size())
                    .append('\n');
            of.stream().limit(SHOWN_GAPS).forEach(gap -> text.append("  ")
                    .append(visible(gap.subject()))
                    .append(" (")
                    .append(visible(gap.detail()))
                    .append(")\n"));
            if (of.size() > SHOWN_GAPS) {
                text.append("  and ").append(of.size() - SHOWN_GAPS).append(" more\n");
            }
        });
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String cut(String cell, int width) {
        return length(cell) <= width ? cell : cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + "\u2026";
    }

    /** A terminal must not take orders from a file name. */
    private static String visible(String text) {
        return text.codePoints()
                .map(c -> isHidden(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}

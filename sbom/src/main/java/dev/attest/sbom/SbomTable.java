package dev.attest.sbom;

import java.util.ArrayList;
import java.util.List;

/** An SBOM as aligned columns for people: type, name, version, place; gaps below. Ends with a line feed. */
public final class SbomTable {
    private SbomTable() {}

    public static String write(Sbom sbom) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("TYPE", "NAME", "VERSION", "PATH"));
        for (Component component : sbom.components()) {
            Component.Identity identity = component.identity();
            String separator = identity.group().startsWith("@") ? "/" : ":";
            String name = identity.group().isEmpty() ? identity.name() : identity.group() + separator + identity.name();
            List<String> paths = component.evidence().paths();
            String more = paths.size() > 1 ? " (+" + (paths.size() - 1) + ")" : "";
            rows.add(List.of(
                    identity.purl().map(Purl::type).orElse(identity.type().id()),
                    visible(name),
                    visible(identity.version()),
                    visible(paths.get(0)) + more));
        }
        var text = new StringBuilder();
        sbom.operatingSystem().ifPresent(system -> text.append("Operating system: ")
                .append(visible(system.prettyName().isEmpty() ? system.distro() : system.prettyName()))
                .append('\n'));
        append(text, rows);
        text.append(sbom.components().size()).append(" components\n");
        for (Gap gap : sbom.gaps()) {
            text.append("not described: ")
                    .append(visible(gap.subject()))
                    .append(" (")
                    .append(visible(gap.detail()))
                    .append(")\n");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, List<List<String>> rows) {
        int[] widths = new int[3];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.min(60, Math.max(widths[i], row.get(i).length()));
            }
        }
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                text.append(row.get(i))
                        .append(" ".repeat(Math.max(0, widths[i] - row.get(i).length()) + 2));
            }
            text.append(row.get(widths.length)).append('\n');
        }
    }

    /** A terminal must not take orders from a file name. */
    private static String visible(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

package dev.attest.sbom.java;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Families of artifacts that are published without coordinates inside and whose group nothing in them tells. A name
 * counts only together with a package that the family's classes are in, or for an archive that has no classes at all.
 */
final class GroupFamilies {
    private record Family(String artifact, String classes, String group, int before) {
        boolean names(String name, String version) {
            boolean star = artifact.endsWith("*");
            boolean named =
                    star ? name.startsWith(artifact.substring(0, artifact.length() - 1)) : name.equals(artifact);
            return named && (before == 0 || major(version) < before);
        }

        private static int major(String version) {
            int end = 0;
            while (end < version.length() && end < 4 && Character.isDigit(version.charAt(end))) {
                end++;
            }
            return end == 0 ? Integer.MAX_VALUE : Integer.parseInt(version.substring(0, end));
        }
    }

    private static final class Table {
        private static final List<Family> ROWS = read();

        private static List<Family> read() {
            try (InputStream in = Objects.requireNonNull(
                    GroupFamilies.class.getResourceAsStream("groups.txt"), "groups.txt is beside this class")) {
                return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<Family> parse(String text) {
            var rows = new ArrayList<Family>();
            for (String line : text.split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] columns = line.strip().split("\\s+");
                    int before = columns.length > 3 ? Integer.parseInt(columns[3].substring(1)) : 0;
                    rows.add(new Family(columns[0], columns[1], columns[2], before));
                }
            }
            return List.copyOf(rows);
        }
    }

    private GroupFamilies() {}

    static Optional<String> of(String artifact, String version, ClassPackages packages) {
        return Table.ROWS.stream()
                .filter(family -> family.names(artifact, version))
                .filter(family -> packages.isEmpty() ? !family.artifact.equals("*") : packages.has(family.classes))
                .map(Family::group)
                .findFirst();
    }
}

package dev.attest.sbom.rpm;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Mariner's and Azure Linux' distroless images have in place of a database: one line per package with ten columns,
 * name, version-release, two times, vendor, epoch, size, architecture, epoch as a number, source package.
 */
final class ContainerManifest {
    static final String PATH = "var/lib/rpmmanifest/container-manifest-2";

    private static final int COLUMNS = 10;
    private static final int MAX_FIELD = 1024;

    private ContainerManifest() {}

    static List<Finding> parse(String path, byte[] bytes) throws MalformedContentException {
        var findings = new ArrayList<Finding>();
        int number = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String[] columns = line.strip().split("\t", -1);
            if (columns.length < COLUMNS || columns[0].isEmpty() || columns[1].isEmpty()) {
                throw new MalformedContentException(
                        path + ", line " + number + ": expected " + COLUMNS + " columns, a name and a version first");
            }
            for (String column : columns) {
                if (column.length() > MAX_FIELD) {
                    throw new MalformedContentException(
                            path + ", line " + number + ": a column of more than " + MAX_FIELD + " characters");
                }
            }
            findings.add(new Finding(Map.of(
                    "name", columns[0],
                    "version", columns[1],
                    "supplier", known(columns[4]),
                    "epoch", known(columns[5]),
                    "arch", known(columns[7]),
                    "source", known(columns[9]))));
        }
        return findings;
    }

    private static String known(String column) {
        return column.equals("(none)") ? "" : column;
    }
}

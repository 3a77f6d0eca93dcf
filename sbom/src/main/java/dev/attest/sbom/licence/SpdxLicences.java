package dev.attest.sbom.licence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** SPDX's list of licences and exceptions, deprecated identifiers among them with what took their place. */
final class SpdxLicences {
    private static final SpdxLicences LIST = load();

    private final Map<String, String> licences = new HashMap<>();
    private final Map<String, String> exceptions = new HashMap<>();
    private final Map<String, String> replacements = new HashMap<>();
    private final List<Map.Entry<String, String>> names = new ArrayList<>();

    private SpdxLicences() {}

    static SpdxLicences list() {
        return LIST;
    }

    /** A licence's identifier in the list's own case. */
    Optional<String> licence(String identifier) {
        return Optional.ofNullable(licences.get(identifier.toLowerCase(Locale.ROOT)));
    }

    /** An exception's identifier in the list's own case; that of its successor for a deprecated one. */
    Optional<String> exception(String identifier) {
        return Optional.ofNullable(exceptions.get(identifier.toLowerCase(Locale.ROOT)))
                .map(known -> replacements.getOrDefault(known, known));
    }

    /** What takes the place of a deprecated licence: an identifier, or one with an exception. */
    Optional<String> replacement(String licence) {
        return Optional.ofNullable(replacements.get(licence));
    }

    /** Full names of licences that are not deprecated, with their identifiers, in the order of the list. */
    List<Map.Entry<String, String>> names() {
        return List.copyOf(names);
    }

    private void add(String[] row) {
        boolean isLicence = row[0].charAt(0) == 'l';
        (isLicence ? licences : exceptions).put(row[1].toLowerCase(Locale.ROOT), row[1]);
        if (!row[2].isEmpty()) {
            replacements.put(row[1], row[2]);
        }
        if (row[0].equals("l")) {
            names.add(Map.entry(row[3], row[1]));
        }
    }

    private static SpdxLicences load() {
        var list = new SpdxLicences();
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SpdxLicences.class.getResourceAsStream("spdx-licences.tsv")),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    list.add(line.split("\t", 4));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return list;
    }
}

package dev.attest.sbom.catalog;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a package says of itself, as the fields of a finding and back, by the same names in every ecosystem. Texts are
 * bounded on the way in: prose longer than 500 characters is no name and left out, of lists that are too long the rest
 * is left out and said to be.
 */
public final class PackageFields {
    public static final String NAME = "name";
    public static final String VERSION = "version";
    public static final String ARCH = "arch";
    public static final String LICENCES = "licences";
    public static final String SUPPLIER = "supplier";
    /** Names of other packages that this one needs. */
    public static final String REQUIRES = "requires";
    /** Further names by which others may need it. */
    public static final String PROVIDES = "provides";
    /** CycloneDX's types of references. */
    public static final String WEBSITE = "website";

    public static final String VCS = "vcs";
    public static final String DISTRIBUTION = "distribution";

    private static final String LIMIT = "limit";
    private static final String PROPERTY = "property:";
    private static final int MAX_TEXT = 500;
    private static final int MAX_NAMES = 2_000;
    private static final int MAX_NAMES_LENGTH = 64 << 10;
    private static final Pattern ADDRESS =
            Pattern.compile("(?:https?|git|svn|ssh|ftp)://[!-~&&[^\"<>\\\\^`{|}@]]{1,1000}");

    private final Map<String, String> fields = new TreeMap<>();

    /** One line of text; one that is too long to be what it should be says nothing. */
    public PackageFields put(String field, String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        if (line.length() <= MAX_TEXT) {
            fields.put(field, line);
        }
        return this;
    }

    /** Several texts, sorted, each once. */
    public PackageFields put(String field, Collection<String> texts) {
        var kept = new TreeSet<String>();
        int length = 0;
        for (String text : texts) {
            String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
            if (line.isEmpty() || line.length() > MAX_TEXT || kept.contains(line)) {
                continue;
            }
            length += line.length() + 1;
            if (kept.size() >= MAX_NAMES || length > MAX_NAMES_LENGTH) {
                fields.put(LIMIT, "more than " + MAX_NAMES + " names of what it " + field);
                break;
            }
            kept.add(line);
        }
        fields.put(field, String.join("\n", kept));
        return this;
    }

    /** An address by its type of reference; what is none, or names a user, is left out. */
    public PackageFields reference(String type, String address) {
        if (ADDRESS.matcher(address.strip()).matches()) {
            fields.put(type, address.strip());
        }
        return this;
    }

    /** A further fact by a short name of ours. */
    public PackageFields property(String name, String value) {
        return put(PROPERTY + name, value);
    }

    public Finding finding() {
        return new Finding(fields);
    }

    public Finding finding(List<Finding> children) {
        return new Finding(fields, children);
    }

    /** The texts of a list. */
    public static List<String> list(Finding finding, String field) {
        String text = finding.text(field);
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    /** Licences, supplier, references and properties of the finding. */
    public static Component.Declared declared(Finding finding) {
        var references = new TreeMap<String, String>();
        for (String type : List.of(WEBSITE, VCS, DISTRIBUTION)) {
            references.put(type, finding.text(type));
        }
        var properties = new TreeMap<String, String>();
        finding.fields().forEach((name, value) -> {
            if (name.startsWith(PROPERTY)) {
                properties.put(name.substring(PROPERTY.length()), value);
            }
        });
        return new Component.Declared(
                Optional.of(finding.text(SUPPLIER)).filter(text -> !text.isEmpty()),
                list(finding, LICENCES),
                Map.of(),
                references,
                properties);
    }

    /** Lists what was left out of the finding because it was too much. */
    public static void limits(Sighting sighting, Assembly assembly) {
        String limit = sighting.finding().text(LIMIT);
        if (!limit.isEmpty()) {
            String name = sighting.finding().text(NAME);
            assembly.gap(new Gap(Gap.Kind.LIMIT, sighting.path(), name + " has " + limit + ", the rest is left out"));
        }
    }
}

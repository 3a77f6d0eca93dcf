package dev.attest.sbom.diff;

/**
 * A package as an SBOM of any format lists it. {@code key} is its purl without version and qualifiers, and without a purl
 * its kind and name; {@code licence} is one text, empty where none is declared.
 */
public record ListedPackage(String key, String version, String licence) implements Comparable<ListedPackage> {
    /** The kind of package: the purl's type. */
    public String kind() {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    /** The name with its namespace. */
    public String name() {
        return key.substring(key.indexOf('/') + 1);
    }

    @Override
    public int compareTo(ListedPackage other) {
        int byKey = key.compareTo(other.key);
        int byVersion = byKey != 0 ? byKey : version.compareTo(other.version);
        return byVersion != 0 ? byVersion : licence.compareTo(other.licence);
    }
}

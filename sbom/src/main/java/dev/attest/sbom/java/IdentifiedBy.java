package dev.attest.sbom.java;

/** What told an archive's coordinates, the strongest first. */
enum IdentifiedBy {
    /** Maven's own file, and the archive is named after it. */
    POM_PROPERTIES("pom-properties"),
    POM_XML("pom-xml"),
    /** A file whose place is made of the coordinates, as GraalVM's and Android's tools ask for. */
    METADATA_PATH("metadata-path"),
    /** {@link GroupFamilies}. */
    KNOWN_GROUP("known-group"),
    MANIFEST("manifest"),
    BUNDLE_NAME("bundle-name"),
    MODULE_NAME("module-name"),
    /** A guess: that the group is the beginning of the classes' packages. */
    CLASS_PACKAGES("class-packages"),
    /** Too little for coordinates. */
    FILE_NAME("file-name");

    private final String id;

    IdentifiedBy(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}

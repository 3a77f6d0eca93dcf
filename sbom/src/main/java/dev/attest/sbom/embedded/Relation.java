package dev.attest.sbom.embedded;

/** What a document says that one component is to another; the rest says nothing of what is in the image. */
enum Relation {
    CONTAINS,
    DEPENDS_ON,
    /** The other one is the source it was made from, and itself not there. */
    GENERATED_FROM,
    /** The other one was needed to make, test or describe it, and is not there. */
    MADE_WITH
}

package dev.attest.sbom.embedded;

import dev.attest.sbom.catalog.UnreadFileException;

/** SPDX 2.x relationship types (specification 2.3, clause 11.1) as what they say of the image. */
final class SpdxRelations {
    private SpdxRelations() {}

    /** Adds "A TYPE B" to the claims; types that say nothing of what is there are passed over. */
    static void add(Claims claims, String a, String type, String b) throws UnreadFileException {
        switch (type) {
            case "DESCRIBES" -> claims.root(b);
            case "DESCRIBED_BY" -> {
                // melange names the recipe of a package so; the document itself is the other use.
                claims.relate(a, Relation.MADE_WITH, b);
                if (b.equals(SpdxJson.DOCUMENT)) {
                    claims.root(a);
                }
            }
            case "CONTAINS" -> claims.relate(a, Relation.CONTAINS, b);
            case "CONTAINED_BY", "PACKAGE_OF", "OPTIONAL_COMPONENT_OF" -> claims.relate(b, Relation.CONTAINS, a);
            case "DEPENDS_ON", "STATIC_LINK", "DYNAMIC_LINK", "HAS_PREREQUISITE" ->
                claims.relate(a, Relation.DEPENDS_ON, b);
            case "DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF", "OPTIONAL_DEPENDENCY_OF", "PREREQUISITE_FOR" ->
                claims.relate(b, Relation.DEPENDS_ON, a);
            case "GENERATED_FROM", "DESCENDANT_OF" -> claims.relate(a, Relation.GENERATED_FROM, b);
            case "GENERATES", "ANCESTOR_OF" -> claims.relate(b, Relation.GENERATED_FROM, a);
            case "BUILD_DEPENDENCY_OF",
                    "DEV_DEPENDENCY_OF",
                    "TEST_DEPENDENCY_OF",
                    "PROVIDED_DEPENDENCY_OF",
                    "BUILD_TOOL_OF",
                    "DEV_TOOL_OF",
                    "TEST_TOOL_OF",
                    "TEST_OF",
                    "EXAMPLE_OF",
                    "PATCH_FOR" -> claims.relate(b, Relation.MADE_WITH, a);
            default -> {}
        }
    }
}

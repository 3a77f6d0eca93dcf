package dev.attest.intoto;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The predicate types that attest writes or asks for, with the short names its command line uses. */
public enum PredicateType {
    /** cosign 3's signature: an empty predicate over the image's digest. */
    SIGNATURE("signature", "https://sigstore.dev/cosign/sign/v1"),
    PROVENANCE("provenance", "https://slsa.dev/provenance/v1"),
    CYCLONEDX("cyclonedx", "https://cyclonedx.org/bom"),
    SPDX("spdx", "https://spdx.dev/Document"),
    /** in-toto SCAI: attest's image facts. */
    FACTS("facts", "https://in-toto.io/attestation/scai/v0.3"),
    OPENVEX("openvex", "https://openvex.dev/ns"),
    /** in-toto reference v0.1: the closing list of everything one run of {@code attest sign} attached. */
    REFERENCE("reference", "https://in-toto.io/attestation/reference/v0.1"),
    VULNS("vulns", "https://in-toto.io/attestation/vulns/v0.2"),
    TEST_RESULT("test-result", "https://in-toto.io/attestation/test-result/v0.1"),
    /** in-toto SCAI: how much of the source the tests covered. */
    COVERAGE("coverage", FACTS.uri),
    /** in-toto SCAI: what came of building it once more. */
    REBUILD("rebuild", FACTS.uri),
    VSA("vsa", "https://slsa.dev/verification_summary/v1"),
    SVR("svr", "https://in-toto.io/attestation/svr/v0.2"),
    RELEASE("release", "https://in-toto.io/attestation/release/v0.1"),
    /** Our own: that an image was deployed, where to and by whom (docs/predicates/deployment-v1.md). */
    DEPLOYMENT("deployment", "https://attest.dev/predicates/deployment/v1");

    /** The one attribute of a SCAI predicate that is {@link #COVERAGE}. */
    public static final String COVERAGE_ATTRIBUTE = "TEST_COVERAGE";

    /** The one attribute of a SCAI predicate that is {@link #REBUILD}. */
    public static final String REBUILD_ATTRIBUTE = "ATTEST_REBUILT";

    private static final Set<String> PROVENANCE_FORMS =
            Set.of("https://slsa.dev/provenance/v0.2", "https://slsa.dev/provenance/v1.0");

    private final String shortName;
    private final String uri;

    PredicateType(String shortName, String uri) {
        this.shortName = shortName;
        this.uri = uri;
    }

    public String shortName() {
        return shortName;
    }

    public String uri() {
        return uri;
    }

    /**
     * The type of a statement. What shares the URI of SCAI is told apart by what it asserts: coverage and rebuilds assert
     * nothing else, and everything else is facts.
     */
    public static Optional<PredicateType> of(Statement statement) {
        Optional<PredicateType> type = of(statement.predicateType());
        return type.equals(Optional.of(FACTS)) ? Optional.of(scai(statement)) : type;
    }

    private static PredicateType scai(Statement statement) {
        JsonNode attributes = statement.predicate().node().path("attributes");
        if (asserts(attributes, COVERAGE_ATTRIBUTE)) {
            return COVERAGE;
        }
        return asserts(attributes, REBUILD_ATTRIBUTE) ? REBUILD : FACTS;
    }

    private static boolean asserts(JsonNode attributes, String only) {
        boolean found = false;
        for (JsonNode attribute : attributes) {
            if (!attribute.path("attribute").asText().equals(only)) {
                return false;
            }
            found = true;
        }
        return found;
    }

    /**
     * The first type a predicateType URI stands for; {@link #of(Statement)} knows better where several share one.
     * Versioned forms that others write are the same type: GitHub's {@code https://spdx.dev/Document/v2.3}, CycloneDX's
     * and OpenVEX's context URIs, provenance before version 1, vulns v0.1.
     */
    public static Optional<PredicateType> of(String uri) {
        return Arrays.stream(values())
                .filter(type -> uri.equals(type.uri) || type.hasForm(uri))
                .findFirst();
    }

    /** The type with this short name. */
    public static Optional<PredicateType> named(String shortName) {
        return Arrays.stream(values())
                .filter(type -> type.shortName.equals(shortName))
                .findFirst();
    }

    private boolean hasForm(String other) {
        return switch (this) {
            case SPDX, CYCLONEDX, OPENVEX -> other.startsWith(uri + "/");
            // go-witness writes v1.0 for version 1.
            case PROVENANCE -> PROVENANCE_FORMS.contains(other);
            case VULNS -> other.equals("https://in-toto.io/attestation/vulns/v0.1");
            default -> false;
        };
    }
}

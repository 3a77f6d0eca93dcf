package dev.attest.intoto;

import java.util.Arrays;
import java.util.Optional;

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
    VSA("vsa", "https://slsa.dev/verification_summary/v1");

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
     * The type a predicateType URI stands for. Versioned forms that others write are the same type: GitHub's {@code
     * https://spdx.dev/Document/v2.3}, CycloneDX's and OpenVEX's context URIs.
     */
    public static Optional<PredicateType> of(String uri) {
        return Arrays.stream(values())
                .filter(type -> uri.equals(type.uri) || (type.hasVersionedForms() && uri.startsWith(type.uri + "/")))
                .findFirst();
    }

    /** The type with this short name. */
    public static Optional<PredicateType> named(String shortName) {
        return Arrays.stream(values())
                .filter(type -> type.shortName.equals(shortName))
                .findFirst();
    }

    private boolean hasVersionedForms() {
        return this == SPDX || this == CYCLONEDX || this == OPENVEX;
    }
}

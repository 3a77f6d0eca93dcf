package dev.attest.provenance;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.Optional;

/**
 * What a builder says of its own record: SLSA provenance v0.2's {@code completeness} and {@code reproducible}, which v1
 * left out because {@code builder.id} implies them, and BuildKit's extensions of either version. What is absent is not
 * claimed. It is worth what its signer is worth, and is never written.
 */
public record SelfAssessment(
        boolean parametersComplete,
        boolean environmentComplete,
        boolean dependenciesComplete,
        boolean hermetic,
        boolean reproducible) {
    /** Nothing is claimed. */
    public static final SelfAssessment NONE = new SelfAssessment(false, false, false, false, false);

    private static final String BUILDKIT = "https://mobyproject.org/buildkit@v1#";

    /** From {@code runDetails.metadata}, where BuildKit puts its extensions. */
    static SelfAssessment read(JsonObject metadata) throws MalformedJsonException {
        Optional<JsonObject> completeness = metadata.optionalObject("buildkit_completeness");
        return new SelfAssessment(
                flag(completeness, "request"),
                false,
                flag(completeness, "resolvedDependencies"),
                metadata.flag("buildkit_hermetic"),
                metadata.flag("buildkit_reproducible"));
    }

    /** From the {@code metadata} of SLSA provenance v0.2. */
    static SelfAssessment readV02(JsonObject metadata) throws MalformedJsonException {
        Optional<JsonObject> completeness = metadata.optionalObject("completeness");
        return new SelfAssessment(
                flag(completeness, "parameters"),
                flag(completeness, "environment"),
                flag(completeness, "materials"),
                metadata.flag(BUILDKIT + "hermetic"),
                metadata.flag("reproducible"));
    }

    private static boolean flag(Optional<JsonObject> object, String name) throws MalformedJsonException {
        return object.isPresent() && object.get().flag(name);
    }
}

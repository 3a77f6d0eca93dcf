package dev.attest.provenance.buildkit;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.buildkit.BuildKitPredicate.Claims;
import dev.attest.provenance.buildkit.BuildKitPredicate.Form;

/** The shape of SLSA provenance v1, with BuildKit's members of the metadata. */
final class PredicateV1 {
    private PredicateV1() {}

    static BuildKitPredicate read(JsonObject predicate) throws MalformedJsonException {
        JsonObject definition = predicate.object("buildDefinition");
        PredicateParts.checkBuildType(definition, Form.V1);
        JsonObject external = definition.object("externalParameters");
        JsonObject details = predicate.object("runDetails");
        JsonObject metadata = PredicateParts.orEmpty(details, "metadata");
        JsonObject ours = PredicateParts.orEmpty(metadata, "buildkit_metadata");
        return new BuildKitPredicate(
                Form.V1,
                details.object("builder").text("id"),
                PredicateParts.configSource(PredicateParts.orEmpty(external, "configSource"), "path"),
                PredicateParts.request(PredicateParts.orEmpty(external, "request")),
                PredicateParts.materials(definition, "resolvedDependencies"),
                claims(metadata, ours),
                PredicateParts.hints(ours));
    }

    private static Claims claims(JsonObject metadata, JsonObject ours) throws MalformedJsonException {
        JsonObject completeness = PredicateParts.orEmpty(metadata, "buildkit_completeness");
        return new Claims(
                metadata.flag("buildkit_hermetic"),
                completeness.flag("request"),
                completeness.flag("resolvedDependencies"),
                metadata.flag("buildkit_reproducible"),
                PredicateParts.network(ours));
    }
}

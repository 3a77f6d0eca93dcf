package dev.attest.provenance.buildkit;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.buildkit.BuildKitPredicate.Claims;
import dev.attest.provenance.buildkit.BuildKitPredicate.Form;

/** The shape of SLSA provenance v0.2, which BuildKit wrote by default before v1, with URIs for names of its members. */
final class PredicateV02 {
    private static final String OWN = Form.V0_2.buildType() + "#";

    private PredicateV02() {}

    static BuildKitPredicate read(JsonObject predicate) throws MalformedJsonException {
        PredicateParts.checkBuildType(predicate, Form.V0_2);
        JsonObject invocation = PredicateParts.orEmpty(predicate, "invocation");
        JsonObject metadata = PredicateParts.orEmpty(predicate, "metadata");
        JsonObject ours = PredicateParts.orEmpty(metadata, OWN + "metadata");
        return new BuildKitPredicate(
                Form.V0_2,
                predicate.object("builder").text("id"),
                PredicateParts.configSource(PredicateParts.orEmpty(invocation, "configSource"), "entryPoint"),
                PredicateParts.request(PredicateParts.orEmpty(invocation, "parameters")),
                PredicateParts.materials(predicate, "materials"),
                claims(metadata, ours),
                PredicateParts.hints(ours));
    }

    private static Claims claims(JsonObject metadata, JsonObject ours) throws MalformedJsonException {
        JsonObject completeness = PredicateParts.orEmpty(metadata, "completeness");
        return new Claims(
                metadata.flag(OWN + "hermetic"),
                completeness.flag("parameters"),
                completeness.flag("materials"),
                metadata.flag("reproducible"),
                PredicateParts.network(ours));
    }
}

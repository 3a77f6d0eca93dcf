package dev.attest.provenance.expect;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.Glob;
import java.util.Optional;

/**
 * Who is expected to sign, and where.
 *
 * @param identity the signing workflow's URI; without an {@code @} its ref is left to {@code moving}
 * @param digest the commit of the signing workflow
 * @param moving whether a reusable workflow may have been called by a branch or by a tag such as {@code v1}
 * @param hosted whether the platform's own runner has to have built
 * @param environment the deployment environment that let the job run
 */
public record ExpectedSigner(
        Optional<Glob> identity,
        Optional<String> digest,
        boolean moving,
        boolean hosted,
        Optional<String> environment) {

    static ExpectedSigner read(JsonObject json) throws MalformedJsonException {
        Optional<Glob> identity = json.has("signer") ? Optional.of(Glob.read(json, "signer")) : Optional.empty();
        return new ExpectedSigner(
                identity,
                ExpectedSource.filled(json, "signerDigest"),
                json.flag("movingSigner"),
                hosted(json),
                ExpectedSource.filled(json, "environment"));
    }

    private static boolean hosted(JsonObject json) throws MalformedJsonException {
        return switch (json.optionalText("runner").orElse("any")) {
            case "hosted" -> true;
            case "any" -> false;
            default -> throw json.malformed("runner", "hosted or any");
        };
    }
}

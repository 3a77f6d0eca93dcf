package dev.attest.provenance.ci;

import dev.attest.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a build ran.
 *
 * @param claims those of the token that a certificate authority verified, by name; numbers and booleans as texts, what is
 *     none of these left out; empty when there is no token
 * @param environment the variables of the job
 * @param times when it ran, as far as the caller knows
 * @param workTree the source that was built
 */
public record BuildContext(
        Map<String, String> claims, Map<String, String> environment, BuildTimes times, Optional<Path> workTree) {
    public BuildContext {
        claims = Map.copyOf(claims);
        environment = Map.copyOf(environment);
    }

    /** A token's claims as texts: issuers differ in whether the same claim is a text, a number or a boolean. */
    public static Map<String, String> texts(JsonObject claims) {
        var texts = new TreeMap<String, String>();
        claims.node().properties().forEach(claim -> {
            if (claim.getValue().isValueNode() && !claim.getValue().isNull()) {
                texts.put(claim.getKey(), claim.getValue().asText());
            }
        });
        return texts;
    }
}

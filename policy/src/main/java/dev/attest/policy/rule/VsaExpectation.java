package dev.attest.policy.rule;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.SlsaResult;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification summary must say to be accepted (SLSA VSA v1, "How to verify").
 *
 * @param verifier who is believed, and by whose signature
 * @param policyUri the policy that has to have been applied
 * @param policyDigest that policy's very digest, by algorithm; empty where its URI is enough
 * @param resourceUri as what the image was judged; without it, {@code oci://registry/repository} of the image asked for
 * @param levels each of these has to be among the verified levels, or implied by one
 * @param dependencyLevel the level that every dependency has to have
 * @param maxAge how old the verification may be
 */
public record VsaExpectation(
        VsaVerifier verifier,
        Optional<String> policyUri,
        Map<String, String> policyDigest,
        Optional<String> resourceUri,
        List<SlsaResult> levels,
        Optional<SlsaResult> dependencyLevel,
        Duration maxAge) {

    /** No summary is believed longer than ten years. */
    public static final Duration LONGEST = Duration.ofDays(3660);

    public VsaExpectation {
        levels = List.copyOf(levels);
        policyDigest = Map.copyOf(policyDigest);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("levels: at least one is expected; a summary without any says nothing");
        }
        levels.forEach(VsaExpectation::requireAttainable);
        dependencyLevel.ifPresent(VsaExpectation::requireAttainable);
        if (dependencyLevel.isPresent() && dependencyLevel.get().level().isEmpty()) {
            throw new IllegalArgumentException("dependencyLevel: the level of a track is expected");
        }
        if (maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("maxAge: more than nothing and at most " + LONGEST + " is expected");
        }
        if (policyUri.isEmpty() && !policyDigest.isEmpty()) {
            throw new IllegalArgumentException("policy: its uri is expected with its digest");
        }
    }

    /**
     * Reads one from a policy: {@code {"verifier": {…}, "policy": {"uri": …, "digest": "sha256:…"}, "resourceUri": …,
     * "levels": ["SLSA_BUILD_LEVEL_2", …], "dependencyLevel": …, "maxAge": "P7D"}}. Verifier ({@link VsaVerifier#read}),
     * levels and maxAge have to be there, and nothing else may.
     */
    public static VsaExpectation read(JsonObject json) throws MalformedJsonException {
        json.allow("verifier", "policy", "resourceUri", "levels", "dependencyLevel", "maxAge");
        Optional<JsonObject> policy = json.optionalObject("policy");
        Optional<String> uri = Optional.empty();
        Map<String, String> digest = Map.of();
        if (policy.isPresent()) {
            policy.get().allow("uri", "digest");
            uri = Optional.of(policy.get().text("uri"));
            digest = digest(policy.get());
        }
        VsaVerifier verifier = VsaVerifier.read(json.object("verifier"));
        try {
            return new VsaExpectation(
                    verifier,
                    uri,
                    digest,
                    json.optionalText("resourceUri"),
                    json.texts("levels").stream().map(SlsaResult::new).toList(),
                    json.optionalText("dependencyLevel").map(SlsaResult::new),
                    Duration.parse(json.text("maxAge")));
        } catch (DateTimeParseException e) {
            throw json.malformed("maxAge", "a duration in days or less, such as P7D or PT12H (ISO 8601)");
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(json.place() + ": " + e.getMessage());
        }
    }

    /** Whether this is the policy that was expected. */
    boolean isPolicy(ResourceDescriptor policy) {
        return policyUri.isEmpty()
                || (policy.uri().equals(policyUri) && (policyDigest.isEmpty() || policy.matches(policyDigest)));
    }

    private static Map<String, String> digest(JsonObject policy) throws MalformedJsonException {
        Optional<String> text = policy.optionalText("digest");
        if (text.isEmpty()) {
            return Map.of();
        }
        if (!text.get().matches("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")) {
            throw policy.malformed("digest", "sha256:… or sha512:… in lower-case hex");
        }
        return Map.of(text.get().substring(0, 6), text.get().substring(7));
    }

    private static void requireAttainable(SlsaResult level) {
        boolean impossible = level.equals(SlsaResult.FAILED)
                || (level.track().isPresent()
                        && level.level().isEmpty()
                        && !level.text().endsWith("_UNEVALUATED"));
        if (impossible) {
            throw new IllegalArgumentException("levels: there is no " + level + " to be had");
        }
    }
}

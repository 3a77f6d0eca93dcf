package dev.attest.provenance.match;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who signed and of which build, by one verified certificate. An empty value says nothing and is not kept.
 *
 * @param subject the certificate's one subject alternative name; empty where a bare key signed
 */
public record BuildClaims(String subject, Map<BuildClaim, String> values) {
    /** A signer of whom no certificate says anything. */
    public static final BuildClaims NONE = new BuildClaims("", Map.of());

    public BuildClaims {
        var kept = new EnumMap<BuildClaim, String>(BuildClaim.class);
        values.forEach((claim, value) -> {
            if (!value.isEmpty()) {
                kept.put(claim, value);
            }
        });
        values = Collections.unmodifiableMap(kept);
    }

    public Optional<String> get(BuildClaim claim) {
        return Optional.ofNullable(values.get(claim));
    }

    /** Who vouched for the subject to the certificate authority; empty where nobody did. */
    public String issuer() {
        return get(BuildClaim.ISSUER).or(() -> get(BuildClaim.ISSUER_V1)).orElse("");
    }

    /** Whether the certificate was given to a build. */
    public boolean ofBuild() {
        return values.keySet().stream().anyMatch(BuildClaim::isOfBuild);
    }

    /** Whether the platform's own machine ran the job; what the certificate does not say is not so. */
    public boolean onHostedRunner() {
        String runner = get(BuildClaim.RUNNER_ENVIRONMENT).orElse("");
        return runner.equals("github-hosted") || runner.equals("gitlab-hosted") || runner.equals("buildkite-hosted");
    }
}

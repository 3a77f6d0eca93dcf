package dev.attest.provenance.match;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The build claims of one verified certificate. An empty value says nothing and is not kept. */
public record BuildClaims(Map<BuildClaim, String> values) {
    /** A certificate that speaks of no build, such as a person's. */
    public static final BuildClaims NONE = new BuildClaims(Map.of());

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

    /** Whether the certificate was given to a build; every issuer's certificate names the issuer, which alone is none. */
    public boolean ofBuild() {
        return values.keySet().stream().anyMatch(claim -> claim != BuildClaim.ISSUER);
    }
}

package dev.attest.sbom.secret;

import java.util.EnumMap;
import java.util.Map;

/** How many secrets of which kind one file holds; their values are not in it. */
final class FoundSecrets {
    private static final int MOST = 9_999;

    private final Map<SecretKind, Integer> counts = new EnumMap<>(SecretKind.class);

    void add(SecretKind kind) {
        counts.merge(kind, 1, (a, b) -> Math.min(MOST, a + b));
    }

    Map<SecretKind, Integer> counts() {
        return counts;
    }

    void clear() {
        counts.clear();
    }
}

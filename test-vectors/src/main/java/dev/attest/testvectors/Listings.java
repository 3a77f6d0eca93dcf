package dev.attest.testvectors;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The versions of listings that went by, so that an old one can be answered. */
final class Listings {
    private static final byte[] EMPTY = ("{\"schemaVersion\":2,\"mediaType\":\"" + LayoutBuilder.INDEX
                    + "\",\"manifests\":[]}")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);

    /** What was answered last, and what before that. */
    private record Versions(Answer last, Answer before) {}

    private final Map<String, Versions> known = new ConcurrentHashMap<>();

    /** Notes what the registry answers now. */
    void note(String target, Step step, Answer now) {
        known.compute(target, (any, versions) -> {
            if (versions == null) {
                return new Versions(now, nothing(step));
            }
            return isSame(versions.last(), now) ? versions : new Versions(now, versions.last());
        });
    }

    /** The answer before the one that was noted last. */
    Answer stale(String target, Step step) {
        Versions versions = known.get(target);
        return versions == null ? nothing(step) : versions.before();
    }

    private static Answer nothing(Step step) {
        return step == Step.REFERRERS
                ? new Answer(200, Map.of("content-type", List.of(LayoutBuilder.INDEX)), EMPTY)
                : Answer.of(404, Map.of());
    }

    private static boolean isSame(Answer a, Answer b) {
        return a.status() == b.status() && Arrays.equals(a.body(), b.body());
    }
}

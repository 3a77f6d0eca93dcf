package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination.Taken;
import dev.attest.oci.Digest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was moved. {@code evidence} counts the referrers by what they claim to be, {@code evidenceFrom} is the repository of
 * their own that they and the tags of old came from; {@code cargo} are the manifests of what was
 * added; {@code leftBehind} is what stayed because of what was asked for, {@code missing} what should have come along and
 * could not.
 */
public record CopyReport(
        Descriptor root,
        Tally manifests,
        Tally blobs,
        Map<String, Integer> evidence,
        List<LegacyTag> legacyTags,
        Optional<String> evidenceFrom,
        List<Digest> cargo,
        List<Digest> foreignLayers,
        List<String> leftBehind,
        List<String> missing) {
    public CopyReport {
        evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
        legacyTags = List.copyOf(legacyTags);
        cargo = List.copyOf(cargo);
        foreignLayers = List.copyOf(foreignLayers);
        leftBehind = List.copyOf(leftBehind);
        missing = List.copyOf(missing);
    }

    /** Whether all of the image's evidence is at the destination now. */
    public boolean isComplete() {
        return missing.isEmpty();
    }

    /** A tag of cosign's older forms and what it stands for. */
    public record LegacyTag(String tag, Digest digest) {}

    /** How many things, and how many bytes of them, were taken in which way. */
    public static final class Tally {
        private final Map<Taken, Integer> counts = new EnumMap<>(Taken.class);
        private final Map<Taken, Long> bytes = new EnumMap<>(Taken.class);

        Tally() {}

        synchronized void add(Taken taken, long size) {
            counts.merge(taken, 1, Integer::sum);
            bytes.merge(taken, size, Long::sum);
        }

        public synchronized int count(Taken taken) {
            return counts.getOrDefault(taken, 0);
        }

        public synchronized long bytes(Taken taken) {
            return bytes.getOrDefault(taken, 0L);
        }
    }
}

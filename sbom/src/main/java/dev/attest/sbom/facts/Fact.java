package dev.attest.sbom.facts;

import dev.attest.oci.Digest;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One attribute of an image: that something is there, or, with {@code present} false, that it was looked for and is not.
 * {@code path} is empty where no file is meant; {@code layer} is the diffID of the layer that shows it.
 */
public record Fact(FactKind kind, boolean present, String path, Map<String, String> conditions, Optional<Digest> layer)
        implements Comparable<Fact> {
    private static final Comparator<Fact> ORDER = Comparator.comparing(Fact::kind)
            .thenComparing(Fact::present)
            .thenComparing(fact -> fact.conditions().getOrDefault("index", ""))
            .thenComparing(Fact::path)
            .thenComparing(fact -> fact.conditions().toString())
            .thenComparing(fact -> fact.layer().map(Digest::toString).orElse(""));

    /** Texts of an image that stand in conditions are cut to this length. */
    private static final int MAX_TEXT = 200;

    public Fact {
        conditions = Collections.unmodifiableMap(new TreeMap<>(conditions));
    }

    /** A file or directory of the image. */
    static Fact file(FactKind kind, String path, Map<String, String> conditions, Digest layer) {
        return new Fact(kind, true, path, conditions, Optional.of(layer));
    }

    /** Something that is said of the image as a whole. */
    static Fact of(FactKind kind, Map<String, String> conditions) {
        return new Fact(kind, true, "", conditions, Optional.empty());
    }

    /** Something that was looked for and is not there. */
    static Fact absent(FactKind kind) {
        return new Fact(kind, false, "", Map.of(), Optional.empty());
    }

    /** The SCAI attribute. */
    public String attribute() {
        return present ? kind.presence() : kind.absence();
    }

    /** A text of the image for a condition, not longer than a document bears. */
    static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    @Override
    public int compareTo(Fact other) {
        return ORDER.compare(this, other);
    }
}

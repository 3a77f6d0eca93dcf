package dev.attest.vex;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A piece of software by its {@code @id}, its identifiers ({@code purl}, {@code cpe22}, {@code cpe23}) or its hashes
 * ({@code sha-256}, … to hex).
 */
public record Component(Optional<String> id, Map<String, String> identifiers, Map<String, String> hashes) {
    public Component {
        identifiers = Collections.unmodifiableMap(new TreeMap<>(identifiers));
        hashes = Collections.unmodifiableMap(new TreeMap<>(hashes));
        if (id.isEmpty() && identifiers.isEmpty() && hashes.isEmpty()) {
            throw new IllegalArgumentException("a component that nothing identifies");
        }
    }

    /** A component known by its {@code @id} only. */
    public static Component of(String id) {
        return new Component(Optional.of(id), Map.of(), Map.of());
    }

    /**
     * Whether this, as the more general, is what {@code identifier} names: an equal text, a package URL that fits
     * ({@link Purl#matches}), or a hash equal to the bare hex.
     */
    public boolean matches(String identifier) {
        if (id.filter(own -> own.equals(identifier) || Purl.matches(own, identifier))
                .isPresent()) {
            return true;
        }
        String purl = identifiers.get("purl");
        return (purl != null && Purl.matches(purl, identifier))
                || identifiers.containsValue(identifier)
                || hashes.containsValue(identifier);
    }

    /** How messages name it. */
    public String label() {
        return id.orElseGet(() -> identifiers.isEmpty() ? hashes.toString() : identifiers.toString());
    }
}

package dev.attest.policy;

import dev.attest.provenance.match.SignerRef;

/** Builders and verifiers by their names, and whether two names are of one party. */
public final class Parties {
    private Parties() {}

    /**
     * Whether the names are equal when the refs at the ends of addresses are left out, because a workflow is the same one
     * at every ref; nobody is the same as no name.
     */
    public static boolean same(String one, String other) {
        return !one.isEmpty() && withoutRef(one).equals(withoutRef(other));
    }

    /** The {@code builder.id} of provenance, of whatever version; empty where there is none. */
    public static String builder(Evidence.Accepted evidence) {
        if (!evidence.verified().hasStatement()) {
            return "";
        }
        var predicate = evidence.verified().statement().predicate().node();
        String id = predicate.at("/runDetails/builder/id").asText("");
        return id.isEmpty() ? predicate.at("/builder/id").asText("") : id;
    }

    private static String withoutRef(String name) {
        return name.contains("://") ? SignerRef.of(name).workflow() : name;
    }
}

package dev.attest.signing.revocation;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is accepted no longer (docs/revocations.md): identities and keys, of all times or of a window, certificates,
 * digests of artifacts and log entries. A list revokes and never allows; it outranks every other evidence. A parsed list
 * is well-formed and nobody's word yet: {@code RevocationList} in the package above verifies who signed it, and whether
 * it is fresh.
 */
public final class Revocations {
    /** Of the statement that holds a list. */
    public static final String PREDICATE_TYPE = "https://attest.dev/revocations/v1";

    private static final int MAX_ENTRIES = 100_000;
    private static final Revocations NONE = new Revocations();

    private final long version;
    private final Instant issued;
    private final Instant expires;
    private final List<Revoked> entries;

    private Revocations() {
        version = 0;
        issued = Instant.EPOCH;
        expires = Instant.MAX;
        entries = List.of();
    }

    private Revocations(JsonObject predicate) throws MalformedJsonException {
        Members.only(predicate, "version", "issued", "expires", "revoked");
        version = predicate.integer("version");
        issued = time(predicate, "issued");
        expires = time(predicate, "expires");
        if (version < 1) {
            throw predicate.malformed("version", "a number from one on");
        }
        if (!expires.isAfter(issued)) {
            throw predicate.malformed("expires", "a time after issued");
        }
        if (!predicate.node().path("revoked").isArray()) {
            throw predicate.malformed("revoked", "an array, of nothing where nothing is revoked");
        }
        List<JsonObject> revoked = predicate.objects("revoked");
        if (revoked.size() > MAX_ENTRIES) {
            throw predicate.malformed("revoked", "at most " + MAX_ENTRIES + " entries");
        }
        entries = new ArrayList<>();
        for (JsonObject one : revoked) {
            entries.add(Revoked.read(one));
        }
    }

    /** Of nothing: where no list is named. */
    public static Revocations none() {
        return NONE;
    }

    /** Reads the predicate of a list; unknown members are refused. */
    public static Revocations read(JsonObject predicate) throws MalformedJsonException {
        return new Revocations(predicate);
    }

    /** Counted up by whoever issues the list, from one. */
    public long version() {
        return version;
    }

    public Instant issued() {
        return issued;
    }

    /** The last moment at which the list may be relied on. */
    public Instant expires() {
        return expires;
    }

    /** How many entries it has. */
    public int size() {
        return entries.size();
    }

    /** Why the signature is accepted no longer: the first entry that is of it. */
    public Optional<String> revokes(Signing signing) {
        return entries.stream()
                .map(entry -> entry.hit(signing))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Instant time(JsonObject json, String name) throws MalformedJsonException {
        Optional<Instant> time = Members.instant(json, name);
        if (time.isEmpty()) {
            throw json.malformed(name, "an RFC 3339 time in UTC");
        }
        return time.get();
    }
}

package dev.attest.intoto.predicate;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Times in predicates: written in UTC (in-toto v1, Timestamp), read with any offset and any fraction of a second. */
final class Rfc3339 {
    private Rfc3339() {}

    /** The member {@code name}, if it is there and not empty. */
    static Optional<Instant> read(JsonObject json, String name) throws MalformedJsonException {
        Optional<String> text = json.optionalText(name).filter(value -> !value.isEmpty());
        try {
            return text.map(value -> OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException e) {
            throw json.malformed(name, "an RFC 3339 time");
        }
    }
}

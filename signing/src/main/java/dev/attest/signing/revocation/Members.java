package dev.attest.signing.revocation;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Members of the list's JSON; an unknown one may say something that would have to be obeyed. */
final class Members {
    private Members() {}

    static void only(JsonObject json, String... known) throws MalformedJsonException {
        var unknown = new TreeSet<>(json.names());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw json.malformed(unknown.first(), "no such member");
        }
    }

    static Optional<Instant> instant(JsonObject json, String name) throws MalformedJsonException {
        Optional<String> text = json.optionalText(name);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw json.malformed(name, "an RFC 3339 time in UTC");
        }
    }
}

package dev.attest.signing.config;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.service.ServiceUrl;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * One service of a signing configuration. {@code start} and {@code end} are both inclusive; an absent one is no bound.
 *
 * @param operator who runs it; of one operator at most one service is used for the same purpose
 */
public record Service(URI url, long majorApiVersion, Optional<Instant> start, Optional<Instant> end, String operator) {

    static Service read(JsonObject json) throws MalformedJsonException {
        URI url = ServiceUrl.parse(json.text("url"))
                .filter(uri -> uri.getRawQuery() == null)
                .orElseThrow(() -> json.malformed("url", "an https address (http for this machine only)"));
        Optional<JsonObject> validFor = json.optionalObject("validFor");
        return new Service(
                url,
                json.integer("majorApiVersion"),
                validFor.isEmpty() ? Optional.empty() : time(validFor.get(), "start"),
                validFor.isEmpty() ? Optional.empty() : time(validFor.get(), "end"),
                json.optionalText("operator").orElse(""));
    }

    boolean isValidAt(Instant time) {
        return (start.isEmpty() || !time.isBefore(start.get())) && (end.isEmpty() || !time.isAfter(end.get()));
    }

    private static Optional<Instant> time(JsonObject json, String name) throws MalformedJsonException {
        Optional<String> text = json.optionalText(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.get()).toInstant());
        } catch (DateTimeException e) {
            throw json.malformed(name, "an RFC 3339 time");
        }
    }
}

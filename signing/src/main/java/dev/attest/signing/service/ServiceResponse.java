package dev.attest.signing.service;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What a service answered, whole and within the bound of its request. */
public final class ServiceResponse {
    private static final int TOO_MANY_REQUESTS = 429;

    private final ServiceRequest request;
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    ServiceResponse(ServiceRequest request, int status, HttpHeaders headers, byte[] body) {
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The bytes of an answer of success (200), whatever its media type: for files whose content is verified anyway. */
    public byte[] file() throws SigningException {
        if (status != 200) {
            throw failure();
        }
        return body.clone();
    }

    /** The bytes of an answer of success (200, 201) with this media type; any other answer is a failure. */
    public byte[] body(String mediaType) throws SigningException {
        if (status != 200 && status != 201) {
            throw failure();
        }
        String type = header("Content-Type").orElse("").split(";", 2)[0].strip();
        if (!type.toLowerCase(Locale.ROOT).equals(mediaType)) {
            throw SigningException.world(request.name() + " answered with something else than " + mediaType);
        }
        return body.clone();
    }

    /** The JSON object that an answer of success holds. */
    public JsonObject json() throws SigningException {
        try {
            return StrictJson.parseObject(body("application/json"), "answer");
        } catch (MalformedJsonException e) {
            throw malformed(e);
        }
    }

    /** The complaint that the answer of this service is not what its interface promises. */
    public SigningException malformed(MalformedJsonException e) {
        return SigningException.world(
                Messages.clean(request.name() + " answered nonsense: " + e.getMessage(), request.secrets()));
    }

    /** The complaint that the answer is not one of success. */
    public SigningException failure() {
        String message = request.name() + " answered " + status
                + complaint("message").map(text -> ": " + text).orElse("");
        if (status >= 300 && status < 400) {
            return SigningException.world(message + " (a redirection, which is never followed)");
        }
        boolean refused = status == 400 || status == 401 || status == 403 || status == 413 || status == 422;
        return refused ? SigningException.refused(message) : SigningException.world(message);
    }

    /**
     * What an answer of failure says in this member of its JSON object (RFC 6749 §5.2 says {@code error}), cleaned so
     * that it can be shown; empty when the answer is one of success or says no such thing.
     */
    public Optional<String> complaint(String member) {
        if (status == 200 || status == 201) {
            return Optional.empty();
        }
        try {
            return StrictJson.parseObject(body, "answer")
                    .optionalText(member)
                    .map(text -> Messages.clean(text, request.secrets()))
                    .filter(text -> !text.isEmpty());
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    /** Whether the same question may get a better answer later. */
    boolean isTemporary() {
        return status == TOO_MANY_REQUESTS || status >= 500;
    }

    /** How long the service asks to be left alone (RFC 9110 §10.2.3), as seconds or as a date. */
    Optional<Duration> retryAfter() {
        Optional<String> text = header("Retry-After").map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text.get())));
        }
        Optional<ZonedDateTime> until = date(text.get());
        // Counted from the service's own clock: ours may differ.
        Optional<ZonedDateTime> now = header("Date").flatMap(ServiceResponse::date);
        return until.isPresent() && now.isPresent()
                ? Optional.of(Duration.between(now.get(), until.get()))
                : Optional.empty();
    }

    private static Optional<ZonedDateTime> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

package dev.attest.oci.registry;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Reads answers: bounded bodies, and statuses as errors that say what to do. */
final class Answers {
    private static final int MAX_ERROR = 16 << 10;

    private Answers() {}

    /** The whole body, which has at most {@code maxBytes}. */
    static byte[] body(HttpResponse<InputStream> response, int maxBytes, String what) throws IOException {
        try (InputStream in = response.body()) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException(what + ": the registry's answer has more than " + maxBytes + " bytes");
            }
            return bytes;
        }
    }

    /** Reads a short rest, so that the connection can be used again, and gives up on a long one. */
    static void discard(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            in.readNBytes(MAX_ERROR);
        } catch (IOException e) {
            // The answer is not wanted, and neither is its failure.
            return;
        }
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The media type without parameters. */
    static String contentType(HttpResponse<?> response) {
        String value = header(response, "Content-Type");
        int parameters = value.indexOf(';');
        return (parameters < 0 ? value : value.substring(0, parameters)).strip();
    }

    /** How long a registry asks to wait, in seconds or until a date (RFC 9110 §10.2.3). */
    static Optional<Duration> retryAfter(HttpResponse<?> response, Clock clock) {
        String value = header(response, "Retry-After").strip();
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return retryDate(value).map(date -> {
            Duration left = Duration.between(clock.instant(), date);
            return left.isNegative() ? Duration.ZERO : left;
        });
    }

    private static Optional<Instant> retryDate(String value) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The exception for an answer that is not the wanted one; {@code what} is what was asked for. */
    static IOException failure(HttpResponse<InputStream> response, String registry, String what) {
        int status = response.statusCode();
        String code = errorCode(response);
        return switch (status) {
            case 404 -> new NotFoundException(what + ": not found" + code);
            case 401, 403 ->
                new IOException(what + ": registry " + registry + " refuses access (" + status + code
                        + "); log in with `docker login " + registry + "` to an account that may");
            case 429 ->
                new IOException(what + ": rate limit of registry " + registry + " reached (429" + code + ")"
                        + RateLimit.describe(response));
            default -> new IOException(what + ": registry " + registry + " answered " + status + code);
        };
    }

    /** The first error's code (distribution-spec, "Error Codes"), which is all of a foreign text that is repeated. */
    private static String errorCode(HttpResponse<InputStream> response) {
        try {
            byte[] body = body(response, MAX_ERROR, "error");
            List<JsonObject> errors = StrictJson.parseObject(body, "error").objects("errors");
            String code =
                    errors.isEmpty() ? "" : errors.get(0).optionalText("code").orElse("");
            return code.matches("[A-Z_]{1,64}") ? " " + code : "";
        } catch (IOException | MalformedJsonException e) {
            return "";
        }
    }
}

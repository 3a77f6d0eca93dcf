package dev.attest.oci.registry;

import dev.attest.oci.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, again where that helps: after a failed connection, 429 and 5xx, at most {@value #TRIES} times,
 * waiting as long as {@code Retry-After} asks when that is bearable.
 */
final class Transport {
    static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final long MAX_RETRY_AFTER_SECONDS = 30;
    /** Bytes per second below which a transfer counts as stalled. */
    static final long LEAST_RATE = 8 << 10;

    private final RegistrySettings settings;
    private final String registry;

    Transport(RegistrySettings settings, String registry) {
        this.settings = settings;
        this.registry = registry;
    }

    /** The last answer, whatever its status; its body is open. */
    HttpResponse<InputStream> send(RegistryRequest request, Optional<String> authorization) throws IOException {
        for (int tried = 1; ; tried++) {
            try {
                HttpRequest http = build(request, authorization);
                HttpResponse<InputStream> response =
                        settings.http().send(http, info -> new TimedBody(settings.timeout()));
                Optional<Duration> pause = pauseAfter(response, tried);
                if (tried == TRIES || pause.isEmpty()) {
                    return response;
                }
                Answers.discard(response);
                sleep(pause.get());
            } catch (IOException e) {
                Optional<IOException> own = request.body().failure();
                if (own.isPresent()) {
                    throw own.get();
                }
                if (tried == TRIES || !request.isRepeatable() || !isWorthAnother(e)) {
                    throw new IOException("registry " + registry + " cannot be reached: " + why(e), e);
                }
                sleep(backoff(tried));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for registry " + registry, e);
            }
        }
    }

    /** Waits; the calling thread's interruption is an IOException. */
    void sleep(Duration duration) throws IOException {
        try {
            settings.sleeper().sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for registry " + registry, e);
        }
    }

    /** A time around {@code base}, so that competitors do not stay in step. */
    Duration jitter(Duration base) {
        return Duration.ofNanos(
                (long) (base.toNanos() * (0.5 + settings.random().getAsDouble())));
    }

    private HttpRequest build(RegistryRequest request, Optional<String> authorization) {
        var builder = HttpRequest.newBuilder(request.uri())
                .timeout(settings.timeout().plusSeconds(request.body().length() / LEAST_RATE))
                .header("User-Agent", "attest")
                .method(
                        request.method(),
                        request.isWrite() ? request.body().publisher() : HttpRequest.BodyPublishers.noBody());
        request.headers().forEach(builder::header);
        authorization.ifPresent(value -> builder.header("Authorization", value));
        return builder.build();
    }

    private Optional<Duration> pauseAfter(HttpResponse<InputStream> response, int tried) {
        int status = response.statusCode();
        if (status != 429 && status != 408 && status != 500 && status != 502 && status != 503 && status != 504) {
            return Optional.empty();
        }
        Optional<Long> asked = Answers.retryAfter(response);
        if (asked.isEmpty()) {
            return Optional.of(backoff(tried));
        }
        return asked.filter(seconds -> seconds <= MAX_RETRY_AFTER_SECONDS).map(Duration::ofSeconds);
    }

    private Duration backoff(int tried) {
        return jitter(FIRST_PAUSE.multipliedBy(1L << (2 * (tried - 1))));
    }

    /** A refused connection and a broken one may be another moment's; a timeout has been waited for already. */
    private static boolean isWorthAnother(IOException e) {
        return !(e instanceof HttpTimeoutException) && !(e instanceof javax.net.ssl.SSLException);
    }

    private static String why(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (e instanceof ConnectException) {
            return has(e, UnresolvedAddressException.class) ? "its name is not known" : "connection refused";
        }
        if (e instanceof javax.net.ssl.SSLException) {
            return "no trusted TLS connection: " + e.getMessage();
        }
        return e.getMessage() == null ? "the connection broke" : e.getMessage();
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        @Nullable Throwable cause = e;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause != null;
    }
}

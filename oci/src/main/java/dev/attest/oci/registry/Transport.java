package dev.attest.oci.registry;

import dev.attest.oci.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends requests, again where that helps: after a failed connection, an answer that broke off, 429 and 5xx, at most
 * {@value #TRIES} times, waiting as long as {@code Retry-After} asks when that is bearable.
 */
final class Transport {
    static final int TRIES = 3;
    /** Bytes per second below which a transfer counts as stalled. */
    static final long LEAST_RATE = 8 << 10;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    private static final Duration BEARABLE = Duration.ofSeconds(30);

    private final RegistrySettings settings;
    private final Endpoint endpoint;
    private final int tries;

    Transport(RegistrySettings settings, Endpoint endpoint) {
        this(settings, endpoint, TRIES);
    }

    Transport(RegistrySettings settings, Endpoint endpoint, int tries) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.tries = tries;
    }

    /** The last answer, whatever its status; its body is open. */
    HttpResponse<InputStream> send(RegistryRequest request, Optional<String> authorization) throws IOException {
        Optional<Proxies.Proxy> proxy = settings.connections().proxies().to(request.uri());
        for (int tried = 1; ; tried++) {
            HttpResponse<InputStream> response;
            try {
                response = once(request, authorization, proxy);
            } catch (IOException e) {
                Optional<IOException> own = request.body().failure();
                if (own.isPresent()) {
                    throw own.get();
                }
                if (tried >= tries || !request.isRepeatable() || !Unreachable.isWorthAnother(e)) {
                    throw Unreachable.because(e, asked(request), isTls(request), proxy);
                }
                sleep(backoff(tried));
                continue;
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            if (response.statusCode() == 407 && proxy.isPresent()) {
                throw Unreachable.withoutLogin(proxy.get());
            }
            Optional<Duration> pause = pauseAfter(response, tried);
            if (tried >= tries || pause.isEmpty()) {
                return response;
            }
            Answers.discard(response);
            sleep(pause.get());
        }
    }

    private static boolean isTls(RegistryRequest request) {
        return "https".equalsIgnoreCase(request.uri().getScheme());
    }

    private String asked(RegistryRequest request) {
        String registry = "registry " + endpoint.registry();
        return endpoint.isSame(request.uri()) ? registry : request.uri().getHost() + ", which " + registry + " names,";
    }

    /** Waits; the calling thread's interruption is an IOException. */
    void sleep(Duration duration) throws IOException {
        try {
            settings.timing().sleeper().sleep(duration);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** A time around {@code base}, so that competitors do not stay in step. */
    Duration jitter(Duration base) {
        return Duration.ofNanos(
                (long) (base.toNanos() * (0.5 + settings.timing().random().getAsDouble())));
    }

    /** How long to wait after the failure with this number, counted from 1. */
    Duration backoff(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << (2 * Math.min(failures - 1, 8)));
        return jitter(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    private IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while waiting for registry " + endpoint.registry(), e);
    }

    private HttpResponse<InputStream> once(
            RegistryRequest request, Optional<String> authorization, Optional<Proxies.Proxy> proxy)
            throws IOException, InterruptedException {
        HttpClient client = settings.connections().client(endpoint, request.uri());
        HttpRequest built = build(request, authorization, proxy);
        HttpResponse<InputStream> response;
        try {
            response = client.send(built, info -> body(request, info));
        } catch (IllegalArgumentException e) {
            // The JDK's word for a port beyond all ports, and for a length that is no number.
            throw new ProtocolException("what it sent is not HTTP");
        }
        return isStream(request, response.statusCode()) ? response : BufferedAnswer.of(response);
    }

    private TimedBody body(RegistryRequest request, ResponseInfo info) {
        return isStream(request, info.statusCode())
                ? TimedBody.blob(settings.timeout(), info)
                : TimedBody.document(settings.timeout(), info);
    }

    private static boolean isStream(RegistryRequest request, int status) {
        return request.isStreamed() && (status == 200 || status == 206);
    }

    private HttpRequest build(RegistryRequest request, Optional<String> authorization, Optional<Proxies.Proxy> proxy) {
        var builder = HttpRequest.newBuilder(request.uri())
                .timeout(settings.timeout().plusSeconds(request.body().length() / LEAST_RATE))
                .header("User-Agent", "attest")
                .method(
                        request.method(),
                        request.isWrite() ? request.body().publisher() : HttpRequest.BodyPublishers.noBody());
        request.headers().forEach(builder::header);
        authorization.ifPresent(value -> builder.header("Authorization", value));
        proxy.flatMap(Proxies.Proxy::authorization).ifPresent(value -> builder.header("Proxy-Authorization", value));
        return builder.build();
    }

    private Optional<Duration> pauseAfter(HttpResponse<InputStream> response, int tried) {
        int status = response.statusCode();
        if (status != 429 && status != 408 && status != 500 && status != 502 && status != 503 && status != 504) {
            return Optional.empty();
        }
        Optional<Duration> asked =
                Answers.retryAfter(response, settings.timing().clock());
        if (asked.isEmpty()) {
            return Optional.of(backoff(tried));
        }
        return asked.filter(duration -> duration.compareTo(BEARABLE) <= 0);
    }
}

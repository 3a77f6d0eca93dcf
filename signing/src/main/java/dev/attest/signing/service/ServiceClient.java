package dev.attest.signing.service;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks services over HTTP: bounded in time and bytes, again after 429, 5xx and broken connections, never past a
 * redirection. Neither log lines nor messages hold more of a request than its method and host.
 */
public final class ServiceClient {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceClient.class);

    private final HttpClient http;
    private final Retry retry;
    private final Duration answerWithin;

    /**
     * The client must not follow redirections: whoever answers could have the token sent anywhere. No answer is waited
     * for longer than {@code answerWithin}, however patient its request is.
     */
    public ServiceClient(HttpClient http, Retry retry, Duration answerWithin) {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HTTP client of a signer must not follow redirections");
        }
        this.http = http;
        this.retry = retry;
        this.answerWithin = answerWithin;
    }

    /** The usual patience: {@link Retry#standard()}, and what each request allows for its answer. */
    public static ServiceClient of(HttpClient http) {
        return new ServiceClient(http, Retry.standard(), Duration.ofMinutes(2));
    }

    /** The last answer, which may be one of failure; no answer at all is a {@link SigningException}. */
    public ServiceResponse send(ServiceRequest request) throws SigningException {
        for (int attempt = 1; ; attempt++) {
            SigningException failure;
            Optional<Duration> asked = Optional.empty();
            try {
                ServiceResponse response = once(request);
                LOG.debug("{}: {}", request, response.status());
                if (!response.isTemporary()) {
                    return response;
                }
                failure = response.failure();
                asked = response.retryAfter();
            } catch (BoundedBody.TooLargeException e) {
                throw SigningException.tooLong(
                        request.name() + " answered more than the " + request.maxBytes() + " bytes that are read");
            } catch (IOException e) {
                LOG.debug("{}: {}", request, e.getClass().getName());
                failure = SigningException.world(request.name() + " " + reason(e, request));
            }
            Optional<Duration> pause = retry.pauseAfter(attempt, asked);
            if (pause.isEmpty()) {
                throw exhausted(failure, attempt);
            }
            sleep(pause.get(), request);
        }
    }

    private ServiceResponse once(ServiceRequest request) throws IOException, SigningException {
        var body = new BoundedBody(request.maxBytes());
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request.http(), info -> body);
        try {
            // The request's own timeout ends with the head of the answer; a body that never ends needs this one.
            HttpResponse<byte[]> response = answer.get(patience(request).toMillis(), TimeUnit.MILLISECONDS);
            return new ServiceResponse(request, response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            throw body.isTooLarge() ? new BoundedBody.TooLargeException() : cause(e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no whole answer");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw interrupted(request);
        }
    }

    private static IOException cause(ExecutionException e) {
        return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }

    private String reason(IOException failure, ServiceRequest request) {
        if (failure instanceof HttpTimeoutException) {
            return "did not answer within " + patience(request).toMillis() + " ms";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "is a host that cannot be found";
            }
        }
        if (failure instanceof SSLException) {
            return "cannot be talked to securely: its TLS certificate or protocol was not accepted";
        }
        return failure instanceof ConnectException ? "refused the connection" : "broke the connection";
    }

    private Duration patience(ServiceRequest request) {
        Duration timeout = request.http().timeout().orElseThrow();
        return timeout.compareTo(answerWithin) < 0 ? timeout : answerWithin;
    }

    private static SigningException exhausted(SigningException failure, int attempts) {
        return attempts == 1
                ? failure
                : SigningException.world(failure.getMessage() + " (asked " + attempts + " times)");
    }

    private void sleep(Duration pause, ServiceRequest request) throws SigningException {
        try {
            retry.sleeper().sleep(pause);
        } catch (InterruptedException e) {
            throw interrupted(request);
        }
    }

    private static SigningException interrupted(ServiceRequest request) {
        Thread.currentThread().interrupt();
        return SigningException.world("interrupted while " + request.name() + " was asked");
    }
}

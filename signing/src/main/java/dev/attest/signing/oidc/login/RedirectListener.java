package dev.attest.signing.oidc.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Waits on this machine for the browser to come back from the provider (RFC 8252 §7.3). Whoever calls without the state of
 * this login is turned away and changes nothing: any web page can make a browser call here.
 */
final class RedirectListener implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final String PATH = "/auth/callback";
    private static final String WELCOME = "You may close this window and go back to where you came from.\n";
    private static final String TURNED_AWAY = "This is not the answer that is waited for.\n";
    private static final int MAX_QUERY = 16 << 10;
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final String state;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();

    private RedirectListener(HttpServer server, ExecutorService threads, String state) {
        this.server = server;
        this.threads = threads;
        this.state = state;
    }

    static RedirectListener open(String state) throws SigningException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
        } catch (IOException e) {
            throw SigningException.world("no port of this machine can be opened for the browser to come back to");
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            var thread = new Thread(work, "login");
            thread.setDaemon(true);
            return thread;
        });
        var listener = new RedirectListener(server, threads, state);
        server.setExecutor(threads);
        server.createContext("/", listener::handle);
        server.start();
        return listener;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /** What the provider sent the browser back with, or empty when nobody came in time. */
    Optional<Map<String, String>> await(Duration patience) throws SigningException {
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SigningException.world("interrupted while waiting for the login");
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes this with a failure", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Optional<Map<String, String>> ours = exchange.getRequestMethod().equals("GET")
                        && PATH.equals(exchange.getRequestURI().getPath())
                ? parameters(exchange.getRequestURI().getRawQuery())
                        .filter(this::knowsState)
                        .filter(any -> taken.compareAndSet(false, true))
                : Optional.empty();
        try (exchange) {
            byte[] page = (ours.isPresent() ? WELCOME : TURNED_AWAY).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(ours.isPresent() ? 200 : 400, page.length);
            exchange.getResponseBody().write(page);
        } finally {
            // Only now: the login goes on and closes this server, and the browser should have had its page.
            ours.ifPresent(answer::complete);
        }
    }

    private boolean knowsState(Map<String, String> parameters) {
        byte[] given = parameters.getOrDefault("state", "").getBytes(UTF_8);
        return MessageDigest.isEqual(given, state.getBytes(UTF_8));
    }

    /** RFC 6749 §3.1: parameters must not be given twice. */
    private static Optional<Map<String, String>> parameters(@Nullable String query) {
        if (query == null || query.length() > MAX_QUERY) {
            return Optional.empty();
        }
        var parameters = new HashMap<String, String>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            try {
                String value = parts.length == 2 ? URLDecoder.decode(parts[1], UTF_8) : "";
                if (parameters.put(parts[0], value) != null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

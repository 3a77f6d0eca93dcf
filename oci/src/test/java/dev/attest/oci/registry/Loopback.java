package dev.attest.oci.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A server on a loopback port that does what a test tells it, with or without TLS. */
final class Loopback implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Loopback(HttpServer server, HttpHandler handler) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            try {
                handler.handle(exchange);
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    static Loopback start(HttpHandler handler) throws IOException {
        return new Loopback(HttpServer.create(anyPort(), 0), handler);
    }

    /** With TLS; {@code asksForCertificate} makes it refuse clients without one that it trusts. */
    static Loopback start(SSLContext tls, boolean asksForCertificate, HttpHandler handler) throws IOException {
        return start(tls, parameters -> parameters.setNeedClientAuth(asksForCertificate), handler);
    }

    /** With TLS, for clients that may show a certificate. */
    static Loopback wanting(SSLContext tls, HttpHandler handler) throws IOException {
        return start(tls, parameters -> parameters.setWantClientAuth(true), handler);
    }

    private static Loopback start(SSLContext tls, Consumer<SSLParameters> wish, HttpHandler handler)
            throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wish.accept(wanted);
                parameters.setSSLParameters(wanted);
            }
        });
        return new Loopback(server, handler);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String host() {
        return "127.0.0.1:" + port();
    }

    /** All requests so far as {@code METHOD /path?query}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

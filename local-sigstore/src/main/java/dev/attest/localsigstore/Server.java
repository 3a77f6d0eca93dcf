package dev.attest.localsigstore;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP side: one server on the IPv4 loopback address, its threads its own. */
final class Server implements AutoCloseable {

    /**
     * The JDK's server writes head and body apart, and on a connection that is kept waits up to 40 ms between them (Nagle) unless
     * told not to. It is told by this property alone, once for the process, before its first server.
     */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int THREADS = 8;
    private static final int BACKLOG = 64;

    private final HttpServer http;
    private final ExecutorService threads;

    private Server(HttpServer http, ExecutorService threads) {
        this.http = http;
        this.threads = threads;
    }

    /** Takes the port, 0 for any; nothing is answered before {@link #serve}. */
    static Server bind(int port) throws IOException {
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        var address = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            var thread = new Thread(work, "local-sigstore");
            thread.setDaemon(true);
            return thread;
        });
        try {
            HttpServer http = HttpServer.create(address, BACKLOG);
            http.setExecutor(threads);
            return new Server(http, threads);
        } catch (IOException e) {
            threads.shutdown();
            throw e;
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    void serve(Endpoints endpoints) {
        http.createContext("/", endpoints::handle);
        http.start();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdown();
    }
}

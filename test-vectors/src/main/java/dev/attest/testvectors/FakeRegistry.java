package dev.attest.testvectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A registry on a loopback port that keeps everything in memory (OCI distribution-spec 1.1, all four workflow categories),
 * with the habits of real ones as switches and a hook that answers instead of it. Any repository name exists. It is held
 * against OCI's conformance tests (interop lane distribution-conformance).
 */
public final class FakeRegistry implements AutoCloseable {
    /** What a registry does or does not do. */
    public enum Habit {
        /** Lists referrers by the API and answers {@code OCI-Subject}. */
        REFERRERS_API,
        /** Lists two referrers per page. */
        PAGES,
        /** Sends an ETag with manifests and honours If-Match and If-None-Match. */
        ETAG,
        /** Asks for Basic authorisation. */
        BASIC,
        /** Asks for a token for the repository and the action, which its own service gives for user and password. */
        TOKEN,
        /** Sends blobs from another host name. */
        REDIRECT,
        /** Keeps what is pushed to one repository from the others, which may mount it. */
        SEPARATE,
        /** Mounts nothing: whoever asks for it has to upload. */
        NO_MOUNT,
        /** Sends blobs whole, whatever part is asked for. */
        NO_RANGE,
        /** Deletes nothing. */
        NO_DELETE
    }

    /** Answers a request instead of the registry, or returns false to let the registry do it. */
    @FunctionalInterface
    public interface Hook {
        boolean answer(HttpExchange exchange) throws IOException;
    }

    public static final String USER = "alice";
    public static final String PASSWORD = "s3cret";

    /** The refresh token that the token service takes instead of user and password. */
    public static final String IDENTITY_TOKEN = "fake-identity-token";

    private static final Pattern PATH =
            Pattern.compile("/v2/([a-z0-9/._-]+?)/(manifests|blobs/uploads|blobs|referrers|tags)/(.*)");
    private static final Pattern TYPE = Pattern.compile("\"mediaType\":\\s*\"([^\"]*)\"");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Habit> habits;
    private final RegistryStore everywhere = new RegistryStore(Optional.empty());
    private final Map<String, RegistryStore> repositories = new ConcurrentHashMap<>();
    private final RequestLog log = new RequestLog();
    private final RegistryLogin login;
    private final BlobEndpoint blobs;
    private final ManifestEndpoint manifests;
    private volatile Hook hook = exchange -> false;

    private FakeRegistry(HttpServer server, Set<Habit> habits) {
        this.server = server;
        this.habits = habits;
        String scheme = server instanceof HttpsServer ? "https://" : "http://";
        this.login = new RegistryLogin(habits, scheme + host());
        String storage = scheme + "localhost:" + server.getAddress().getPort() + "/storage/";
        this.blobs = new BlobEndpoint(habits, this::store, storage);
        this.manifests = new ManifestEndpoint(habits);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static FakeRegistry start(Habit... habits) throws IOException {
        return start(0, habits);
    }

    /** On a port that is named. */
    public static FakeRegistry start(int port, Habit... habits) throws IOException {
        return new FakeRegistry(HttpServer.create(address(port), 0), set(habits));
    }

    /** Over TLS; with {@code clientCertificate} only for clients that show one which the context trusts. */
    public static FakeRegistry startTls(SSLContext context, boolean clientCertificate, Habit... habits)
            throws IOException {
        HttpsServer server = HttpsServer.create(address(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(clientCertificate);
                parameters.setSSLParameters(wanted);
            }
        });
        return new FakeRegistry(server, set(habits));
    }

    /** {@code FakeRegistry PORT HABIT…}: serves until it is ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var habits = Stream.of(arguments).skip(1).map(Habit::valueOf).toArray(Habit[]::new);
        try (FakeRegistry registry = start(Integer.parseInt(arguments[0]), habits)) {
            System.out.println("listening on " + registry.host());
            Thread.currentThread().join();
        }
    }

    /** Host and port, as in {@code 127.0.0.1:PORT}. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public void hook(Hook other) {
        hook = other;
    }

    /** From now on every request waits so long before it is looked at. */
    public void latency(Duration each) {
        log.latency(each);
    }

    /** No token that was given so far is good any more. */
    public void expireTokens() {
        login.expire();
    }

    /** All requests so far as {@code METHOD /path}. */
    public List<String> requests() {
        return log.requests();
    }

    /** What the requests were for, from that one on; {@code configs} are the digests of configurations. */
    public List<Step> steps(int from, Set<String> configs) {
        return log.steps(configs, from);
    }

    /**
     * The most requests, from that one on, of which each began after the one before was answered: what a client does one
     * after the other. With a latency, requests that a client makes at once overlap.
     */
    public int longestChain(int from) {
        return log.longestChain(from);
    }

    /** Stores a manifest under a tag or digest, for all repositories and without any request. */
    public void manifest(String reference, String mediaType, byte[] content) {
        everywhere.putManifest(reference, mediaType, content);
    }

    /** The manifest under a tag or digest in the first repository that has it; empty when there is none. */
    public byte[] manifest(String reference) {
        return everywhere
                .manifest(reference)
                .or(() -> repositories.values().stream()
                        .flatMap(store -> store.manifest(reference).stream())
                        .findFirst())
                .orElseGet(() -> new byte[0]);
    }

    /** Takes over all blobs of a layout as blobs and, where they are documents, as manifests; the root is the tag. */
    public void load(Path layout, String tag, String rootDigest) throws IOException {
        load(everywhere, layout, tag, rootDigest);
    }

    /** The same for one repository alone, where repositories are separate. */
    public void load(String repository, Path layout, String tag, String rootDigest) throws IOException {
        load(store(repository), layout, tag, rootDigest);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Answers with a status and a body. */
    public static void answer(HttpExchange exchange, int status, String mediaType, byte[] body) throws IOException {
        if (!mediaType.isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", mediaType);
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Answers with a status and an error of that code (distribution-spec, "Error Codes"). */
    static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        byte[] body = ("{\"errors\":[{\"code\":\"" + code + "\"}]}").getBytes(StandardCharsets.UTF_8);
        answer(exchange, status, "application/json", body);
    }

    /** The parameters of a request's query. */
    static Map<String, String> query(HttpExchange exchange) {
        var parameters = new LinkedHashMap<String, String>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                String value = URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
                parameters.put(parameter.substring(0, equals), value);
            }
        }
        return parameters;
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Set<Habit> set(Habit... habits) {
        Set<Habit> set = EnumSet.noneOf(Habit.class);
        Collections.addAll(set, habits);
        return set;
    }

    private RegistryStore store(String repository) {
        return habits.contains(Habit.SEPARATE)
                ? repositories.computeIfAbsent(repository, any -> new RegistryStore(Optional.of(everywhere)))
                : everywhere;
    }

    private static void load(RegistryStore store, Path layout, String tag, String rootDigest) throws IOException {
        try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
            for (Path file : files.toList()) {
                byte[] content = Files.readAllBytes(file);
                String digest = "sha256:" + file.getFileName();
                store.putBlob(digest, content);
                String start = new String(content, 0, Math.min(200, content.length), StandardCharsets.UTF_8);
                Matcher type = TYPE.matcher(start);
                if (start.startsWith("{") && type.find()) {
                    store.putManifest(digest, type.group(1), content);
                    if (digest.equals(rootDigest)) {
                        store.putManifest(tag, type.group(1), content);
                    }
                }
            }
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        log.note(exchange.getRequestMethod(), path);
        if (!hook.answer(exchange)) {
            route(exchange, path, body);
        }
    }

    private void route(HttpExchange exchange, String path, byte[] body) throws IOException {
        Matcher matcher = PATH.matcher(path);
        String repository = matcher.matches() ? matcher.group(1) : "";
        if (path.equals("/token")) {
            login.token(exchange, body);
        } else if (path.startsWith("/storage/")) {
            blobs.storage(exchange, path.substring("/storage/".length()));
        } else if (!login.admits(exchange, repository)) {
            return;
        } else if (path.equals("/v2/")) {
            answer(exchange, 200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        } else if (repository.isEmpty()) {
            refuse(exchange, 404, "NAME_INVALID");
        } else {
            route(exchange, matcher.group(2), repository, matcher.group(3), body);
        }
    }

    private void route(HttpExchange exchange, String kind, String repository, String name, byte[] body)
            throws IOException {
        switch (kind) {
            case "manifests" -> manifests.manifest(exchange, store(repository), name, body);
            case "blobs/uploads" -> blobs.upload(exchange, repository, name, body);
            case "blobs" -> blobs.blob(exchange, repository, name);
            case "tags" -> manifests.tags(exchange, store(repository), repository);
            default -> manifests.referrers(exchange, store(repository), name);
        }
    }
}

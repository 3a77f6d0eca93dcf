package dev.attest.testvectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A registry on a loopback port that keeps everything in memory (OCI distribution-spec 1.1 as far as attest uses it),
 * with the habits of real ones as switches and a hook that answers instead of it. Any repository name exists.
 */
public final class FakeRegistry implements AutoCloseable {
    /** What a registry does or does not do. */
    public enum Habit {
        /** Lists referrers by the API and answers {@code OCI-Subject}. */
        REFERRERS_API,
        /** Lists two referrers per page. */
        PAGES,
        /** Sends an ETag with manifests and honours If-Match. */
        ETAG,
        /** Asks for Basic authorisation. */
        BASIC,
        /** Asks for a token, which its own service gives for user and password. */
        TOKEN,
        /** Sends blobs from another host name. */
        REDIRECT
    }

    /** Answers a request instead of the registry, or returns false to let the registry do it. */
    @FunctionalInterface
    public interface Hook {
        boolean answer(HttpExchange exchange) throws IOException;
    }

    public static final String USER = "alice";
    public static final String PASSWORD = "s3cret";
    private static final String TOKEN = "fake-token-";
    private static final Pattern PATH = Pattern.compile("/v2/([a-z0-9/._-]+?)/(manifests|blobs|referrers)/(.*)");
    private static final Pattern SUBJECT = Pattern.compile("\"subject\":\\{[^}]*\"digest\":\"(sha256:[0-9a-f]{64})\"");
    private static final Pattern TYPE = Pattern.compile("\"mediaType\":\\s*\"([^\"]*)\"");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Habit> habits;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile Hook hook = exchange -> false;

    private FakeRegistry(Set<Habit> habits) throws IOException {
        this.habits = habits;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static FakeRegistry start(Habit... habits) throws IOException {
        Set<Habit> set = EnumSet.noneOf(Habit.class);
        Collections.addAll(set, habits);
        return new FakeRegistry(set);
    }

    /** Host and port, as in {@code 127.0.0.1:PORT}. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public void hook(Hook other) {
        hook = other;
    }

    /** All requests so far as {@code METHOD /path}. */
    public List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Stores a manifest under a tag or digest without any request. */
    public void manifest(String reference, String mediaType, byte[] content) {
        String digest = LayoutBuilder.sha256(content);
        types.put(digest, mediaType);
        manifests.put(digest, content);
        manifests.put(reference, content);
    }

    /** The manifest under a tag or digest; null when there is none. */
    public byte[] manifest(String reference) {
        return manifests.getOrDefault(reference, new byte[0]);
    }

    /** Takes over all blobs of a layout as blobs and, where they are documents, as manifests; the root is the tag. */
    public void load(Path layout, String tag, String rootDigest) throws IOException {
        try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
            for (Path file : files.toList()) {
                byte[] content = Files.readAllBytes(file);
                blobs.put("sha256:" + file.getFileName(), content);
                Matcher type =
                        TYPE.matcher(new String(content, 0, Math.min(200, content.length), StandardCharsets.UTF_8));
                if (content[0] == '{' && type.find()) {
                    manifest("sha256:" + file.getFileName(), type.group(1), content);
                }
            }
        }
        manifests.put(tag, manifests.get(rootDigest));
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
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(exchange.getRequestMethod() + " " + path);
        if (hook.answer(exchange)) {
            return;
        }
        if (path.equals("/token")) {
            token(exchange);
        } else if (path.startsWith("/storage/")) {
            storage(exchange, path.substring("/storage/".length()));
        } else if (authorised(exchange)) {
            Matcher matcher = PATH.matcher(path);
            if (!matcher.matches()) {
                answer(exchange, 404, "", new byte[0]);
            } else if (matcher.group(2).equals("manifests")) {
                manifests(exchange, matcher.group(3), body);
            } else if (matcher.group(2).equals("blobs")) {
                blobs(exchange, matcher.group(1), matcher.group(3), body);
            } else {
                referrers(exchange, matcher.group(3));
            }
        }
    }

    private boolean authorised(HttpExchange exchange) throws IOException {
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean write = !List.of("GET", "HEAD").contains(exchange.getRequestMethod());
        boolean good = habits.contains(Habit.BASIC)
                ? given.equals(basic())
                : !habits.contains(Habit.TOKEN)
                        || given.equals("Bearer " + TOKEN + "pull,push")
                        || (!write && given.equals("Bearer " + TOKEN + "pull"));
        if (!good) {
            String challenge = habits.contains(Habit.BASIC)
                    ? "Basic realm=\"fake\""
                    : "Bearer realm=\"http://" + host() + "/token\",service=\"fake\",scope=\"repository:x:pull\"";
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            answer(exchange, 401, "", new byte[0]);
        }
        return good;
    }

    private void token(HttpExchange exchange) throws IOException {
        if (!basic().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "", new byte[0]);
            return;
        }
        String query = exchange.getRequestURI().getQuery();
        String token = TOKEN + (query.contains(":pull,push") ? "pull,push" : "pull");
        answer(exchange, 200, "application/json", ("{\"token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static String basic() {
        String pair = USER + ":" + PASSWORD;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private void manifests(HttpExchange exchange, String reference, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            putManifest(exchange, reference, body);
            return;
        }
        byte[] content = manifests.get(reference);
        if (content == null) {
            answer(
                    exchange,
                    404,
                    "application/json",
                    "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String digest = LayoutBuilder.sha256(content);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        if (habits.contains(Habit.ETAG)) {
            exchange.getResponseHeaders().set("ETag", "\"" + digest + "\"");
        }
        answer(exchange, 200, types.getOrDefault(digest, ""), content);
    }

    private synchronized void putManifest(HttpExchange exchange, String reference, byte[] body) throws IOException {
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        byte[] old = manifests.get(reference);
        if (habits.contains(Habit.ETAG)
                && match != null
                && (old == null || !match.equals("\"" + LayoutBuilder.sha256(old) + "\""))) {
            answer(exchange, 412, "", new byte[0]);
            return;
        }
        manifest(reference, exchange.getRequestHeaders().getFirst("Content-Type"), body);
        Matcher subject = SUBJECT.matcher(new String(body, StandardCharsets.UTF_8));
        if (habits.contains(Habit.REFERRERS_API) && subject.find()) {
            exchange.getResponseHeaders().set("OCI-Subject", subject.group(1));
        }
        answer(exchange, 201, "", new byte[0]);
    }

    private void blobs(HttpExchange exchange, String repository, String reference, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/blobs/uploads/1?state=x");
                answer(exchange, 202, "", new byte[0]);
            }
            case "PUT" -> {
                String query = exchange.getRequestURI().getQuery();
                String digest = query.substring(query.indexOf("digest=") + "digest=".length());
                boolean good = digest.equals(LayoutBuilder.sha256(body));
                if (good) {
                    blobs.put(digest, body);
                }
                answer(exchange, good ? 201 : 400, "", new byte[0]);
            }
            default -> {
                byte[] blob = blobs.get(reference);
                if (blob != null
                        && habits.contains(Habit.REDIRECT)
                        && exchange.getRequestMethod().equals("GET")) {
                    int port = server.getAddress().getPort();
                    exchange.getResponseHeaders().set("Location", "http://localhost:" + port + "/storage/" + reference);
                    answer(exchange, 307, "", new byte[0]);
                } else {
                    answer(
                            exchange,
                            blob == null ? 404 : 200,
                            "application/octet-stream",
                            blob == null ? new byte[0] : blob);
                }
            }
        }
    }

    /** Refuses whoever shows credentials here. */
    private void storage(HttpExchange exchange, String digest) throws IOException {
        boolean told = exchange.getRequestHeaders().containsKey("Authorization");
        byte[] blob = blobs.getOrDefault(digest, new byte[0]);
        answer(exchange, told ? 400 : 200, "application/octet-stream", told ? new byte[0] : blob);
    }

    private void referrers(HttpExchange exchange, String subject) throws IOException {
        if (!habits.contains(Habit.REFERRERS_API)) {
            answer(exchange, 404, "text/plain", "404 page not found".getBytes(StandardCharsets.UTF_8));
            return;
        }
        var found = new TreeMap<String, String>();
        manifests.forEach((reference, content) -> {
            Matcher matcher = SUBJECT.matcher(new String(content, StandardCharsets.UTF_8));
            if (reference.startsWith("sha256:")
                    && matcher.find()
                    && matcher.group(1).equals(subject)) {
                found.put(
                        reference,
                        "{\"mediaType\":\"" + types.get(reference) + "\",\"digest\":\"" + reference + "\",\"size\":"
                                + content.length + "}");
            }
        });
        List<String> page = List.copyOf(found.values());
        if (habits.contains(Habit.PAGES)) {
            String query = exchange.getRequestURI().getQuery();
            int from = query == null ? 0 : Integer.parseInt(query.substring("from=".length()));
            int to = Math.min(page.size(), from + 2);
            if (to < page.size()) {
                exchange.getResponseHeaders()
                        .set("Link", "<" + exchange.getRequestURI().getPath() + "?from=" + to + ">; rel=\"next\"");
            }
            page = page.subList(from, to);
        }
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + LayoutBuilder.INDEX + "\",\"manifests\":["
                + String.join(",", page) + "]}";
        answer(exchange, 200, LayoutBuilder.INDEX, index.getBytes(StandardCharsets.UTF_8));
    }
}

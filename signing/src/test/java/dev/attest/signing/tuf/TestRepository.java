package dev.attest.signing.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.service.Retry;
import dev.attest.signing.service.ServiceClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A TUF repository on loopback that can be made to do everything wrong. {@link #publish} signs what {@link #signed} holds
 * with the role's signers and announces it further up; what is served can be changed behind everybody's back.
 */
final class TestRepository implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** Answers by path instead of a file. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<String, Answer> answers = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final Map<String, List<TestKey>> signers = new TreeMap<>();
    final MovableClock clock = new MovableClock(NOW);
    boolean hashes;

    private final Map<String, ObjectNode> roles = new TreeMap<>();
    private final HttpServer server;

    TestRepository() throws IOException {
        this(true);
    }

    TestRepository(boolean consistent) throws IOException {
        for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
            roles.put(role, signed(role, NOW.plus(Duration.ofDays(30))));
        }
        root().put("consistent_snapshot", consistent);
        root().putObject("keys");
        root().putObject("roles");
        signed("timestamp").putObject("meta");
        signed("snapshot").putObject("meta");
        signed("targets").putObject("targets");
        for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
            keys(role, 1, TestKey.of("ed25519", role + "-key"));
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "repository");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
        publish("root", "targets", "snapshot", "timestamp");
    }

    ObjectNode root() {
        return signed("root");
    }

    /** The signed part that the next {@link #publish} of the role signs. */
    ObjectNode signed(String role) {
        return roles.computeIfAbsent(role, name -> signed("targets", NOW.plus(Duration.ofDays(30))));
    }

    /** Who signs for a top-level role from the next root on. */
    void keys(String role, int threshold, TestKey... keys) {
        ObjectNode known = (ObjectNode) root().get("keys");
        fill(((ObjectNode) root().get("roles")).putObject(role), threshold, known, keys);
        signers.put(role, new ArrayList<>(List.of(keys)));
    }

    /** The first of those who sign for a role. */
    TestKey signer(String role) {
        return signers.getOrDefault(role, List.of()).get(0);
    }

    /** Delegates from one role to another, which has no targets yet and is not published. */
    ObjectNode delegate(String from, String name, TestKey key, String... paths) {
        ObjectNode delegations = (ObjectNode) signed(from).get("delegations");
        if (delegations == null) {
            delegations = signed(from).putObject("delegations");
            delegations.putObject("keys");
            delegations.putArray("roles");
        }
        ObjectNode role = ((ArrayNode) delegations.get("roles")).addObject();
        role.put("name", name).put("terminating", false);
        fill(role, 1, (ObjectNode) delegations.get("keys"), key);
        ArrayNode list = role.putArray("paths");
        List.of(paths).forEach(list::add);
        if (!signed(name).has("targets")) {
            signed(name).putObject("targets");
        }
        signers.put(name, new ArrayList<>(List.of(key)));
        return role;
    }

    /** Adds a target to a role and serves it. */
    ObjectNode target(String role, String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        ObjectNode file = ((ObjectNode) signed(role).get("targets")).putObject(path);
        file.put("length", bytes.length);
        file.putObject("hashes").put("sha256", hex(bytes));
        files.put("/targets/" + prefixed(path, bytes), bytes);
        return file;
    }

    void expire(String role, Instant at) {
        signed(role).put("expires", at.toString());
    }

    void publish(String... names) {
        for (String name : names) {
            ObjectNode signed = signed(name);
            signed.put("version", signed.path("version").asLong(0) + 1);
            serve(name, signed.get("version").asLong(), envelope(signed, signers.getOrDefault(name, List.of())));
        }
    }

    /** Serves bytes as a version of a role, and announces them as publishing does. */
    void serve(String name, long version, byte[] file) {
        files.put(path(name, version), file);
        if (!name.equals("root") && !name.equals("timestamp")) {
            String above = name.equals("snapshot") ? "timestamp" : "snapshot";
            ObjectNode meta = ((ObjectNode) signed(above).get("meta")).putObject(name + ".json");
            meta.put("version", version);
            if (hashes) {
                meta.put("length", file.length);
                meta.putObject("hashes").put("sha256", hex(file));
            }
        }
    }

    /** Where a version of a role is served. */
    String path(String name, long version) {
        boolean versioned = name.equals("root")
                || (!name.equals("timestamp")
                        && root().get("consistent_snapshot").asBoolean());
        return "/" + (versioned ? version + "." : "") + UrlText.encode(name) + ".json";
    }

    /** Changes what is served without signing it again. */
    void tamper(String path, UnaryOperator<ObjectNode> change) {
        files.computeIfPresent(path, (name, file) -> StrictJson.write(change.apply((ObjectNode) parse(file))));
    }

    byte[] file(String path) {
        byte[] file = files.get(path);
        if (file == null) {
            throw new IllegalArgumentException(path);
        }
        return file;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A client whose cache is in {@code folder} and began with the first root. */
    TufClient client(Path folder) throws Exception {
        TufCache cache = TufCache.in(folder);
        TufClient.initialise(cache, file("/1.root.json"));
        return new TufClient(TufRepository.mirror(address()), cache, service(), clock);
    }

    /** Patient enough for a loaded machine, and without pauses. */
    static ServiceClient service() {
        return service(Duration.ofSeconds(20));
    }

    static ServiceClient service(Duration answerWithin) {
        return new ServiceClient(
                HttpClient.newHttpClient(), new Retry(3, Duration.ZERO, Duration.ZERO, pause -> {}), answerWithin);
    }

    static byte[] envelope(ObjectNode signed, List<TestKey> keys) {
        byte[] payload = canonical(signed).getBytes(StandardCharsets.UTF_8);
        ObjectNode envelope = StrictJson.object();
        ArrayNode signatures = envelope.putArray("signatures");
        for (TestKey key : keys) {
            signatures
                    .addObject()
                    .put("keyid", key.id())
                    .put("sig", java.util.HexFormat.of().formatHex(key.sign(payload)));
        }
        envelope.set("signed", signed);
        return StrictJson.writeIndented(envelope);
    }

    /** Written apart from the client's, for keys of the basic plane. */
    static String canonical(JsonNode value) {
        if (value.isObject()) {
            var members = new TreeMap<String, String>();
            value.properties().forEach(field -> members.put(field.getKey(), canonical(field.getValue())));
            var parts = new ArrayList<String>();
            members.forEach((name, member) -> parts.add(quoted(name) + ":" + member));
            return "{" + String.join(",", parts) + "}";
        }
        if (value.isArray()) {
            var parts = new ArrayList<String>();
            value.forEach(element -> parts.add(canonical(element)));
            return "[" + String.join(",", parts) + "]";
        }
        return value.isTextual() ? quoted(value.textValue()) : value.asText();
    }

    static String hex(byte[] content) {
        return java.util.HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(content));
    }

    static JsonNode parse(byte[] file) {
        try {
            return StrictJson.parse(file);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static ObjectNode signed(String type, Instant expires) {
        ObjectNode signed = StrictJson.object();
        signed.put("_type", type).put("spec_version", "1.0.31").put("expires", expires.toString());
        return signed;
    }

    private static void fill(ObjectNode role, int threshold, ObjectNode known, TestKey... keys) {
        ArrayNode keyids = role.putArray("keyids");
        for (TestKey key : keys) {
            keyids.add(key.id());
            known.set(key.id(), key.json());
        }
        role.put("threshold", threshold);
    }

    private String prefixed(String path, byte[] content) {
        if (!root().get("consistent_snapshot").asBoolean()) {
            return path;
        }
        int slash = path.lastIndexOf('/') + 1;
        return path.substring(0, slash) + hex(content) + "." + path.substring(slash);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        requests.add(path);
        Answer answer = answers.get(path);
        byte[] file = files.get(path);
        try (exchange) {
            if (answer != null) {
                answer.to(exchange);
            } else if (file == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, file.length == 0 ? -1 : file.length);
                exchange.getResponseBody().write(file);
            }
        }
    }
}

package dev.attest.signing.oidc.login;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.attest.json.StrictJson;
import dev.attest.signing.service.Retry;
import dev.attest.signing.service.ServiceClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider that is strict where it matters (PKCE, redirect address, codes that are redeemed once) and wrong
 * where a test wants it to be.
 */
final class FakeProvider implements AutoCloseable {
    static final String DEVICE_CODE = "s3cret-device-code";
    static final String CODE = "s3cret-code";
    static final String CLIENT_SECRET = "s3cret-of-the-client";

    /** An answer in place of the real one. */
    record Fixed(int status, String type, String body, Duration delay) {}

    private final HttpServer server;
    final ObjectNode discovery = StrictJson.object();
    final ObjectNode device = StrictJson.object();
    final Map<String, Fixed> fixed = new ConcurrentHashMap<>();
    final Deque<String> polls = new ArrayDeque<>();
    final List<Map<String, String>> forms = new ArrayList<>();
    UnaryOperator<Map<String, String>> redirect = answer -> answer;
    UnaryOperator<ObjectNode> claims = token -> token;

    private final Map<String, Map<String, String>> questions = new HashMap<>();

    FakeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        discovery.put("issuer", issuer());
        discovery.put("authorization_endpoint", issuer() + "/auth?tenant=1");
        discovery.put("token_endpoint", issuer() + "/token");
        discovery.put("device_authorization_endpoint", issuer() + "/device");
        discovery.putArray("code_challenge_methods_supported").add("plain").add("S256");
        device.put("device_code", DEVICE_CODE);
        device.put("user_code", "WDJB-MJHT");
        device.put("verification_uri", "https://login.example/device");
        device.put("expires_in", 60);
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    ServiceClient client(Duration answerWithin) {
        return new ServiceClient(
                HttpClient.newHttpClient(), new Retry(2, Duration.ZERO, Duration.ZERO, pause -> {}), answerWithin);
    }

    void answer(String path, int status, String type, String body) {
        fixed.put(path, new Fixed(status, type, body, Duration.ZERO));
    }

    /** A browser whose user agrees to everything. */
    static int browse(URI address) {
        var browser = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try {
            return browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> parameters(String text) {
        var parameters = new TreeMap<String, String>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
        }
        return parameters;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Fixed instead = fixed.get(path);
            if (instead != null) {
                pause(instead.delay());
                send(exchange, instead.status(), instead.type(), instead.body());
                return;
            }
            switch (path) {
                case "/.well-known/openid-configuration" -> json(exchange, 200, discovery);
                case "/auth" ->
                    authorize(exchange, parameters(exchange.getRequestURI().getRawQuery()));
                case "/device" -> device(exchange, parameters(body));
                case "/token" -> token(exchange, parameters(body));
                default -> send(exchange, 404, "text/plain", "none");
            }
        }
    }

    private void authorize(HttpExchange exchange, Map<String, String> question) throws IOException {
        boolean good = text(question, "response_type").equals("code")
                && text(question, "client_id").equals("sigstore")
                && text(question, "scope").equals("openid email")
                && text(question, "tenant").equals("1")
                && text(question, "code_challenge_method").equals("S256")
                && text(question, "redirect_uri").matches("http://127\\.0\\.0\\.1:\\d+/auth/callback");
        if (!good) {
            send(exchange, 400, "text/plain", "bad question");
            return;
        }
        questions.put(CODE, question);
        Map<String, String> answer =
                redirect.apply(new TreeMap<>(Map.of("code", CODE, "state", text(question, "state"), "iss", issuer())));
        exchange.getResponseHeaders()
                .set("Location", text(question, "redirect_uri") + "?" + IdentityProvider.encoded(answer));
        exchange.sendResponseHeaders(302, -1);
    }

    private void device(HttpExchange exchange, Map<String, String> form) throws IOException {
        questions.put(DEVICE_CODE, form);
        json(exchange, 200, device);
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
        forms.add(form);
        switch (text(form, "grant_type")) {
            case "authorization_code" -> {
                @Nullable Map<String, String> question = questions.remove(text(form, "code"));
                if (question == null
                        || !proven(question, form)
                        || !text(question, "redirect_uri").equals(text(form, "redirect_uri"))) {
                    error(exchange, "invalid_grant");
                } else {
                    issue(exchange, text(question, "nonce"));
                }
            }
            case "client_credentials" -> {
                if (text(form, "client_secret").equals(CLIENT_SECRET)) {
                    issue(exchange, "");
                } else {
                    error(exchange, "invalid_client");
                }
            }
            default -> {
                String next = polls.isEmpty() ? "" : polls.remove();
                if (!next.isEmpty()) {
                    error(exchange, next);
                } else if (proven(questions.getOrDefault(text(form, "device_code"), Map.of()), form)) {
                    issue(exchange, "");
                } else {
                    error(exchange, "invalid_grant");
                }
            }
        }
    }

    private static String text(Map<String, String> form, String name) {
        return form.getOrDefault(name, "");
    }

    private static boolean proven(Map<String, String> question, Map<String, String> form) {
        if (!question.containsKey("code_challenge")) {
            return !form.containsKey("code_verifier");
        }
        return text(question, "code_challenge").equals(s256(form.getOrDefault("code_verifier", "")));
    }

    private static String s256(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void issue(HttpExchange exchange, String nonce) throws IOException {
        ObjectNode token = StrictJson.object();
        token.put("iss", issuer());
        token.put("sub", "CgcyMzQyNzQ5EgZnaXRodWI");
        token.put("aud", "sigstore");
        token.put("exp", 4_000_000_000L);
        token.put("email", "jane@example.org");
        token.put("email_verified", true);
        token.put("nonce", nonce);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String text = encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8)) + "."
                + encoder.encodeToString(StrictJson.write(claims.apply(token))) + ".c2lnbmF0dXJl";
        json(exchange, 200, StrictJson.object().put("access_token", "unused").put("id_token", text));
    }

    private static void error(HttpExchange exchange, String error) throws IOException {
        json(exchange, 400, StrictJson.object().put("error", error));
    }

    private static void json(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        send(exchange, status, "application/json", new String(StrictJson.write(body), UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

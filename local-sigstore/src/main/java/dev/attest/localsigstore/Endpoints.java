package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which path and method leads where, and how errors are told: always as JSON, never with a stack trace. */
final class Endpoints {

    /** What one path and method does. */
    private interface Endpoint {
        Answer answer(Request request) throws MalformedInputException, RequestRefusedException, IOException;
    }

    private final Map<String, Map<String, Endpoint>> byPath = new HashMap<>();
    private final Rekor rekor;
    private final RekorV2 tiles;

    Endpoints(Services services, String base, String requestToken) {
        this.rekor = services.rekor();
        this.tiles = services.rekorV2();
        add(
                "GET",
                "/.well-known/openid-configuration",
                request -> Answer.json(200, services.issuer().discovery(base)));
        add("GET", "/keys", request -> Answer.json(200, services.issuer().keys()));
        add("GET", "/token", request -> token(services.issuer(), request, requestToken));
        add(
                "POST",
                "/api/v2/signingCert",
                request -> Answer.json(
                        200,
                        services.fulcio()
                                .signingCertificate(request.body(Answer.JSON), request.header("Authorization"))));
        add(
                "GET",
                "/api/v2/trustBundle",
                request -> Answer.json(200, services.fulcio().trustBundle()));
        add(
                "POST",
                TimestampAuthority.PATH,
                request -> Answer.of(
                        201,
                        TimestampAuthority.REPLY,
                        services.timestamps().answer(request.body(TimestampAuthority.QUERY))));
        add("GET", Rekor.PATH, request -> rekor.state());
        add("GET", Rekor.PATH + "/publicKey", request -> Answer.pem(rekor.publicKey()));
        add("POST", Rekor.ENTRIES, request -> rekor.add(request.body(Answer.JSON)));
        add("GET", Rekor.ENTRIES, this::entryByIndex);
        add("POST", RekorV2.ENTRIES, request -> tiles.add(request.body(Answer.JSON)));
        add("GET", RekorV2.CHECKPOINT, request -> tiles.checkpoint());
    }

    /** The parties behind the paths. */
    record Services(OidcIssuer issuer, Fulcio fulcio, Rekor rekor, RekorV2 rekorV2, TimestampAuthority timestamps) {}

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new Request(exchange);
            Answer answer = answer(request);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer answer(Request request) {
        try {
            return endpoint(request).answer(request);
        } catch (RequestRefusedException e) {
            return error(request, e.status(), String.valueOf(e.getMessage()));
        } catch (MalformedInputException e) {
            return error(request, 400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return error(request, 500, "the state of this local Sigstore cannot be used: " + e.getMessage());
        } catch (RuntimeException e) {
            return error(request, 500, "internal error");
        }
    }

    private Endpoint endpoint(Request request) throws RequestRefusedException {
        requireOurName(request);
        String path = request.path();
        Map<String, Endpoint> methods = byPath.getOrDefault(path, Map.of());
        if (methods.isEmpty() && path.startsWith(Rekor.ENTRIES + "/")) {
            String uuid = path.substring(Rekor.ENTRIES.length() + 1);
            methods = Map.of("GET", any -> found(rekor.find(uuid)));
        }
        if (methods.isEmpty() && path.startsWith(RekorV2.TILES)) {
            String tile = path.substring(RekorV2.TILES.length());
            methods = Map.of("GET", any -> found(tiles.tile(tile)));
        }
        if (methods.isEmpty()) {
            throw new RequestRefusedException(404, "nothing is served at this path");
        }
        return Optional.ofNullable(methods.get(request.method()))
                .orElseThrow(() -> new RequestRefusedException(405, "this path does not know the method"));
    }

    /** A page whose name was made to lead here (DNS rebinding) calls this server by that name; nobody else has a reason to. */
    private static void requireOurName(Request request) throws RequestRefusedException {
        String host = request.header("Host").orElse("").replaceFirst(":[0-9]{0,5}$", "");
        if (!host.equals("127.0.0.1") && !host.equalsIgnoreCase("localhost")) {
            throw new RequestRefusedException(421, "this server is called 127.0.0.1 or localhost, and nothing else");
        }
    }

    private Answer entryByIndex(Request request) throws RequestRefusedException, IOException {
        String index = request.parameter("logIndex").orElse("");
        try {
            return found(rekor.find(Integer.parseInt(index)));
        } catch (NumberFormatException e) {
            throw new RequestRefusedException(400, "logIndex must be a number");
        }
    }

    private static Answer found(Optional<Answer> entry) throws RequestRefusedException {
        return entry.orElseThrow(
                () -> new RequestRefusedException(404, "no such entry or tile in the transparency log"));
    }

    /** In the manner of GitHub's token service, so that its clients work: a bearer secret in, {@code {"value": JWT}} out. */
    private static Answer token(OidcIssuer issuer, Request request, String requestToken)
            throws RequestRefusedException {
        byte[] given = request.header("Authorization").orElse("").getBytes(UTF_8);
        if (!MessageDigest.isEqual(given, ("Bearer " + requestToken).getBytes(UTF_8))) {
            throw new RequestRefusedException(401, "asking for a token needs this server's request token");
        }
        if (!request.parameter("audience").orElse(Names.AUDIENCE).equals(Names.AUDIENCE)) {
            throw new RequestRefusedException(400, "tokens are for the audience " + Names.AUDIENCE + " only");
        }
        try {
            String email = Names.email(request.parameter("name").orElse("developer"));
            String token = issuer.mint(email, Map.of("email", email, "email_verified", true));
            return Answer.json(200, Json.canonical(Map.of("value", token)));
        } catch (IllegalArgumentException e) {
            throw new RequestRefusedException(400, "name is no local identity");
        }
    }

    private static Answer error(Request request, int status, String message) {
        return request.path().startsWith("/api/v2/") ? Answer.rpcError(status, message) : Answer.error(status, message);
    }

    private void add(String method, String path, Endpoint endpoint) {
        byPath.computeIfAbsent(path, any -> new HashMap<>()).put(method, endpoint);
    }
}

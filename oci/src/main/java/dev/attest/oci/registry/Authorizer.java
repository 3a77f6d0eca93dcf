package dev.attest.oci.registry;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Credentials.Login;
import dev.attest.oci.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers a registry's challenges for one repository: Basic, or a token for exactly the scope that is needed
 * (distribution token specification). What worked is kept per scope.
 */
final class Authorizer {
    private static final int MAX_ANSWER = 1 << 20;

    private final RegistrySettings settings;
    private final Endpoint endpoint;
    private final String repository;
    private final Transport transport;
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    Authorizer(RegistrySettings settings, Endpoint endpoint, String repository) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.repository = repository;
        this.transport = new Transport(settings, endpoint.registry());
    }

    /** The header that was good for such requests before. */
    Optional<String> known(boolean write) {
        return Optional.ofNullable(headers.get(scope(write)));
    }

    /** The header that answers a 401, or empty when there is nothing to answer it with. */
    Optional<String> answer(HttpResponse<?> refused, boolean write) throws IOException {
        Optional<Challenge> challenge = Challenge.best(refused.headers().allValues("WWW-Authenticate"));
        if (challenge.isEmpty()) {
            return Optional.empty();
        }
        Optional<Login> login = settings.credentials().find(endpoint.registry(), repository);
        Optional<String> header = challenge.get().scheme() == Challenge.Scheme.BASIC
                ? login.filter(found -> !found.isIdentityToken()).map(Authorizer::basic)
                : Optional.of("Bearer " + token(challenge.get(), login, write));
        header.ifPresent(value -> headers.put(scope(write), value));
        return header;
    }

    private String scope(boolean write) {
        return "repository:" + repository + (write ? ":pull,push" : ":pull");
    }

    private String token(Challenge challenge, Optional<Login> login, boolean write) throws IOException {
        String realm = challenge.parameters().get("realm");
        if (realm == null) {
            throw new IOException("registry " + endpoint.registry() + " asks for a token and does not say where");
        }
        URI service = endpoint.tokenService(realm);
        String query = "scope=" + encode(scope(write))
                + Optional.ofNullable(challenge.parameters().get("service"))
                        .map(name -> "&service=" + encode(name))
                        .orElse("");
        boolean refresh = login.filter(Login::isIdentityToken).isPresent();
        HttpResponse<InputStream> response =
                refresh ? refresh(service, query, login.orElseThrow()) : get(service, query, login);
        if (response.statusCode() != 200) {
            throw Answers.failure(response, endpoint.registry(), "token for " + repository);
        }
        return tokenOf(Answers.body(response, MAX_ANSWER, "token"));
    }

    private HttpResponse<InputStream> get(URI service, String query, Optional<Login> login) throws IOException {
        String separator = service.getRawQuery() == null ? "?" : "&";
        String account = login.map(found -> "&account=" + encode(found.user())).orElse("");
        URI uri = URI.create(service + separator + query + account);
        return transport.send(RegistryRequest.of("GET", uri), login.map(Authorizer::basic));
    }

    private HttpResponse<InputStream> refresh(URI service, String query, Login login) throws IOException {
        String form = "grant_type=refresh_token&client_id=attest&refresh_token=" + encode(login.secret()) + "&" + query;
        RegistryRequest request = RegistryRequest.of("POST", service, form.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", "application/x-www-form-urlencoded");
        return transport.send(request, Optional.empty());
    }

    private String tokenOf(byte[] answer) throws IOException {
        try {
            JsonObject object = StrictJson.parseObject(answer, "token");
            Optional<String> token = object.optionalText("token").filter(text -> !text.isEmpty());
            String value = token.isPresent() ? token.get() : object.text("access_token");
            if (!value.matches("[\\x21-\\x7e]{1,65536}")) {
                throw new IOException("registry " + endpoint.registry() + " has a token service that gives no token");
            }
            return value;
        } catch (MalformedJsonException e) {
            throw new IOException("registry " + endpoint.registry() + " has a token service that gives no token", e);
        }
    }

    private static String basic(Login login) {
        byte[] pair = (login.user() + ":" + login.secret()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

package dev.attest.oci.registry;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Credentials.Login;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks the token service that a registry names (distribution token specification; its OAuth2 part where a service takes
 * nothing else, and for identity tokens).
 */
final class TokenService {
    private static final int MAX_ANSWER = 1 << 20;

    private final Endpoint endpoint;
    private final String repository;
    private final Transport transport;

    TokenService(Endpoint endpoint, String repository, Transport transport) {
        this.endpoint = endpoint;
        this.repository = repository;
        this.transport = transport;
    }

    /** A token for {@code scope}, anonymous without a login. */
    String token(Challenge challenge, Optional<Login> login, Scope scope) throws IOException {
        String realm = challenge.parameters().get("realm");
        if (realm == null) {
            throw new IOException("registry " + endpoint.registry() + " asks for a token and does not say where");
        }
        URI service = endpoint.tokenService(realm);
        Optional<String> name = Optional.ofNullable(challenge.parameters().get("service"));
        HttpResponse<InputStream> response;
        if (login.isPresent() && login.get().kind() == Login.Kind.IDENTITY_TOKEN) {
            String grant = "grant_type=refresh_token&refresh_token="
                    + encode(login.get().secret());
            response = post(service, grant, name, scope);
        } else {
            response = get(service, login, name, scope);
            if (login.isPresent() && isOtherMethodWanted(response)) {
                Answers.discard(response);
                String grant = "grant_type=password&username="
                        + encode(login.get().user()) + "&password="
                        + encode(login.get().secret());
                response = post(service, grant, name, scope);
            }
        }
        if (response.statusCode() != 200) {
            throw refusal(response, service);
        }
        return tokenOf(Answers.body(response, MAX_ANSWER, "token"));
    }

    private static boolean isOtherMethodWanted(HttpResponse<?> response) {
        return response.statusCode() == 404 || response.statusCode() == 405;
    }

    private HttpResponse<InputStream> get(URI service, Optional<Login> login, Optional<String> name, Scope scope)
            throws IOException {
        String separator = service.getRawQuery() == null ? "?" : "&";
        String scopes = parameters("scope", scope.names());
        String account = login.map(found -> "&account=" + encode(found.user())).orElse("");
        URI uri = URI.create(service + separator + scopes + service(name) + account);
        return transport.send(RegistryRequest.of("GET", uri), login.map(Authorizer::basic));
    }

    private HttpResponse<InputStream> post(URI service, String grant, Optional<String> name, Scope scope)
            throws IOException {
        String form = grant + "&client_id=attest&scope=" + encode(String.join(" ", scope.names())) + service(name);
        RegistryRequest request = RegistryRequest.of("POST", service, form.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", "application/x-www-form-urlencoded");
        return transport.send(request, Optional.empty());
    }

    /** Never a {@code NotFoundException}: that would say that the image is not there. */
    private IOException refusal(HttpResponse<InputStream> response, URI service) {
        return new IOException(
                Answers.failure(response, endpoint.registry(), "token for " + repository + " from " + service.getHost())
                        .getMessage());
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
            // Without the cause, which repeats what stands where a token should.
            throw new IOException("registry " + endpoint.registry() + " has a token service that gives no token", null);
        }
    }

    private static String service(Optional<String> name) {
        return name.map(value -> "&service=" + encode(value)).orElse("");
    }

    private static String parameters(String name, List<String> values) {
        return values.stream().map(value -> name + "=" + encode(value)).collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

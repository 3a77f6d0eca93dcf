package dev.attest.signing.oidc.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider somebody can log in at. It is asked over https only (http on this machine); its answers are
 * bounded to 256 KiB. A token's signature is not checked here: it comes from the provider itself over TLS (OpenID Connect
 * Core 1.0 §3.1.3.7, 6), and the certificate authority checks it.
 */
public final class IdentityProvider {
    static final String SCOPE = "openid email";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 256 << 10;

    private final LoginSettings settings;
    private final ServiceClient client;
    private final Clock clock;

    public IdentityProvider(LoginSettings settings, ServiceClient client, Clock clock) {
        this.settings = settings;
        this.client = client;
        this.clock = clock;
    }

    LoginSettings settings() {
        return settings;
    }

    Clock clock() {
        return clock;
    }

    String name() {
        return "the login at "
                + ServiceUrl.parse(settings.issuer()).map(ServiceUrl::host).orElse("a wrong address");
    }

    Discovery discover() throws SigningException {
        URI issuer = ServiceUrl.parse(settings.issuer())
                .filter(uri -> uri.getRawQuery() == null)
                .orElseThrow(() -> SigningException.usage(
                        "the issuer to log in at is not an https address (http for this machine only)"));
        HttpRequest http = HttpRequest.newBuilder(ServiceUrl.below(issuer, "/.well-known/openid-configuration"))
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .build();
        ServiceResponse response = client.send(new ServiceRequest("identity provider", http, MAX_BYTES, List.of()));
        JsonObject document = response.json();
        try {
            if (!document.text("issuer").equals(settings.issuer())) {
                throw SigningException.refused(
                        name(http.uri()) + " calls itself by another name than the issuer it was asked as");
            }
        } catch (MalformedJsonException e) {
            throw response.malformed(e);
        }
        return new Discovery(document, "http".equals(issuer.getScheme()));
    }

    /** An address of the provider's description, which must be there. */
    URI endpoint(Discovery discovery, String name) throws SigningException {
        try {
            return discovery
                    .endpoint(name)
                    .orElseThrow(() -> discovery.document().malformed(name, "an https address"));
        } catch (MalformedJsonException e) {
            throw nonsense(e);
        }
    }

    boolean hasPkce(Discovery discovery) throws SigningException {
        try {
            return discovery.hasPkce();
        } catch (MalformedJsonException e) {
            throw nonsense(e);
        }
    }

    /** Posts a form (RFC 6749 §3.2); the values that are {@code secrets} stand in no message. */
    ServiceResponse post(URI endpoint, Map<String, String> form, List<String> secrets) throws SigningException {
        HttpRequest http = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build();
        return client.send(new ServiceRequest("identity provider", http, MAX_BYTES, secrets));
    }

    /** The identity token in an answer of the token endpoint, for us, from this issuer, of this login. */
    IdentityToken token(ServiceResponse response, @Nullable String nonce) throws SigningException {
        Optional<String> error = response.complaint("error");
        if (error.isPresent()) {
            throw SigningException.refused(name() + " failed: " + error.get());
        }
        JsonObject answer = response.json();
        String text;
        try {
            text = answer.text("id_token");
        } catch (MalformedJsonException e) {
            throw response.malformed(e);
        }
        IdentityToken token = parse(text);
        require(token.issuer().equals(settings.issuer()), "another issuer");
        require(token.audience().contains(settings.clientId()), "another audience");
        require(nonce == null || nonce.equals(text(token, "nonce").orElse("")), "another login (nonce)");
        require(text(token, "azp").orElse(settings.clientId()).equals(settings.clientId()), "another client (azp)");
        require(clock.instant().isBefore(token.expiry()), "the past: it has expired; is this machine's clock right?");
        return token;
    }

    static String encoded(Map<String, String> form) {
        SortedMap<String, String> sorted = new TreeMap<>(form);
        return sorted.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private IdentityToken parse(String text) throws SigningException {
        try {
            return IdentityToken.parse(text);
        } catch (SigningException e) {
            if (e.kind() != SigningException.Kind.USAGE) {
                throw e;
            }
            throw SigningException.world(name() + " ended without a token: " + e.getMessage());
        }
    }

    private Optional<String> text(IdentityToken token, String claim) throws SigningException {
        try {
            return token.claims().optionalText(claim);
        } catch (MalformedJsonException e) {
            throw nonsense(e);
        }
    }

    private void require(boolean holds, String of) throws SigningException {
        if (!holds) {
            throw SigningException.refused(name() + " ended with a token of " + of);
        }
    }

    private SigningException nonsense(MalformedJsonException e) {
        return SigningException.world(name() + " cannot be done: " + e.getMessage());
    }

    private static String name(URI address) {
        return "the identity provider " + ServiceUrl.host(address);
    }
}

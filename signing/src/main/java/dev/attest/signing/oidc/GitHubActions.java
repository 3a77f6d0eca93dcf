package dev.attest.signing.oidc;

import dev.attest.json.MalformedJsonException;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identity of a GitHub Actions job: a job with {@code id-token: write} finds in its environment where to ask for a
 * token and what to show there.
 */
public final class GitHubActions implements TokenSource {
    private static final String URL = "ACTIONS_ID_TOKEN_REQUEST_URL";
    private static final String TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 256 << 10;

    private final Variables variables;
    private final ServiceClient client;

    public GitHubActions(Map<String, String> environment, ServiceClient client) {
        this.variables = new Variables(environment);
        this.client = client;
    }

    @Override
    public String name() {
        return "GitHub Actions (id-token: write)";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        Optional<String> url = variables.text(URL);
        if (url.isEmpty() || !variables.has(TOKEN)) {
            return Optional.empty();
        }
        ServiceRequest request = request(url.get(), variables.secret(TOKEN));
        ServiceResponse response = client.send(request);
        try {
            return Optional.of(IdentityToken.answered(response.json().text("value"), request));
        } catch (MalformedJsonException e) {
            throw response.malformed(e);
        }
    }

    @Override
    public Optional<String> hint() {
        return variables.isTrue("GITHUB_ACTIONS") && !(variables.has(URL) && variables.has(TOKEN))
                ? Optional.of(
                        "this GitHub Actions job may not ask for a token: give it \"permissions: {id-token: write}\""
                                + " (a pull request from a fork gets none)")
                : Optional.empty();
    }

    private static ServiceRequest request(String url, String secret) throws SigningException {
        URI uri = ServiceUrl.parse(url + (url.contains("?") ? "&" : "?") + "audience=" + IdentityToken.AUDIENCE)
                .orElseThrow(() -> SigningException.usage(URL + " is not an https address"));
        HttpRequest http = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + secret)
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .build();
        return new ServiceRequest("identity provider", http, MAX_BYTES, List.of(secret));
    }
}

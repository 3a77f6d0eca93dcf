package dev.attest.signing.oidc.login;

import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.oidc.TokenSource;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A person logs in in a browser on this machine: authorization code with PKCE (RFC 6749 §4.1, RFC 7636), state and nonce,
 * the browser coming back to a port of 127.0.0.1. Every call of {@link #token()} is a login of its own.
 */
public final class BrowserFlow implements TokenSource {
    private final IdentityProvider provider;
    private final LoginPrompt prompt;
    private final Consumer<URI> browser;
    private final SecureRandom random;

    /** {@code browser} opens an address, or does nothing where there is none; the prompt is shown the address, too. */
    public BrowserFlow(IdentityProvider provider, LoginPrompt prompt, Consumer<URI> browser, SecureRandom random) {
        this.provider = provider;
        this.prompt = prompt;
        this.browser = browser;
        this.random = random;
    }

    @Override
    public String name() {
        return provider.name() + " (browser)";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        Discovery discovery = provider.discover();
        if (!provider.hasPkce(discovery)) {
            throw SigningException.refused(
                    provider.name() + " is not safe: the provider does not support PKCE with S256");
        }
        URI authorization = provider.endpoint(discovery, "authorization_endpoint");
        URI redemption = provider.endpoint(discovery, "token_endpoint");
        Pkce pkce = Pkce.generate(random);
        String state = Pkce.unguessable(random);
        String nonce = Pkce.unguessable(random);
        try (RedirectListener listener = RedirectListener.open(state)) {
            var question = new TreeMap<>(question(listener.uri(), pkce));
            question.put("state", state);
            question.put("nonce", nonce);
            URI address = URI.create(authorization
                    + (authorization.getRawQuery() == null ? "?" : "&")
                    + IdentityProvider.encoded(question));
            prompt.visit(address);
            browser.accept(address);
            String code = code(listener);
            var form = Map.of(
                    "grant_type", "authorization_code",
                    "client_id", provider.settings().clientId(),
                    "code", code,
                    "redirect_uri", listener.uri().toString(),
                    "code_verifier", pkce.verifier());
            ServiceResponse response = provider.post(redemption, form, List.of(code, pkce.verifier()));
            return Optional.of(provider.token(response, nonce));
        }
    }

    private Map<String, String> question(URI redirect, Pkce pkce) {
        return Map.of(
                "response_type",
                "code",
                "client_id",
                provider.settings().clientId(),
                "redirect_uri",
                redirect.toString(),
                "scope",
                IdentityProvider.SCOPE,
                "code_challenge",
                pkce.challenge(),
                "code_challenge_method",
                Pkce.METHOD);
    }

    private String code(RedirectListener listener) throws SigningException {
        LoginSettings settings = provider.settings();
        Map<String, String> answer = listener.await(settings.patience())
                .orElseThrow(() -> SigningException.world("nobody came back from " + provider.name() + " within "
                        + settings.patience().toSeconds() + " s"));
        // RFC 9207 §2.4: an answer of another provider, mixed up with this one's.
        if (!answer.getOrDefault("iss", settings.issuer()).equals(settings.issuer())) {
            throw SigningException.refused(provider.name() + " was answered by another issuer");
        }
        if (answer.containsKey("error")) {
            throw SigningException.refused(
                    provider.name() + " failed: " + answer.get("error").replaceAll("[^a-z_]", "?"));
        }
        String code = answer.getOrDefault("code", "");
        if (code.isEmpty()) {
            throw SigningException.world(provider.name() + " ended without a code");
        }
        return code;
    }
}

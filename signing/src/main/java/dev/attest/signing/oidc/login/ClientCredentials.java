package dev.attest.signing.oidc.login;

import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.oidc.TokenSource;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine logs in with a secret of its own (RFC 6749 §4.4), at a provider that answers with an identity token. */
public final class ClientCredentials implements TokenSource {
    private final IdentityProvider provider;
    private final String secret;

    public ClientCredentials(IdentityProvider provider, String secret) {
        this.provider = provider;
        this.secret = secret;
    }

    @Override
    public String name() {
        return provider.name() + " (client credentials)";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        URI redemption = provider.endpoint(provider.discover(), "token_endpoint");
        var form = Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                provider.settings().clientId(),
                "client_secret",
                secret,
                "scope",
                IdentityProvider.SCOPE);
        return Optional.of(provider.token(provider.post(redemption, form, List.of(secret)), null));
    }
}

package dev.attest.signing.oidc.login;

import dev.attest.signing.oidc.IdentityToken;
import java.time.Duration;

/**
 * Where and as what to log in. There is no default issuer: whoever logs in says where, or the signing configuration does
 * ({@code SigningConfig.identityProviders()}).
 *
 * @param issuer the issuer, exactly as its tokens name it
 * @param clientId as what this program is known there; tokens are for this audience
 * @param patience how long a person may take
 */
public record LoginSettings(String issuer, String clientId, Duration patience) {
    /** As Sigstore's own clients do: the client {@code sigstore}, five minutes. */
    public static LoginSettings of(String issuer) {
        return new LoginSettings(issuer, IdentityToken.AUDIENCE, Duration.ofMinutes(5));
    }
}

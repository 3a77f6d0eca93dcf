package dev.attest.signing.oidc;

/** Tokens for tests; nothing checks their signature here. */
final class Tokens {
    private Tokens() {}

    static String of(String subject) {
        return with("\"sub\":\"" + subject + "\"");
    }

    /** A token for Sigstore that expires in 2096, with more claims. */
    static String with(String claims) {
        return IdentityTokenTest.token(
                "{\"iss\":\"https://issuer.example\",\"aud\":\"sigstore\",\"exp\":4000000000," + claims + "}");
    }
}

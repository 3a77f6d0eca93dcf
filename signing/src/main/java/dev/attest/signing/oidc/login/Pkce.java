package dev.attest.signing.oidc.login;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Proof that who redeems a code is who asked for it (RFC 7636, method S256), and other texts nobody can guess. */
final class Pkce {
    static final String METHOD = "S256";
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final int BYTES = 32;

    private final String verifier;

    private Pkce(String verifier) {
        this.verifier = verifier;
    }

    static Pkce generate(SecureRandom random) {
        return new Pkce(unguessable(random));
    }

    /** 256 random bits, as 43 characters that need no escaping. */
    static String unguessable(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return BASE64URL.encodeToString(bytes);
    }

    String verifier() {
        return verifier;
    }

    String challenge() {
        try {
            return BASE64URL.encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package dev.attest.fuzz;

import dev.attest.signing.key.Passwords;
import dev.attest.signing.key.pem.PemKeys;
import dev.attest.signing.key.pkcs11.Pkcs11Uri;
import dev.attest.signing.service.SigningException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Private keys in files, with a password, and the names of keys in tokens. */
public final class PrivateKeyTarget {
    private static final PemKeys KEYS =
            new PemKeys(new Passwords(Map.of("ATTEST_KEY_PASSWORD", "x"), question -> Optional.empty()));

    private PrivateKeyTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            KEYS.open(input, "the key").close();
        } catch (SigningException e) {
            // What malformed input has to end in.
        }
        try {
            Pkcs11Uri.parse("pkcs11:" + new String(input, StandardCharsets.UTF_8));
        } catch (SigningException e) {
            // What malformed input has to end in.
        }
    }
}

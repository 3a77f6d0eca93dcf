package dev.attest.signing;

import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.Pem;
import dev.attest.signing.key.VerificationKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose signature a verification accepts: the holder of a certificate for one of several identities, or the holder of one
 * key. The two never mix: a bundle signed by a key proves no identity, and one with a certificate no key.
 */
public final class Identities {
    private static final int MAX_IDENTITIES = 256;

    private final List<AcceptedIdentity> accepted;
    private final @Nullable VerificationKey key;
    private final boolean any;

    private Identities(List<AcceptedIdentity> accepted, @Nullable VerificationKey key, boolean any) {
        this.accepted = List.copyOf(accepted);
        this.key = key;
        this.any = any;
    }

    /** One of these, of which there is at least one. */
    public static Identities of(List<AcceptedIdentity> accepted) {
        if (accepted.isEmpty() || accepted.size() > MAX_IDENTITIES) {
            throw new IllegalArgumentException("1 to " + MAX_IDENTITIES + " accepted identities are needed");
        }
        return new Identities(accepted, null, false);
    }

    /** The holder of a public key, in PEM ({@code PUBLIC KEY}) or its bare encoding (SubjectPublicKeyInfo). */
    public static Identities ofKey(byte[] publicKey) throws MalformedTrustException {
        Optional<Pem> pem = Pem.parse(publicKey);
        if (pem.isPresent() && !pem.get().label().equals("PUBLIC KEY")) {
            throw new MalformedTrustException("the key is a PEM block of another kind than PUBLIC KEY");
        }
        try {
            byte[] encoded = pem.isPresent() ? pem.get().content() : publicKey;
            return new Identities(List.of(), VerificationKey.parse(encoded), false);
        } catch (MalformedKeyException e) {
            throw new MalformedTrustException("the key is " + e.getMessage());
        }
    }

    /** The holder of this key. */
    static Identities ofKey(VerificationKey key) {
        return new Identities(List.of(), key, false);
    }

    /** Anybody whom the trusted root's authorities certified: to list who signed, never to decide. */
    public static Identities unsafeAny() {
        return new Identities(List.of(), null, true);
    }

    Optional<VerificationKey> key() {
        return Optional.ofNullable(key);
    }

    boolean isAny() {
        return any;
    }

    Optional<AcceptedIdentity> match(CertificateClaims claims) {
        return accepted.stream().filter(identity -> identity.accepts(claims)).findFirst();
    }

    @Override
    public String toString() {
        if (any) {
            return "anybody";
        }
        return key != null
                ? "the key " + key.fingerprint()
                : String.join(" or ", accepted.stream().map(Object::toString).toList());
    }
}

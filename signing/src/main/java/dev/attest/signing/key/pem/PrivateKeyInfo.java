package dev.attest.signing.key.pem;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.DerWriter;
import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.key.JcaKey;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.Optional;

/** PrivateKeyInfo and OneAsymmetricKey (PKCS #8, RFC 5958 §2). */
final class PrivateKeyInfo {
    private static final String EC = "1.2.840.10045.2.1";
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String ED25519 = "1.3.101.112";
    private static final byte[] ED25519_IDENTIFIER = HexFormat.of().parseHex("300506032b6570");
    private static final int SEED = 32;

    private PrivateKeyInfo() {}

    static JcaKey parse(byte[] der) throws MalformedKeyException, MalformedDerException {
        DerReader info = DerReader.single(der, Der.SEQUENCE).children();
        int version = info.next().integer().bitLength();
        DerReader identifier = info.next(Der.SEQUENCE).children();
        byte[] key = info.next(Der.OCTET_STRING).content();
        info.optional(Der.context(0));
        info.optional(Der.contextPrimitive(1));
        info.end();
        if (version > 1) {
            throw new MalformedKeyException("a private key of unknown version");
        }
        String algorithm = identifier.next(Der.OID).oid();
        Optional<Der> parameters = identifier.hasNext() ? Optional.of(identifier.next()) : Optional.empty();
        identifier.end();
        return switch (algorithm) {
            case EC -> EcPrivateKey.parse(key, parameters);
            case RSA -> RsaPrivateKey.parse(key);
            case ED25519 -> ed25519(key);
            default -> throw new MalformedKeyException("a private key that is neither ECDSA nor Ed25519 nor RSA");
        };
    }

    /** RFC 8410 §7: the seed, in an octet string of its own. */
    private static JcaKey ed25519(byte[] der) throws MalformedKeyException, MalformedDerException {
        byte[] seed = DerReader.single(der, Der.OCTET_STRING).content();
        if (seed.length != SEED) {
            throw new MalformedKeyException("an Ed25519 private key of " + seed.length + " bytes");
        }
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            byte[] info = DerWriter.element(
                    Der.SEQUENCE,
                    ED25519_IDENTIFIER,
                    DerWriter.element(Der.BIT_STRING, new byte[1], PublicHalf.ofEd25519(seed)));
            return JcaKey.inMemory(key, VerificationKey.parse(info));
        } catch (GeneralSecurityException e) {
            throw new MalformedKeyException("an Ed25519 private key that this Java cannot use");
        }
    }
}

package dev.attest.signing.key;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.DerWriter;
import dev.attest.signing.der.MalformedDerException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A public key that may verify: ECDSA on P-256, P-384 or P-521, Ed25519, or RSA (PKCS #1 v1.5) of 2048 to 8192 bits.
 * Anything else is refused when it is read, so that no other algorithm can be reached by a document's choice.
 */
public final class VerificationKey {
    private static final String EC = "1.2.840.10045.2.1";
    private static final String ED25519 = "1.3.101.112";
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final byte[] RSA_IDENTIFIER = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final Map<String, HashAlgorithm> CURVES = Map.of(
            "1.2.840.10045.3.1.7", HashAlgorithm.SHA256,
            "1.3.132.0.34", HashAlgorithm.SHA384,
            "1.3.132.0.35", HashAlgorithm.SHA512);

    private final PublicKey key;
    private final byte[] encoded;
    private final Algorithm algorithm;
    private final HashAlgorithm hash;

    private enum Algorithm {
        ECDSA,
        ED25519,
        RSA
    }

    private VerificationKey(PublicKey key, byte[] encoded, Algorithm algorithm, HashAlgorithm hash) {
        this.key = key;
        this.encoded = encoded;
        this.algorithm = algorithm;
        this.hash = hash;
    }

    /** Reads a SubjectPublicKeyInfo (RFC 5280 §4.1). */
    public static VerificationKey parse(byte[] subjectPublicKeyInfo) throws MalformedKeyException {
        try {
            DerReader info =
                    DerReader.single(subjectPublicKeyInfo, Der.SEQUENCE).children();
            DerReader identifier = info.next(Der.SEQUENCE).children();
            info.next(Der.BIT_STRING);
            info.end();
            return switch (identifier.next(Der.OID).oid()) {
                case EC -> ec(subjectPublicKeyInfo, identifier.next(Der.OID).oid());
                case ED25519 -> read("Ed25519", subjectPublicKeyInfo, Algorithm.ED25519, HashAlgorithm.SHA512);
                case RSA -> rsa(subjectPublicKeyInfo);
                default -> throw new MalformedKeyException("a key that is neither ECDSA nor Ed25519 nor RSA");
            };
        } catch (MalformedDerException e) {
            throw new MalformedKeyException("not a public key: " + e.getMessage());
        }
    }

    /** Reads an RSAPublicKey (RFC 8017 A.1.1), as older trusted roots hold them. */
    public static VerificationKey parsePkcs1(byte[] rsaPublicKey) throws MalformedKeyException {
        return parse(DerWriter.element(
                Der.SEQUENCE, RSA_IDENTIFIER, DerWriter.element(Der.BIT_STRING, new byte[1], rsaPublicKey)));
    }

    /** The hash that belongs to the key's kind and size: with Ed25519 the one of its prehashed form. */
    public HashAlgorithm hash() {
        return hash;
    }

    /**
     * What the registry calls a key of this kind and size; empty for RSA of another size than 2048, 3072 and 4096 bits.
     * Entries of Rekor v2 name {@link KeyDetails#prehashed()} of it.
     */
    public Optional<KeyDetails> keyDetails() {
        return switch (algorithm) {
            case ECDSA -> KeyDetails.usual(KeyDetails.Kind.ECDSA, bits());
            case ED25519 -> Optional.of(KeyDetails.PKIX_ED25519);
            case RSA -> KeyDetails.usual(KeyDetails.Kind.RSA, bits());
        };
    }

    private int bits() {
        return key instanceof RSAPublicKey rsa
                ? rsa.getModulus().bitLength()
                : ((ECPublicKey) key).getParams().getCurve().getField().getFieldSize();
    }

    /** The SubjectPublicKeyInfo as received. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** {@code sha256:} and the hash of {@link #encoded} in hex: how people tell keys apart. */
    public String fingerprint() {
        return "sha256:" + HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(encoded));
    }

    /** The hash that signatures of this key are made over; Ed25519 brings its own (SHA-512). */
    public HashAlgorithm hash() {
        return hash;
    }

    /** Whether the key signs the bytes themselves, so that a digest is not enough. */
    public boolean isEd25519() {
        return algorithm == Algorithm.ED25519;
    }

    /** Whether {@code signature} is of {@code data}, hashed as the key's size asks for, or by SHA-256. */
    public boolean verifies(byte[] data, byte[] signature) {
        return switch (algorithm) {
            case ED25519 -> check("Ed25519", data, signature);
            case RSA -> check("SHA256withRSA", data, signature);
            case ECDSA ->
                verifies(hash, data, signature)
                        || (hash != HashAlgorithm.SHA256 && verifies(HashAlgorithm.SHA256, data, signature));
        };
    }

    /** As {@link #verifies(byte[], byte[])} with the hash that a format names; Ed25519 brings its own. */
    public boolean verifies(HashAlgorithm named, byte[] data, byte[] signature) {
        String prefix = named.jca().replace("-", "") + "with";
        return switch (algorithm) {
            case ED25519 -> check("Ed25519", data, signature);
            case RSA -> check(prefix + "RSA", data, signature);
            case ECDSA -> isWellFormed(signature) && check(prefix + "ECDSA", data, signature);
        };
    }

    /** Whether {@code signature} is of data of which only the digest is known; empty where that cannot be told. */
    public Optional<Boolean> verifiesDigest(HashAlgorithm named, byte[] digest, byte[] signature) {
        if (algorithm != Algorithm.ECDSA || (named != hash && named != HashAlgorithm.SHA256)) {
            return Optional.empty();
        }
        return Optional.of(isWellFormed(signature) && check("NONEwithECDSA", digest, signature));
    }

    /** Two numbers between one and the curve's order: some JDKs took zeros for a signature (CVE-2022-21449). */
    private boolean isWellFormed(byte[] signature) {
        BigInteger order = ((ECPublicKey) key).getParams().getOrder();
        try {
            DerReader numbers = DerReader.single(signature, Der.SEQUENCE).children();
            BigInteger r = numbers.next().integer();
            BigInteger s = numbers.next().integer();
            numbers.end();
            return r.signum() > 0 && s.signum() > 0 && r.compareTo(order) < 0 && s.compareTo(order) < 0;
        } catch (MalformedDerException e) {
            return false;
        }
    }

    private boolean check(String name, byte[] data, byte[] signature) {
        try {
            var verifier = java.security.Signature.getInstance(name);
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static VerificationKey ec(byte[] info, String curve) throws MalformedKeyException {
        HashAlgorithm hash = CURVES.get(curve);
        if (hash == null) {
            throw new MalformedKeyException("an ECDSA key on another curve than P-256, P-384 or P-521");
        }
        return read("EC", info, Algorithm.ECDSA, hash);
    }

    private static VerificationKey rsa(byte[] info) throws MalformedKeyException {
        VerificationKey read = read("RSA", info, Algorithm.RSA, HashAlgorithm.SHA256);
        RSAPublicKey rsa = (RSAPublicKey) read.key;
        int bits = rsa.getModulus().bitLength();
        if (bits < 2048 || bits > 8192 || rsa.getPublicExponent().compareTo(BigInteger.valueOf(65537)) < 0) {
            throw new MalformedKeyException("an RSA key of " + bits + " bits or with a small exponent");
        }
        return read;
    }

    private static VerificationKey read(String factory, byte[] info, Algorithm algorithm, HashAlgorithm hash)
            throws MalformedKeyException {
        try {
            PublicKey key = KeyFactory.getInstance(factory).generatePublic(new X509EncodedKeySpec(info));
            return new VerificationKey(key, info.clone(), algorithm, hash);
        } catch (GeneralSecurityException e) {
            throw new MalformedKeyException("not a public key of kind " + factory);
        }
    }
}

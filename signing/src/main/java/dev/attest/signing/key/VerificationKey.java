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
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A public key that may verify: ECDSA on P-256, P-384 or P-521, Ed25519 and Ed25519ph, or RSA of 2048 to 8192 bits: PKCS
 * #1 v1.5 with SHA-256, SHA-384 or SHA-512, and PSS where the key's document says so. Anything else is refused when it is
 * read, so that no other algorithm can be reached by a document's choice.
 */
public final class VerificationKey {
    private static final String EC = "1.2.840.10045.2.1";
    private static final String ED25519 = "1.3.101.112";
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final int ED25519_BITS = 256;
    private static final byte[] RSA_IDENTIFIER = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final Map<String, HashAlgorithm> CURVES = Map.of(
            "1.2.840.10045.3.1.7", HashAlgorithm.SHA256,
            "1.3.132.0.34", HashAlgorithm.SHA384,
            "1.3.132.0.35", HashAlgorithm.SHA512);

    private final PublicKey key;
    private final byte[] encoded;
    private final Optional<KeyDetails> details;
    private final HashAlgorithm hash;
    private final List<Scheme> schemes;

    private VerificationKey(PublicKey key, byte[] encoded, KeyDetails.Kind kind, HashAlgorithm hash) {
        this.key = key;
        this.encoded = encoded;
        this.details = KeyDetails.usual(kind, bits(key));
        this.hash = hash;
        this.schemes = schemes(kind, hash);
    }

    private VerificationKey(VerificationKey any, KeyDetails only) {
        this.key = any.key;
        this.encoded = any.encoded;
        this.details = Optional.of(only);
        this.hash = only.hash();
        this.schemes = List.of(new Scheme(only.kind(), only.hash()));
    }

    /** ECDSA by the curve's own hash or by SHA-256, as cosign does; the two forms of Ed25519 cannot be confused. */
    private static List<Scheme> schemes(KeyDetails.Kind kind, HashAlgorithm hash) {
        return switch (kind) {
            case ECDSA ->
                Stream.of(hash, HashAlgorithm.SHA256)
                        .distinct()
                        .map(one -> new Scheme(kind, one))
                        .toList();
            case RSA, RSA_PSS ->
                Stream.of(HashAlgorithm.values())
                        .map(one -> new Scheme(KeyDetails.Kind.RSA, one))
                        .toList();
            case ED25519, ED25519_PH ->
                List.of(new Scheme(KeyDetails.Kind.ED25519, hash), new Scheme(KeyDetails.Kind.ED25519_PH, hash));
        };
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
                case ED25519 -> read("Ed25519", subjectPublicKeyInfo, KeyDetails.Kind.ED25519, HashAlgorithm.SHA512);
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

    /**
     * Reads a key that its document binds to one algorithm, in the encoding that belongs to it; a key of another kind or
     * size is refused, and signatures by another algorithm do not verify.
     */
    public static VerificationKey parse(byte[] encoded, KeyDetails details) throws MalformedKeyException {
        return (details.isPkcs1() ? parsePkcs1(encoded) : parse(encoded)).bound(details);
    }

    private VerificationKey bound(KeyDetails only) throws MalformedKeyException {
        boolean fits = only.fits(bits(key))
                && switch (only.kind()) {
                    case ECDSA -> key instanceof ECPublicKey;
                    case ED25519, ED25519_PH -> key instanceof EdECPublicKey;
                    case RSA, RSA_PSS -> key instanceof RSAPublicKey;
                };
        if (!fits) {
            throw new MalformedKeyException("a key of another kind than " + only);
        }
        return new VerificationKey(this, only);
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
        return details;
    }

    /** The SubjectPublicKeyInfo as received. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** {@code sha256:} and the hash of {@link #encoded} in hex: how people tell keys apart. */
    public String fingerprint() {
        return "sha256:" + HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(encoded));
    }

    /** Whether the key signs the bytes themselves, so that a digest is not enough. */
    public boolean isEd25519() {
        return key instanceof EdECPublicKey;
    }

    /** Whether {@code signature} is of {@code data}, by one of the algorithms that the key may be used with. */
    public boolean verifies(byte[] data, byte[] signature) {
        return schemes.stream().anyMatch(scheme -> SignatureCheck.holds(scheme, key, data, signature));
    }

    /**
     * As {@link #verifies(byte[], byte[])} with the hash that a certificate or message names; Ed25519 brings its own and
     * is not prehashed there (RFC 8410, RFC 8419).
     */
    public boolean verifies(HashAlgorithm named, byte[] data, byte[] signature) {
        if (key instanceof EdECPublicKey) {
            return SignatureCheck.holds(new Scheme(KeyDetails.Kind.ED25519, hash), key, data, signature);
        }
        KeyDetails.Kind kind = key instanceof ECPublicKey ? KeyDetails.Kind.ECDSA : KeyDetails.Kind.RSA;
        return SignatureCheck.holds(new Scheme(kind, named), key, data, signature);
    }

    /** As {@link #verifiesDigests} with one digest. */
    public Optional<Boolean> verifiesDigest(HashAlgorithm named, byte[] digest, byte[] signature) {
        return verifiesDigests(Map.of(named, digest), signature);
    }

    /**
     * Whether {@code signature} is of data of which only these digests are known; empty where that cannot be told: Ed25519
     * in both forms and RSA-PSS need the data, and what does not hold may be by a hash of which no digest is known.
     */
    Optional<Boolean> verifiesDigests(Map<HashAlgorithm, byte[]> digests, byte[] signature) {
        boolean told = true;
        for (Scheme scheme : schemes) {
            byte[] digest = digests.get(scheme.hash());
            Optional<Boolean> holds =
                    digest == null ? Optional.empty() : SignatureCheck.holdsOfDigest(scheme, key, digest, signature);
            if (holds.orElse(false)) {
                return holds;
            }
            told &= holds.isPresent();
        }
        return told ? Optional.of(false) : Optional.empty();
    }

    private static int bits(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey ec
                ? ec.getParams().getCurve().getField().getFieldSize()
                : ED25519_BITS;
    }

    private static VerificationKey ec(byte[] info, String curve) throws MalformedKeyException {
        HashAlgorithm hash = CURVES.get(curve);
        if (hash == null) {
            throw new MalformedKeyException("an ECDSA key on another curve than P-256, P-384 or P-521");
        }
        return read("EC", info, KeyDetails.Kind.ECDSA, hash);
    }

    private static VerificationKey rsa(byte[] info) throws MalformedKeyException {
        VerificationKey read = read("RSA", info, KeyDetails.Kind.RSA, HashAlgorithm.SHA256);
        RSAPublicKey rsa = (RSAPublicKey) read.key;
        int bits = rsa.getModulus().bitLength();
        if (bits < 2048 || bits > 8192 || rsa.getPublicExponent().compareTo(BigInteger.valueOf(65537)) < 0) {
            throw new MalformedKeyException("an RSA key of " + bits + " bits or with a small exponent");
        }
        return read;
    }

    private static VerificationKey read(String factory, byte[] info, KeyDetails.Kind kind, HashAlgorithm hash)
            throws MalformedKeyException {
        try {
            PublicKey key = KeyFactory.getInstance(factory).generatePublic(new X509EncodedKeySpec(info));
            // One key has one encoding, by which it is revoked and told apart.
            if (!Arrays.equals(key.getEncoded(), info)) {
                throw new MalformedKeyException("a public key in another encoding than DER's");
            }
            return new VerificationKey(key, info.clone(), kind, hash);
        } catch (GeneralSecurityException e) {
            throw new MalformedKeyException("not a public key of kind " + factory);
        }
    }
}

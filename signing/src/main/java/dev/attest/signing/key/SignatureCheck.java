package dev.attest.signing.key;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.DerWriter;
import dev.attest.signing.der.MalformedDerException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a signature holds under one algorithm, by the JDK's providers. */
final class SignatureCheck {
    private static final byte[] NULL = {5, 0};

    private SignatureCheck() {}

    private record Algorithm(String name, @Nullable AlgorithmParameterSpec parameters) {
        Algorithm(String name) {
            this(name, null);
        }
    }

    static boolean holds(Scheme scheme, PublicKey key, byte[] data, byte[] signature) {
        if (scheme.kind() == KeyDetails.Kind.ECDSA && !isWellFormed(key, signature)) {
            return false;
        }
        return check(algorithm(scheme), key, data, signature);
    }

    private static Algorithm algorithm(Scheme scheme) {
        String prefix = scheme.hash().jca().replace("-", "") + "with";
        return switch (scheme.kind()) {
            case ECDSA -> new Algorithm(prefix + "ECDSA");
            case ED25519 -> new Algorithm("Ed25519");
            case ED25519_PH -> new Algorithm("Ed25519", new EdDSAParameterSpec(true));
            case RSA -> new Algorithm(prefix + "RSA");
            case RSA_PSS -> new Algorithm("RSASSA-PSS", pss(scheme.hash()));
        };
    }

    /** The same of data of which only the digest is known; empty where the JDK cannot tell. */
    static Optional<Boolean> holdsOfDigest(Scheme scheme, PublicKey key, byte[] digest, byte[] signature) {
        return switch (scheme.kind()) {
            case ECDSA ->
                Optional.of(
                        isWellFormed(key, signature) && check(new Algorithm("NONEwithECDSA"), key, digest, signature));
            case RSA ->
                Optional.of(check(new Algorithm("NONEwithRSA"), key, digestInfo(scheme.hash(), digest), signature));
            case ED25519, ED25519_PH, RSA_PSS -> Optional.empty();
        };
    }

    /** What PKCS #1 v1.5 pads (RFC 8017 §9.2), which the JDK leaves to the caller when it is not to hash. */
    private static byte[] digestInfo(HashAlgorithm hash, byte[] digest) {
        byte[] algorithm = DerWriter.element(Der.SEQUENCE, DerWriter.element(Der.OID, oid(hash)), NULL);
        return DerWriter.element(Der.SEQUENCE, algorithm, DerWriter.element(Der.OCTET_STRING, digest));
    }

    private static byte[] oid(HashAlgorithm hash) {
        byte[] oid = HexFormat.of().parseHex("608648016503040200");
        oid[oid.length - 1] = switch (hash) {
            case SHA256 -> 1;
            case SHA384 -> 2;
            case SHA512 -> 3;
        };
        return oid;
    }

    /** RFC 8017 §9.1 with a salt as long as the hash, as Sigstore's registry has it. */
    private static AlgorithmParameterSpec pss(HashAlgorithm hash) {
        return new PSSParameterSpec(hash.jca(), "MGF1", new MGF1ParameterSpec(hash.jca()), hash.length(), 1);
    }

    /** Two numbers between one and the curve's order: some JDKs took zeros for a signature (CVE-2022-21449). */
    private static boolean isWellFormed(PublicKey key, byte[] signature) {
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

    private static boolean check(Algorithm algorithm, PublicKey key, byte[] data, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm.name());
            if (algorithm.parameters() != null) {
                verifier.setParameter(algorithm.parameters());
            }
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}

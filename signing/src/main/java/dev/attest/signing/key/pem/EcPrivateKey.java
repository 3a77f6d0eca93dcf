package dev.attest.signing.key.pem;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.key.JcaKey;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.VerificationKey;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** ECPrivateKey (RFC 5915 §3), alone or inside PKCS #8. */
final class EcPrivateKey {
    private static final Map<String, String> CURVES = Map.of(
            "1.2.840.10045.3.1.7", "secp256r1",
            "1.3.132.0.34", "secp384r1",
            "1.3.132.0.35", "secp521r1");

    private EcPrivateKey() {}

    /** {@code outer} is the curve that the text around names, where there is one. */
    static JcaKey parse(byte[] der, Optional<Der> outer) throws MalformedKeyException, MalformedDerException {
        DerReader fields = DerReader.single(der, Der.SEQUENCE).children();
        if (!fields.next().integer().equals(BigInteger.ONE)) {
            throw new MalformedKeyException("an EC private key of unknown version");
        }
        var scalar = new BigInteger(1, fields.next(Der.OCTET_STRING).content());
        Optional<Der> inner = fields.optional(Der.context(0));
        Optional<Der> point = fields.optional(Der.context(1));
        fields.end();
        String curve = outer.isPresent() ? curve(outer.get()) : "";
        if (inner.isPresent()) {
            String named = curve(only(inner.get()));
            if (outer.isPresent() && !named.equals(curve)) {
                throw new MalformedKeyException("a private key that names two curves");
            }
            curve = named;
        }
        if (curve.isEmpty()) {
            throw new MalformedKeyException("an EC private key that names no curve");
        }
        byte[] written = point.isPresent() ? only(point.get()).wholeBits() : new byte[0];
        return key(curve, scalar, written);
    }

    private static Der only(Der explicit) throws MalformedDerException {
        DerReader inside = explicit.children();
        Der value = inside.next();
        inside.end();
        return value;
    }

    private static String curve(Der parameters) throws MalformedKeyException, MalformedDerException {
        if (parameters.tag() != Der.OID) {
            throw new MalformedKeyException("an EC private key that spells its curve out; name the curve with"
                    + " 'openssl pkey -ec_param_enc named_curve'");
        }
        String curve = CURVES.get(parameters.oid());
        if (curve == null) {
            throw new MalformedKeyException("a private key on another curve than P-256, P-384 or P-521");
        }
        return curve;
    }

    private static JcaKey key(String curve, BigInteger scalar, byte[] point) throws MalformedKeyException {
        try {
            AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
            named.init(new ECGenParameterSpec(curve));
            ECParameterSpec parameters = named.getParameterSpec(ECParameterSpec.class);
            if (scalar.signum() == 0 || scalar.compareTo(parameters.getOrder()) >= 0) {
                throw new MalformedKeyException("a private key outside its curve's order");
            }
            KeyFactory factory = KeyFactory.getInstance("EC");
            ECPoint half = uncompressed(point, parameters).isPresent()
                    ? uncompressed(point, parameters).get()
                    : PublicHalf.of(curve, scalar);
            byte[] info = factory.generatePublic(new ECPublicKeySpec(half, parameters))
                    .getEncoded();
            return JcaKey.inMemory(
                    factory.generatePrivate(new ECPrivateKeySpec(scalar, parameters)), VerificationKey.parse(info));
        } catch (GeneralSecurityException e) {
            throw new MalformedKeyException("an EC private key that this Java cannot use");
        }
    }

    private static Optional<ECPoint> uncompressed(byte[] point, ECParameterSpec parameters) {
        int size = (parameters.getCurve().getField().getFieldSize() + 7) / 8;
        if (point.length != 1 + 2 * size || point[0] != 4) {
            return Optional.empty();
        }
        return Optional.of(new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + size)),
                new BigInteger(1, Arrays.copyOfRange(point, 1 + size, point.length))));
    }
}

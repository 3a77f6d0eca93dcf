package dev.attest.signing.key.pem;

import dev.attest.signing.key.MalformedKeyException;
import java.math.BigInteger;
import java.security.spec.ECPoint;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Computes the public half of a private key that comes without. */
final class PublicHalf {
    private PublicHalf() {}

    /** {@code scalar} times the base point; the scalar is between 1 and the curve's order. */
    static ECPoint of(String curve, BigInteger scalar) throws MalformedKeyException {
        X9ECParameters parameters = CustomNamedCurves.getByName(curve);
        if (parameters == null) {
            throw new MalformedKeyException("a private key on a curve that is not known");
        }
        var point = new FixedPointCombMultiplier()
                .multiply(parameters.getG(), scalar)
                .normalize();
        return new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    }

    /** RFC 8032 §5.1.5. */
    static byte[] ofEd25519(byte[] seed) {
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }
}

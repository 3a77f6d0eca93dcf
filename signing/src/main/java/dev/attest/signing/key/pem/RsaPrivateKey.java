package dev.attest.signing.key.pem;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.key.JcaKey;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.VerificationKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/** RSAPrivateKey of two primes (RFC 8017 A.1.2), alone or inside PKCS #8. */
final class RsaPrivateKey {
    /** 8192 bits and the sign. */
    private static final int MAX_INTEGER = 1025;

    private RsaPrivateKey() {}

    static JcaKey parse(byte[] der) throws MalformedKeyException, MalformedDerException {
        DerReader fields = DerReader.single(der, Der.SEQUENCE).children();
        if (fields.next().integer().signum() != 0) {
            throw new MalformedKeyException("an RSA private key of more than two primes");
        }
        var numbers = new BigInteger[8];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = positive(fields.next(Der.INTEGER));
        }
        fields.end();
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            byte[] info = factory.generatePublic(new RSAPublicKeySpec(numbers[0], numbers[1]))
                    .getEncoded();
            VerificationKey publicKey = VerificationKey.parse(info);
            var crt = new RSAPrivateCrtKeySpec(
                    numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]);
            return JcaKey.inMemory(factory.generatePrivate(crt), publicKey);
        } catch (GeneralSecurityException | ArithmeticException e) {
            throw new MalformedKeyException("an RSA private key that this Java cannot use");
        }
    }

    private static BigInteger positive(Der integer) throws MalformedKeyException {
        byte[] content = integer.content();
        if (content.length == 0 || content.length > MAX_INTEGER || content[0] < 0) {
            throw new MalformedKeyException("an RSA private key with a number that is negative or too large");
        }
        var value = new BigInteger(content);
        if (value.signum() == 0) {
            throw new MalformedKeyException("an RSA private key with a number that is zero");
        }
        return value;
    }
}

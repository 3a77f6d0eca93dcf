package dev.attest.signing.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerWriter;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ECDSA signatures under a JDK that takes every one: numbers that are no signature must not even reach it. */
class WellFormedSignatureTest {
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final Provider gullible = new Gullible();

    @BeforeEach
    void believe() {
        Security.insertProviderAt(gullible, 1);
    }

    @AfterEach
    void doubt() {
        Security.removeProvider(gullible.getName());
    }

    @Test
    void numbers_outside_the_curves_order_are_no_signature() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var key = VerificationKey.parse(generator.generateKeyPair().getPublic().getEncoded());
        byte[] data = new byte[32];
        BigInteger one = BigInteger.ONE;
        assertThat(key.verifies(data, signature(one, ORDER.subtract(one)))).isTrue();
        assertThat(key.verifiesDigest(HashAlgorithm.SHA256, data, signature(one, one)))
                .contains(true);
        for (BigInteger wrong : List.of(BigInteger.ZERO, one.negate(), ORDER, ORDER.add(one))) {
            for (byte[] signature : List.of(signature(wrong, one), signature(one, wrong))) {
                assertThat(key.verifies(data, signature)).as("" + wrong).isFalse();
                assertThat(key.verifiesDigest(HashAlgorithm.SHA256, data, signature))
                        .as("" + wrong)
                        .contains(false);
            }
        }
        byte[] three = DerWriter.element(Der.SEQUENCE, number(one), number(one), number(one));
        assertThat(key.verifies(data, three)).isFalse();
    }

    private static byte[] signature(BigInteger r, BigInteger s) {
        return DerWriter.element(Der.SEQUENCE, number(r), number(s));
    }

    private static byte[] number(BigInteger number) {
        return DerWriter.element(Der.INTEGER, number.toByteArray());
    }

    private static final class Gullible extends Provider {
        private static final long serialVersionUID = 1L;

        Gullible() {
            super("Gullible", "1", "takes every signature");
            put("Signature.SHA256withECDSA", Yes.class.getName());
            put("Signature.NONEwithECDSA", Yes.class.getName());
        }
    }

    /** Finds every signature right. */
    @SuppressWarnings("deprecation")
    public static final class Yes extends SignatureSpi {
        @Override
        protected void engineInitVerify(PublicKey key) {}

        @Override
        protected void engineInitSign(PrivateKey key) {}

        @Override
        protected void engineUpdate(byte b) {}

        @Override
        protected void engineUpdate(byte[] b, int from, int length) {}

        @Override
        protected byte[] engineSign() {
            return new byte[0];
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return true;
        }

        @Override
        protected void engineSetParameter(String name, Object value) {}

        @Override
        protected Object engineGetParameter(String name) {
            return "";
        }
    }
}

package dev.attest.oci.registry;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A client certificate's private key in its three PEM forms: PKCS#8, PKCS#1 (RSA), SEC1 (elliptic curves). */
final class ClientKey {
    private static final byte[] VERSION = {2, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private ClientKey() {}

    /** The one key in {@code blocks}; what is wrong is an {@link IllegalArgumentException} that says what. */
    static PrivateKey parse(List<Pem.Block> blocks) {
        List<Pem.Block> keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new IllegalArgumentException("has " + keys.size() + " private keys in PEM form; one is wanted");
        }
        byte[] der = keys.get(0).der().content();
        return switch (keys.get(0).label()) {
            case "PRIVATE KEY" -> pkcs8(der);
            case "RSA PRIVATE KEY" -> pkcs8(tagged(0x30, VERSION, RSA, tagged(4, der)));
            case "EC PRIVATE KEY" -> pkcs8(tagged(0x30, VERSION, tagged(0x30, EC, curve(der)), tagged(4, der)));
            case "ENCRYPTED PRIVATE KEY" -> throw Pem.encrypted();
            default -> throw new IllegalArgumentException("has a private key that is neither RSA nor of a curve");
        };
    }

    /** Whether the two belong together. */
    static boolean fits(PrivateKey key, PublicKey certified) {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(VERSION);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(VERSION);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PrivateKey pkcs8(byte[] der) {
        return key("RSA", der)
                .or(() -> key("EC", der))
                .orElseThrow(() -> new IllegalArgumentException(
                        "has a private key that is neither RSA nor of a curve known here"));
    }

    private static Optional<PrivateKey> key(String algorithm, byte[] der) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** The curve's name as DER: SEC1 C.4 keeps it in {@code [0]}, behind the version and the key. */
    private static byte[] curve(byte[] sec1) {
        try {
            int at = 2 + (sec1[1] < 0 ? sec1[1] & 0x7f : 0);
            for (int element = 0; element < 2; element++) {
                at += 2 + sec1[at + 1];
            }
            if (at >= sec1.length || (sec1[at] & 0xff) != 0xa0 || sec1[at + 2] != 6) {
                throw new IllegalArgumentException("has a private key that does not name its curve");
            }
            return Arrays.copyOfRange(sec1, at + 2, at + 2 + sec1[at + 1]);
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("has a private key that is cut off", e);
        }
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        byte[] length = BigInteger.valueOf(content.size()).toByteArray();
        // A long form has no zero in front (X.690 §10.1); the sign's is one.
        int zero = length.length > 1 && length[0] == 0 ? 1 : 0;
        if (content.size() >= 0x80) {
            out.write(0x80 | (length.length - zero));
        }
        out.write(length, zero, length.length - zero);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}

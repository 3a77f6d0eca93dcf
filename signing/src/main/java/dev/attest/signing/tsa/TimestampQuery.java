package dev.attest.signing.tsa;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A TimeStampReq (RFC 3161 §2.4.1) for the SHA-256 of some bytes: version 1, a nonce, certificates wanted. */
final class TimestampQuery {
    private static final int NONCE_BYTES = 8;

    // Every field has one length, so that the query is these bytes, the hash, the nonce's tag, the nonce and the end.
    private static final byte[] HEAD = HexFormat.of()
            .parseHex(
                    "3043" // SEQUENCE of 67 bytes
                            + "020101" // version 1
                            + "3031300d06096086480165030402010500" // messageImprint: SHA-256,
                            + "0420"); // 32 bytes
    private static final byte[] NONCE_HEAD = {0x02, NONCE_BYTES};
    private static final byte[] CERT_REQ = {0x01, 0x01, (byte) 0xff};

    private final byte[] hash;
    private final byte[] nonce;

    TimestampQuery(byte[] message, SecureRandom random) {
        this.hash = sha256(message);
        this.nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        // Positive and of full length, so that its DER has always the same size.
        nonce[0] = (byte) ((nonce[0] & 0x3f) | 0x40);
    }

    byte[] encoded() {
        var out = new ByteArrayOutputStream(80);
        out.writeBytes(HEAD);
        out.writeBytes(hash);
        out.writeBytes(NONCE_HEAD);
        out.writeBytes(nonce);
        out.writeBytes(CERT_REQ);
        return out.toByteArray();
    }

    byte[] hash() {
        return hash.clone();
    }

    BigInteger nonce() {
        return new BigInteger(nonce);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}

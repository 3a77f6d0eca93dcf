package dev.attest.signing.ct;

import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One SCT as a certificate embeds it (RFC 6962 §3.2, §3.3). */
final class SignedCertificateTimestamp {
    private static final int MAX_COUNT = 16;
    private static final int SHA256 = 4;
    private static final int RSA = 1;
    private static final int ECDSA = 3;
    /** The year 9999: later times cannot be told apart from nonsense. */
    private static final long LAST_MILLISECOND = 253402300799999L;

    private final byte[] logId;
    private final long timestamp;
    private final byte[] extensions;
    private final byte[] signature;

    private SignedCertificateTimestamp(ByteBuffer in) throws RefusedException {
        if (in.remaining() < 41 || in.get() != 0) {
            throw malformed();
        }
        logId = new byte[32];
        in.get(logId);
        timestamp = in.getLong();
        extensions = vector(in);
        if (in.remaining() < 2 || timestamp < 0 || timestamp > LAST_MILLISECOND) {
            throw malformed();
        }
        int hash = in.get();
        int algorithm = in.get();
        if (hash != SHA256 || (algorithm != RSA && algorithm != ECDSA)) {
            throw new RefusedException(Reason.SCT, "a certificate timestamp with an algorithm that is not accepted");
        }
        signature = vector(in);
        if (in.hasRemaining()) {
            throw malformed();
        }
    }

    static List<SignedCertificateTimestamp> list(byte[] encoded) throws RefusedException {
        ByteBuffer outer = ByteBuffer.wrap(encoded);
        ByteBuffer list = ByteBuffer.wrap(vector(outer));
        var timestamps = new ArrayList<SignedCertificateTimestamp>();
        while (list.hasRemaining() && timestamps.size() < MAX_COUNT) {
            timestamps.add(new SignedCertificateTimestamp(ByteBuffer.wrap(vector(list))));
        }
        if (outer.hasRemaining() || list.hasRemaining() || timestamps.isEmpty()) {
            throw malformed();
        }
        return timestamps;
    }

    byte[] logId() {
        return logId.clone();
    }

    Instant time() {
        return Instant.ofEpochMilli(timestamp);
    }

    byte[] signature() {
        return signature.clone();
    }

    /** What the log signed: this timestamp over a precertificate (RFC 6962 §3.2, {@code digitally-signed struct}). */
    byte[] signedBytes(byte[] issuerKeyHash, byte[] tbs) {
        var out = ByteBuffer.allocate(1 + 1 + 8 + 2 + issuerKeyHash.length + 3 + tbs.length + 2 + extensions.length);
        out.put((byte) 0).put((byte) 0).putLong(timestamp).putShort((short) 1);
        out.put(issuerKeyHash);
        out.put((byte) (tbs.length >> 16)).putShort((short) tbs.length).put(tbs);
        out.putShort((short) extensions.length).put(extensions);
        return out.array();
    }

    private static byte[] vector(ByteBuffer in) throws RefusedException {
        if (in.remaining() < 2) {
            throw malformed();
        }
        int length = in.getShort() & 0xffff;
        if (length > in.remaining()) {
            throw malformed();
        }
        byte[] vector = new byte[length];
        in.get(vector);
        return vector;
    }

    static RefusedException malformed() {
        return new RefusedException(Reason.SCT, "the certificate's timestamps of its log cannot be read");
    }
}

package dev.attest.signing.key;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerWriter;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** ECDSA signatures as two numbers of the curve's length, one after the other (IEEE P1363). */
public final class RawSignature {
    private static final Set<Integer> LENGTHS = Set.of(64, 96, 132);

    private RawSignature() {}

    /** The same in DER (RFC 3279 §2.2.3), or empty when it has no length that such a signature can have. */
    public static Optional<byte[]> der(byte[] raw) {
        if (!LENGTHS.contains(raw.length)) {
            return Optional.empty();
        }
        int half = raw.length / 2;
        byte[] r = new BigInteger(1, Arrays.copyOf(raw, half)).toByteArray();
        byte[] s = new BigInteger(1, Arrays.copyOfRange(raw, half, raw.length)).toByteArray();
        return Optional.of(
                DerWriter.element(Der.SEQUENCE, DerWriter.element(Der.INTEGER, r), DerWriter.element(Der.INTEGER, s)));
    }
}

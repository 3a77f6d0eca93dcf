package dev.attest.signing.mutants;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Changes of bytes whose form is of no matter: every bit position, both ends, all of them. */
public final class ByteMutants {
    private ByteMutants() {}

    /** Changed bytes. */
    public record Changed(String change, Supplier<byte[]> bytes) {}

    public static List<Changed> of(byte[] original) {
        var all = new ArrayList<Changed>();
        for (int i = 0; i < original.length; i++) {
            int at = i;
            all.add(new Changed("bit " + at % 8 + " of byte " + at + " flipped", () -> {
                byte[] flipped = original.clone();
                flipped[at] ^= (byte) (1 << (at % 8));
                return flipped;
            }));
        }
        int length = original.length;
        for (int cut : new int[] {0, 1, length / 2, length - 4, length - 1}) {
            if (cut >= 0 && cut < length) {
                all.add(new Changed("cut after " + cut, () -> Arrays.copyOf(original, cut)));
            }
        }
        all.add(new Changed("one byte added", () -> Arrays.copyOf(original, length + 1)));
        all.add(new Changed("5000 bytes added", () -> Arrays.copyOf(original, length + 5000)));
        all.add(new Changed("first byte dropped", () -> Arrays.copyOfRange(original, Math.min(1, length), length)));
        all.add(new Changed("doubled", () -> joined(original, original)));
        all.add(new Changed("zero put first", () -> joined(new byte[1], original)));
        all.add(new Changed("all zeros", () -> new byte[length]));
        all.add(new Changed("all ones", () -> {
            byte[] ones = new byte[length];
            Arrays.fill(ones, (byte) 0xff);
            return ones;
        }));
        all.add(new Changed("reversed", () -> {
            byte[] reversed = new byte[length];
            for (int i = 0; i < length; i++) {
                reversed[i] = original[length - 1 - i];
            }
            return reversed;
        }));
        return all;
    }

    static byte[] joined(byte[]... parts) {
        var out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

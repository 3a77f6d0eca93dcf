package dev.attest.signing.ct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignedCertificateTimestampTest {
    private static final int VERSION = 4;
    private static final int TIME = VERSION + 1 + 32;
    private static final int EXTENSIONS = TIME + 8;
    private static final int HASH = EXTENSIONS + 2;
    private static final int SIGNATURE = HASH + 2;

    @Test
    void lists_are_read_whole() throws Exception {
        assertThat(SignedCertificateTimestamp.list(list(1))).hasSize(1);
        assertThat(SignedCertificateTimestamp.list(list(16))).hasSize(16);
    }

    @Test
    void lists_that_are_cut_or_too_long_are_refused() {
        byte[] whole = list(1);
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
        refused(Arrays.copyOf(whole, whole.length + 1));
        refused(list(0));
        refused(list(17));
    }

    @Test
    void each_field_out_of_its_range_is_refused() {
        refused(with(VERSION, 1));
        refused(with(TIME, 0x80));
        refused(with(TIME, 0x7f));
        refused(with(EXTENSIONS + 1, 1));
        refused(with(HASH, 2));
        refused(with(HASH + 1, 2));
        refused(with(SIGNATURE + 1, 3));
        refused(with(SIGNATURE + 1, 5));
    }

    private static void refused(byte[] list) {
        assertThatThrownBy(() -> SignedCertificateTimestamp.list(list))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCT));
    }

    private static byte[] with(int at, int value) {
        byte[] changed = list(1);
        changed[at] = (byte) value;
        return changed;
    }

    /** Version, log, time, no extensions, SHA-256 with ECDSA, and a signature of four bytes. */
    private static byte[] list(int count) {
        int length = 1 + 32 + 8 + 2 + 2 + 2 + 4;
        ByteBuffer list = ByteBuffer.allocate(2 + count * (2 + length)).putShort((short) (count * (2 + length)));
        for (int i = 0; i < count; i++) {
            list.putShort((short) length).put((byte) 0).put(new byte[32]).putLong(1_700_000_000_000L);
            list.putShort((short) 0)
                    .put((byte) 4)
                    .put((byte) 3)
                    .putShort((short) 4)
                    .put(new byte[4]);
        }
        return list.array();
    }
}

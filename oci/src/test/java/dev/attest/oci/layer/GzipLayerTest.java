package dev.attest.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Digest;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;
import dev.attest.testvectors.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipLayerTest {
    private static final byte[] TAR =
            new TarWriter().file("a", "aaa").file("b", "b".repeat(3000)).bytes();
    /** With extra field, name, comment and the header's own checksum. */
    private static final int ALL_FIELDS = 2 | 4 | 8 | 16;

    @Test
    void members_of_any_size_are_one_layer() throws Exception {
        byte[] empty = TarWriter.gzip(new byte[0]);
        byte[] blob = join(
                empty,
                TarWriter.gzip(Arrays.copyOf(TAR, 1)),
                empty,
                empty,
                TarWriter.gzip(Arrays.copyOfRange(TAR, 1, 2000)),
                headed(ALL_FIELDS, Arrays.copyOfRange(TAR, 2000, TAR.length)),
                empty);
        assertThat(read(blob)).hasSize(2);
    }

    @Test
    void layer_that_is_not_compressed_is_read_and_one_of_many_tiny_members() throws Exception {
        assertThat(read(TAR)).hasSize(2);
        var blob = new ByteArrayOutputStream();
        for (byte b : TAR) {
            blob.writeBytes(TarWriter.gzip(new byte[] {b}));
        }
        assertThat(read(blob.toByteArray())).hasSize(2);
    }

    @Test
    void stream_cut_at_any_point_is_refused() {
        byte[] first = headed(ALL_FIELDS, Arrays.copyOf(TAR, 700));
        byte[] blob = join(first, headed(0, Arrays.copyOfRange(TAR, 700, TAR.length)));
        for (int length = 2; length < blob.length; length++) {
            byte[] cut = Arrays.copyOf(blob, length);
            // Two bytes and three are too few to be known for gzip.
            String reason = length < 4 || length == first.length ? "the tar ends" : "gzip stream ends in the middle";
            assertThatThrownBy(() -> read(cut))
                    .as("%s of %s bytes", length, blob.length)
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00, not a member",
        "1f, ends in the middle",
        "1f8b0800, ends in the middle",
        "1f8b0700000000000000, not a member",
        "1f8b0820000000000000, reserved flags",
        "28b52ffd003801000000, not a member",
        "0000000000000000, not a member"
    })
    void what_follows_the_last_member_is_refused(String garbage, String reason) {
        refused(join(TarWriter.gzip(TAR), HexFormat.of().parseHex(garbage)), reason);
    }

    @Test
    void damage_in_any_trailer_or_header_checksum_is_refused() {
        byte[] blob = headed(ALL_FIELDS, TAR);
        for (int back = 1; back <= 8; back++) {
            byte[] changed = blob.clone();
            changed[blob.length - back] ^= 4;
            refused(changed, "checksum or length differ");
        }
        byte[] header = blob.clone();
        header[12] ^= 4;
        refused(header, "header is damaged");
    }

    private static void refused(byte[] blob, String reason) {
        assertThatThrownBy(() -> read(blob))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining(reason);
    }

    private static List<LayerEntry> read(byte[] blob) throws IOException {
        var entries = new ArrayList<LayerEntry>();
        LayerStream.read(
                new ByteArrayInputStream(blob),
                Digest.sha256(TAR),
                LayerLimits.STANDARD,
                (entry, content) -> entries.add(entry));
        return entries;
    }

    /** A member whose header has these optional fields (RFC 1952, section 2.3). */
    private static byte[] headed(int flags, byte[] plain) {
        byte[] packed = TarWriter.gzip(plain);
        byte[] start = Arrays.copyOf(packed, 10);
        start[3] = (byte) flags;
        byte[] header = flags == 0 ? start : join(start, HexFormat.of().parseHex("0300" + "010203" + "6e00" + "6300"));
        var checksum = new CRC32();
        checksum.update(header);
        byte[] low = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
        return join(header, (flags & 2) == 0 ? new byte[0] : low, Arrays.copyOfRange(packed, 10, packed.length));
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}

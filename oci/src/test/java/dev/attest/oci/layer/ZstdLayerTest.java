package dev.attest.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdOutputStream;
import dev.attest.oci.Digest;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;
import dev.attest.testvectors.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZstdLayerTest {
    private static final String MAGIC = "28b52ffd";
    private static final byte[] TAR =
            new TarWriter().file("a", noise(700)).file("b", "b".repeat(3000)).bytes();

    @Test
    void frames_and_skippable_frames_are_one_layer() throws Exception {
        byte[] skippable = hex("5a2a4d18" + "05000000" + "0102030405");
        byte[] blob = join(
                skippable,
                frame(Arrays.copyOf(TAR, 900), false),
                skippable,
                frame(new byte[0], true),
                frame(Arrays.copyOfRange(TAR, 900, TAR.length), true),
                hex("502a4d18" + "00000000"));
        assertThat(read(blob)).extracting(LayerEntry::path).containsExactly("a", "b");
        assertThat(read(Zstd.compress(TAR))).extracting(LayerEntry::path).containsExactly("a", "b");
    }

    @Test
    void content_of_a_large_layer_is_read_in_parts_of_any_size() throws Exception {
        byte[] content = noise(3_000_000);
        byte[] tar = new TarWriter().file("a", content).bytes();
        byte[] blob = frame(tar, true);
        var small = new FilterInputStream(new ByteArrayInputStream(blob)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 4099));
            }
        };
        var found = new ArrayList<byte[]>();
        LayerStream.read(
                small, Digest.sha256(tar), LayerLimits.STANDARD, (entry, bytes) -> found.add(bytes.readAllBytes()));
        assertThat(found.get(0)).isEqualTo(content);
    }

    @Test
    void stream_cut_anywhere_is_refused() throws Exception {
        byte[] first = frame(Arrays.copyOf(TAR, 1000), true);
        byte[] blob = join(
                first, hex("5f2a4d18" + "02000000" + "0000"), frame(Arrays.copyOfRange(TAR, 1000, TAR.length), true));
        for (int length = 5; length < blob.length; length++) {
            boolean between = length == first.length || length == first.length + 10;
            byte[] cut = Arrays.copyOf(blob, length);
            assertThatThrownBy(() -> read(cut))
                    .as("%s bytes", length)
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining(between ? "the tar ends" : "zstd stream ends in the middle");
        }
    }

    @ParameterizedTest
    @CsvSource({"00, zstd stream", "00000000, not a frame", "27b52ffd0000, not a frame", "1f8b0800, not a frame"})
    void what_follows_the_last_frame_is_refused(String garbage, String reason) {
        refused(join(frame(TAR, true), hex(garbage)), reason);
    }

    @ParameterizedTest
    @CsvSource({
        // A window of 64 MiB and an eighth.
        "00 81 010000, window",
        "00 ff 010000, window",
        // One segment, of content that is larger or that no signed number holds.
        "a0 01000004 010000, window",
        "e0 ffffffffffffffff 010000, window",
        "01 30 07 010000, dictionary",
        "22 0001 00 010000, dictionary",
        "03 30 00000001 010000, dictionary",
        "08 30 010000, reserved bit",
        "00 30 070000, reserved type",
        // The content is not as long as the header says.
        "20 05 010000, damaged"
    })
    void frame_header_that_asks_for_too_much_or_lies_is_refused(String frame, String reason) {
        refused(hex(MAGIC + frame.replace(" ", "")), reason);
    }

    @Test
    void window_may_be_as_large_as_the_limit() throws Exception {
        assertThat(read(join(hex(MAGIC + "0080" + "010000"), frame(TAR, true)))).hasSize(2);
    }

    @Test
    void dictionary_is_refused() {
        var trainer = new ZstdDictTrainer(1 << 20, 1 << 12);
        for (int i = 0; i < 2000; i++) {
            trainer.addSample(("sample of a text, number " + i * 7919).getBytes(StandardCharsets.UTF_8));
        }
        try (var compressor = new ZstdCompressCtx()) {
            compressor.loadDict(trainer.trainSamples());
            refused(compressor.compress(TAR), "asks for a dictionary");
        }
    }

    @Test
    void damage_is_refused_and_never_changes_an_entry() throws Exception {
        byte[] blob = frame(TAR, true);
        byte[] checksum = blob.clone();
        checksum[blob.length - 1] ^= 1;
        refused(checksum, "the zstd stream is damaged");
        List<LayerEntry> entries = read(blob);
        for (int i = 0; i < blob.length; i++) {
            byte[] changed = blob.clone();
            changed[i] ^= (byte) (1 << i % 8);
            try {
                assertThat(read(changed)).isEqualTo(entries);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(MismatchException.class);
            }
        }
    }

    @Test
    void small_blob_that_becomes_an_endless_layer_is_refused() throws Exception {
        // Blocks of one repeated zero, 128 KiB each, behind the header of a large file.
        var blob = new ByteArrayOutputStream();
        blob.writeBytes(frame(TarWriter.headerBlock('0', "zeros", "", 0644, 4L << 30), false));
        for (int frame = 0; frame < 20; frame++) {
            blob.writeBytes(hex(MAGIC + "0038"));
            for (int i = 0; i < 1000; i++) {
                blob.writeBytes(hex(i == 999 ? "030010" + "00" : "020010" + "00"));
            }
        }
        refused(blob.toByteArray(), "more than 300 times its size");
    }

    @Test
    void failure_of_the_place_is_not_a_fault_of_the_layer() {
        InputStream failing = new FilterInputStream(new ByteArrayInputStream(frame(TAR, true))) {
            private int reads;

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (++reads > 3) {
                    throw new IOException("connection reset");
                }
                return super.read(target, offset, Math.min(length, 50));
            }
        };
        assertThatThrownBy(() ->
                        LayerStream.read(failing, Digest.sha256(TAR), LayerLimits.STANDARD, (entry, content) -> {}))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void library_that_cannot_be_loaded_is_one_clear_error(@TempDir Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder.resolve("none"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutLibrary.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("IOException: a layer is compressed with zstd, whose native library could not be loaded");
    }

    /** Run in a JVM of its own, whose folder for temporary files does not exist. */
    static final class WithoutLibrary {
        private WithoutLibrary() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    read(hex(MAGIC + "0038" + "010000"));
                } catch (IOException e) {
                    System.out.println(e);
                }
            }
        }
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

    /** Without a content size, as a stream is compressed. */
    private static byte[] frame(byte[] plain, boolean checksum) {
        var packed = new ByteArrayOutputStream();
        try (var zstd = new ZstdOutputStream(packed)) {
            zstd.setChecksum(checksum);
            zstd.write(plain);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerStreamTest {
    private static final LayerLimits SMALL = new LayerLimits(4, 100_000, 300, 300);
    private static final String LONG = "d/".repeat(120) + "x";

    @Test
    void entries_are_read_as_they_were_written() throws Exception {
        byte[] tar = new TarWriter()
                .directory("./etc/")
                .entry('0', "/etc/su", "", 04755, "12345".getBytes(StandardCharsets.UTF_8))
                .symlink("etc/link", "../su")
                .hardlink("hard", "./etc//su")
                .bytes();
        List<LayerEntry> entries = read(tar, SMALL);
        assertThat(entries).extracting(LayerEntry::path).containsExactly("etc", "etc/su", "etc/link", "hard");
        assertThat(entries).extracting(LayerEntry::linkTarget).containsExactly("", "", "../su", "etc/su");
        assertThat(entries.get(1).mode()).isEqualTo(04755);
        assertThat(entries.get(1).size()).isEqualTo(5);
        assertThat(read(TarWriter.gzip(tar), tar, SMALL)).isEqualTo(entries);
    }

    @ParameterizedTest
    @CsvSource({"../../x, x", "a/../../../x, x", "/x, x", "./x/, x", "a/./b//c, a/b/c", "a/.../b, a/.../b", "..., ..."})
    void path_is_normalised_and_ends_at_the_root(String written, String path) throws Exception {
        assertThat(read(new TarWriter().file(written, "").bytes(), SMALL).get(0).path())
                .isEqualTo(path);
    }

    @Test
    void long_names_come_from_gnu_and_pax_headers() throws Exception {
        byte[] tar = new TarWriter()
                .file(LONG, "1")
                .pax("path=" + LONG + "y", "size=2")
                .file("short", "22")
                .pax("linkpath=" + LONG)
                .symlink("l", "short")
                .bytes();
        List<LayerEntry> entries = read(tar, SMALL);
        assertThat(entries).extracting(LayerEntry::path).containsExactly(LONG, LONG + "y", "l");
        assertThat(entries.get(2).linkTarget()).isEqualTo(LONG);
    }

    @Test
    void names_that_are_not_utf8_stay_apart() throws Exception {
        byte[] header = TarWriter.headerBlock('0', "a?", "", 0644, 0);
        header[1] = (byte) 0xff;
        byte[] other = header.clone();
        other[1] = (byte) 0xfe;
        byte[] tar = new TarWriter()
                .raw(TarWriter.checksummed(header))
                .raw(TarWriter.checksummed(other))
                .file("a\ufffd", "")
                .file("a\uefff", "")
                .bytes();
        assertThat(read(tar, SMALL)).extracting(LayerEntry::path).doesNotHaveDuplicates();
    }

    @Test
    void base256_numbers_are_read() throws Exception {
        byte[] header = TarWriter.headerBlock('0', "a", "", 0644, 0);
        Arrays.fill(header, 108, 116, (byte) 0);
        header[108] = (byte) 0x80;
        header[112] = (byte) 0x80;
        byte[] tar = new TarWriter().raw(TarWriter.checksummed(header)).bytes();
        assertThat(read(tar, SMALL).get(0).owner().uid()).isEqualTo(1L << 31);
    }

    @Test
    void prefix_of_ustar_is_put_before_the_name() throws Exception {
        byte[] header = TarWriter.headerBlock('0', "name", "", 0644, 0);
        header[345] = 'p';
        byte[] tar = new TarWriter().raw(TarWriter.checksummed(header)).bytes();
        assertThat(read(tar, SMALL).get(0).path()).isEqualTo("p/name");
    }

    @Test
    void content_is_bounded_to_its_entry_and_to_its_turn() throws Exception {
        byte[] tar = new TarWriter().file("a", "aaa").file("b", "bbb").bytes();
        var contents = new ArrayList<String>();
        var streams = new ArrayList<java.io.InputStream>();
        LayerStream.read(new ByteArrayInputStream(tar), Digest.sha256(tar), SMALL, (entry, content) -> {
            streams.add(content);
            contents.add(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        });
        assertThat(contents).containsExactly("aaa", "bbb");
        assertThatThrownBy(() -> streams.get(0).read()).isInstanceOf(IOException.class);
    }

    @Test
    void several_gzip_members_are_one_layer() throws Exception {
        byte[] tar = new TarWriter().file("a", "aaa").bytes();
        var packed = new ByteArrayOutputStream();
        packed.writeBytes(TarWriter.gzip(Arrays.copyOf(tar, 700)));
        packed.writeBytes(TarWriter.gzip(Arrays.copyOfRange(tar, 700, tar.length)));
        assertThat(read(packed.toByteArray(), tar, SMALL)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 15, 40, 100})
    void gzip_cut_anywhere_is_refused(int missing) {
        byte[] tar = new TarWriter().file("a", noise(500)).bytes();
        byte[] packed = TarWriter.gzip(tar);
        refused(Arrays.copyOf(packed, packed.length - missing), tar, "ends in the middle");
    }

    @Test
    void one_changed_bit_in_gzip_never_changes_an_entry() throws Exception {
        byte[] tar = new TarWriter().file("a", noise(300)).bytes();
        byte[] packed = TarWriter.gzip(tar);
        List<LayerEntry> entries = read(tar, SMALL);
        int refused = 0;
        for (int i = 10; i < packed.length; i++) {
            byte[] changed = packed.clone();
            changed[i] ^= 0x10;
            try {
                // Bits that fill the last byte of deflate mean nothing here; the blob's own digest covers them.
                assertThat(read(changed, tar, SMALL)).isEqualTo(entries);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(MismatchException.class);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(packed.length - 20);
    }

    @Test
    void what_follows_gzip_is_refused() {
        byte[] tar = new TarWriter().file("a", "a").bytes();
        byte[] packed = TarWriter.gzip(tar);
        refused(Arrays.copyOf(packed, packed.length + 3), tar, "not a member");
    }

    @Test
    void other_diff_id_is_refused() {
        byte[] tar = new TarWriter().file("a", "a").bytes();
        refused(tar, new byte[1], "its diffID says");
    }

    @Test
    void entry_behind_the_end_is_refused() {
        byte[] hidden = new TarWriter().file("evil", "x").bytes();
        refusedTar(new TarWriter().raw(new TarWriter().file("a", "a").bytes()).raw(hidden), "behind the end");
    }

    @Test
    void truncated_tar_is_refused() {
        byte[] tar = new TarWriter().file("a", noise(2000)).bytes();
        byte[] cut = Arrays.copyOf(tar, 1000);
        refused(cut, cut, "ends in the middle");
        byte[] half = Arrays.copyOf(tar, 300);
        refused(half, half, "ends in the middle");
        byte[] dangling = new TarWriter().pax("path=x").bytes();
        refused(dangling, dangling, "is missing");
    }

    @Test
    void malformed_headers_are_refused() {
        byte[] header = TarWriter.headerBlock('0', "a", "", 0644, 0);
        byte[] checksum = header.clone();
        checksum[0] = 'b';
        refusedTar(new TarWriter().raw(checksum), "checksum");
        refusedTar(new TarWriter().raw(changed(header, 124, "notoctal")), "size is not a number");
        byte[] negative = header.clone();
        Arrays.fill(negative, 124, 136, (byte) 0xff);
        refusedTar(new TarWriter().raw(TarWriter.checksummed(negative)), "negative size");
        byte[] huge = header.clone();
        Arrays.fill(huge, 124, 136, (byte) 0x7f);
        huge[124] = (byte) 0xbf;
        refusedTar(new TarWriter().raw(TarWriter.checksummed(huge)), "size is not a number");
        refusedTar(new TarWriter().raw(TarWriter.headerBlock('0', "a", "", 0, 1L << 32)), "ends in the middle");
    }

    @Test
    void forms_that_readers_take_differently_are_refused() {
        refusedTar(new TarWriter().entry('S', "a", "", 0, new byte[0]), "sparse");
        refusedTar(new TarWriter().pax("GNU.sparse.major=1").file("a", ""), "sparse");
        refusedTar(new TarWriter().entry('g', "g", "", 0, "11 path=ab\n".getBytes(StandardCharsets.UTF_8)), "global");
        refusedTar(new TarWriter().pax("path=a\0b").file("a", ""), "malformed");
        refusedTar(new TarWriter().pax("size=-1").file("a", ""), "malformed");
        refusedTar(new TarWriter().entry('x', "x", "", 0, "99 path=a\n".getBytes(StandardCharsets.UTF_8)), "malformed");
        refusedTar(new TarWriter().entry('x', "x", "", 0, "no".getBytes(StandardCharsets.UTF_8)), "malformed");
        refusedTar(new TarWriter().entry('x', "x", "", 0, "5 ab\n".getBytes(StandardCharsets.UTF_8)), "malformed");
        refusedTar(new TarWriter().raw(TarWriter.headerBlock('L', "x", "", 0, 2 << 20)), "extended header");
        refusedTar(new TarWriter().file("./", "x"), "replaces the root");
    }

    @Test
    void limits_are_named_when_hit() {
        var many = new TarWriter();
        for (int i = 0; i < 5; i++) {
            many.file("f" + i, "");
        }
        refusedTar(many, "more than 4 entries");
        refusedTar(new TarWriter().file("a/".repeat(200) + "x", ""), "longer than 300");
        refusedTar(new TarWriter().symlink("a", "b".repeat(400)), "longer than 300");
        refusedTar(new TarWriter().file("a", new byte[200_000]), "more than 100000 uncompressed bytes");
    }

    @Test
    void noise_never_ends_in_a_runtime_exception() {
        var random = new Random(7);
        byte[] tar = new TarWriter()
                .pax("path=" + LONG)
                .file("a", "abc")
                .symlink("b", LONG)
                .bytes();
        for (int i = 0; i < 3000; i++) {
            byte[] changed = tar.clone();
            for (int n = 0; n < 3; n++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                read(changed, SMALL);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(MismatchException.class);
            }
        }
    }

    private static byte[] changed(byte[] header, int at, String text) {
        byte[] copy = header.clone();
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, copy, at, text.length());
        return TarWriter.checksummed(copy);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static void refusedTar(TarWriter tar, String reason) {
        UnaryOperator<byte[]> same = bytes -> bytes;
        refused(same.apply(tar.bytes()), tar.bytes(), reason);
    }

    private static void refused(byte[] blob, byte[] plain, String reason) {
        assertThatThrownBy(() -> read(blob, plain, SMALL))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining(reason);
    }

    private static List<LayerEntry> read(byte[] tar, LayerLimits limits) throws IOException {
        return read(tar, tar, limits);
    }

    private static List<LayerEntry> read(byte[] blob, byte[] plain, LayerLimits limits) throws IOException {
        var entries = new ArrayList<LayerEntry>();
        LayerStream.read(
                new ByteArrayInputStream(blob), Digest.sha256(plain), limits, (entry, content) -> entries.add(entry));
        return entries;
    }
}

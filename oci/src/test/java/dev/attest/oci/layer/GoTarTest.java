package dev.attest.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;
import dev.attest.testvectors.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tars that Go's archive/tar, which every runtime extracts with, takes otherwise than other readers do. */
class GoTarTest {
    private static final String HIDDEN = "bin/sh";

    @Test
    void number_may_have_zeros_in_front() throws Exception {
        // Who takes this size for nothing reads the content as a header that swallows the entry after it.
        byte[] swallow = TarWriter.headerBlock('0', "decoy", "", 0644, 512);
        byte[] header = TarWriter.headerBlock('0', "outer", "", 0644, 512);
        put(header, 124, "\0\0\0\0\0\0\0" + "1000\0");
        put(header, 100, "\0\0" + "0755\0\0");
        byte[] tar = new TarWriter()
                .raw(TarWriter.checksummed(header))
                .raw(swallow)
                .file(HIDDEN, "")
                .bytes();
        List<LayerEntry> entries = read(tar);
        assertThat(entries).extracting(LayerEntry::path).containsExactly("outer", HIDDEN);
        assertThat(entries.get(0).size()).isEqualTo(512);
        assertThat(entries.get(0).mode()).isEqualTo(0755);
    }

    @Test
    void gnu_header_whose_times_are_none_has_a_prefix() throws Exception {
        byte[] header = TarWriter.headerBlock('0', "passwd", "", 0644, 0);
        put(header, 257, "ustar  \0");
        byte[] honest = header.clone();
        put(honest, 345, "00000000001\0" + "00000000002\0");
        put(header, 345, "etc");
        byte[] tar = new TarWriter()
                .raw(TarWriter.checksummed(header))
                .raw(TarWriter.checksummed(honest))
                .bytes();
        assertThat(read(tar)).extracting(LayerEntry::path).containsExactly("etc/passwd", "passwd");
    }

    @Test
    void global_header_ends_what_was_said_of_the_next_entry() throws Exception {
        byte[] tar = new TarWriter()
                .pax("path=usr/share/doc/x", "size=0")
                .entry('g', "pax_global_header", "", 0644, comment())
                .file(HIDDEN, "")
                .entry('L', "././@LongLink", "", 0, "usr/share/doc/y\0".getBytes(StandardCharsets.UTF_8))
                .entry('g', "pax_global_header", "", 0644, comment())
                .file(HIDDEN, "")
                .entry('K', "././@LongLink", "", 0, "nowhere\0".getBytes(StandardCharsets.UTF_8))
                .entry('g', "/tmp/GlobalHead.12.1", "", 0644, comment())
                .symlink(HIDDEN, "busybox")
                .bytes();
        List<LayerEntry> entries = read(tar);
        assertThat(entries).extracting(LayerEntry::path).containsOnly(HIDDEN);
        assertThat(entries.get(2).linkTarget()).isEqualTo("busybox");
    }

    @Test
    void empty_long_name_counts_as_none() throws Exception {
        byte[] tar = new TarWriter()
                .entry('L', "././@LongLink", "", 0, new byte[] {0})
                .entry('K', "././@LongLink", "", 0, new byte[] {0})
                .symlink(HIDDEN, "busybox")
                .bytes();
        assertThat(read(tar).get(0).path()).isEqualTo(HIDDEN);
        assertThat(read(tar).get(0).linkTarget()).isEqualTo("busybox");
    }

    /** containerd removes the file that has the global header's name, so that a lower layer's shows again. */
    @ParameterizedTest
    @ValueSource(strings = {HIDDEN, "bin/.wh.sh", "bin/GlobalHead.1", "pax_global_header/x", ""})
    void global_header_with_the_name_of_a_file_is_refused(String name) {
        refused(new TarWriter().entry('g', name, "", 0644, comment()));
    }

    @Test
    void solaris_header_is_refused() {
        refused(new TarWriter()
                .entry('X', "x", "", 0644, "18 path=elsewhere\n".getBytes(StandardCharsets.UTF_8))
                .file(HIDDEN, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCHILY.xattr.trusted.overlay.redirect=/hidden",
                "SCHILY.xattr.trusted.overlay.metacopy=",
                "SCHILY.xattr.user.overlay.opaque=y",
                "LIBARCHIVE.xattr.user.overlay.whiteout=",
                "SCHILY.xattr.trusted.overlay.overlay.redirect=/hidden"
            })
    void attribute_of_an_overlay_is_refused(String record) {
        refused(new TarWriter().pax(record).file("a", ""));
    }

    @Test
    void content_can_be_handed_on_whole() throws Exception {
        String large = "x".repeat(300_000);
        byte[] tar = new TarWriter().file("a", "small").file("b", large).bytes();
        var reader = new TarReader(new ByteArrayInputStream(tar), LayerLimits.STANDARD);
        for (String expected : List.of("small", large)) {
            reader.next();
            var out = new ByteArrayOutputStream();
            assertThat(reader.content().transferTo(out)).isEqualTo(expected.length());
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
        }
        InputStream last = reader.content();
        assertThat(reader.next()).isNull();
        assertThat(last.transferTo(OutputStream.nullOutputStream())).isZero();
    }

    @Test
    void capabilities_are_kept_as_either_writer_puts_them() throws Exception {
        String raw = "\1\0\0\2\0 \0\0" + "\0".repeat(12);
        byte[] tar = new TarWriter()
                .pax("SCHILY.xattr.security.capability=" + raw)
                .file("ping", "")
                .pax("LIBARCHIVE.xattr.security.capability=AQAAAgAgAAAAAAAAAAAAAAAAAAA")
                .file("bsd", "")
                .pax("SCHILY.xattr.security.capability=" + "x".repeat(100_000))
                .file("long", "")
                .pax("LIBARCHIVE.xattr.security.capability=*")
                .file("odd", "")
                .pax("SCHILY.xattr.security.selinux=x")
                .file("none", "")
                .bytes();
        String expected = "0100000200200000" + "00".repeat(12);
        assertThat(read(tar).stream().map(LayerEntry::capability).toList())
                .containsExactly(expected, expected, "78".repeat(64), "2a", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/../bin/busybox", "./a/b/../../x", "../a/.."})
    void hard_link_target_that_leads_up_again_is_refused(String target) {
        refused(new TarWriter().hardlink(HIDDEN, target));
    }

    @Test
    void hard_link_target_may_begin_with_the_way_up() throws Exception {
        byte[] tar = new TarWriter().hardlink(HIDDEN, "../.././bin//busybox").bytes();
        assertThat(read(tar).get(0).linkTarget()).isEqualTo("bin/busybox");
    }

    private static void refused(TarWriter tar) {
        assertThatThrownBy(() -> read(tar.file("last", "").bytes())).isInstanceOf(MismatchException.class);
    }

    private static byte[] comment() {
        return "13 comment=x\n".getBytes(StandardCharsets.UTF_8);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private static List<LayerEntry> read(byte[] tar) throws IOException {
        var reader = new TarReader(new ByteArrayInputStream(tar), LayerLimits.STANDARD);
        var entries = new ArrayList<LayerEntry>();
        for (LayerEntry entry = reader.next(); entry != null; entry = reader.next()) {
            entries.add(entry);
        }
        return entries;
    }
}

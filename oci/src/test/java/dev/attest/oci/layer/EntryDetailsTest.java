package dev.attest.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Digest;
import dev.attest.oci.EntryDetails;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;
import dev.attest.testvectors.TarWriter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryDetailsTest {
    private static List<EntryDetails> read(byte[] tar) throws Exception {
        var all = new ArrayList<EntryDetails>();
        LayerStream.read(
                new ByteArrayInputStream(tar),
                Digest.sha256(tar),
                LayerLimits.STANDARD,
                (entry, details, content) -> all.add(details));
        return all;
    }

    private static EntryDetails of(String... pax) throws Exception {
        return read(new TarWriter().pax(pax).file("a", "a").bytes()).get(0);
    }

    private static byte[] header(char type, int offset, String field) {
        byte[] header = TarWriter.headerBlock(type, "a", "", 0644, 0);
        byte[] bytes = field.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
        return new TarWriter().raw(TarWriter.checksummed(header)).bytes();
    }

    @Test
    void a_header_has_whole_seconds() throws Exception {
        assertThat(read(header('0', 136, "00000000012"))).containsExactly(new EntryDetails(10, 0, 0, 0, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "1350244992.023960108, 1350244992, 23960108",
        "1350244992.0239601089, 1350244992, 23960108",
        "1350244992.3, 1350244992, 300000000",
        "1350244992., 1350244992, 0",
        "-1.5, -1, -500000000",
        "-0.5, 0, -500000000"
    })
    void a_pax_header_has_nanoseconds(String text, long seconds, int nanos) throws Exception {
        EntryDetails details = of("mtime=" + text);
        assertThat(details.mtimeSeconds()).isEqualTo(seconds);
        assertThat(details.mtimeNanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.x", "--1", "1e9", "99999999999999999999", ".5"})
    void a_time_that_is_none_is_refused(String text) {
        assertThatThrownBy(() -> of("mtime=" + text)).isInstanceOf(MismatchException.class);
    }

    @Test
    void only_a_device_has_numbers() throws Exception {
        assertThat(read(header('3', 329, "0000005")).get(0).deviceMajor()).isEqualTo(5);
        assertThat(read(header('4', 337, "0000003")).get(0).deviceMinor()).isEqualTo(3);
        assertThat(read(header('0', 329, "0000005"))).containsExactly(EntryDetails.NONE);
    }

    @Test
    void attributes_are_the_same_however_they_are_written() throws Exception {
        EntryDetails raw = of("SCHILY.xattr.user.a=x");
        assertThat(raw.attributes()).hasSize(64);
        assertThat(of("LIBARCHIVE.xattr.user.a=eA==")).isEqualTo(raw);
        assertThat(of("LIBARCHIVE.xattr.user.a=eA==", "SCHILY.xattr.user.a=x")).isEqualTo(raw);
        assertThat(of("SCHILY.xattr.user.a=y")).isNotEqualTo(raw);
        assertThat(of("SCHILY.xattr.user.b=x")).isNotEqualTo(raw);
        assertThat(of("SCHILY.xattr.user.a=x", "SCHILY.xattr.user.b=x")).isNotEqualTo(raw);
        assertThat(of("comment=x")).isEqualTo(EntryDetails.NONE);
    }
}

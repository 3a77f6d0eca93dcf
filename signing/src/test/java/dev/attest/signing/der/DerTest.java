package dev.attest.signing.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {
    private interface Value {
        Object of(Der der) throws MalformedDerException;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02",
                "0201",
                "02010000",
                "0280000000",
                "02810101",
                "0282000101",
                "1f0101",
                "0284ffffffff",
                "028500000000010"
            })
    void elements_with_other_lengths_than_der_has_are_refused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "1");
        assertThatThrownBy(() -> DerReader.single(bytes)).isInstanceOf(MalformedDerException.class);
    }

    @ParameterizedTest
    @CsvSource({"0200", "02020001", "0202ff80", "0500", "0101ff"})
    void integers_in_other_than_their_shortest_form_are_refused(String hex) {
        refused(hex, Der::integer);
    }

    @ParameterizedTest
    @CsvSource({"010101", "0100", "0102ffff", "020101"})
    void booleans_other_than_zero_and_all_ones_are_refused(String hex) {
        refused(hex, Der::bool);
    }

    @ParameterizedTest
    @CsvSource({"0600", "060180", "06028001", "060a2a8181818181818181ff", "060c2affffffffffffffffffff7f"})
    void object_identifiers_that_are_cut_or_padded_are_refused(String hex) {
        refused(hex, Der::oid);
    }

    @ParameterizedTest
    @CsvSource({"06032a0304,1.2.3.4", "06022a03,1.2.3", "0603883703,2.999.3", "060100,0.0", "06032b6570,1.3.101.112"})
    void object_identifiers_are_dotted(String hex, String dotted) throws Exception {
        assertThat(der(hex).oid()).isEqualTo(dotted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20260301120000",
                "202603011200Z",
                "20261301120000Z",
                "20260301120000.0Z",
                "20260301120000+0100",
                "20260301120000.Z",
                "20260229120000Z"
            })
    void times_in_other_forms_are_refused(String text) throws Exception {
        byte[] element =
                DerWriter.element(Der.GENERALIZED_TIME, text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> DerReader.single(element).generalizedTime()).isInstanceOf(MalformedDerException.class);
    }

    @Test
    void times_have_fractions() throws Exception {
        byte[] element = DerWriter.element(
                Der.GENERALIZED_TIME, "20260301120000.25Z".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(DerReader.single(element).generalizedTime()).isEqualTo(Instant.parse("2026-03-01T12:00:00.25Z"));
    }

    @Test
    void bit_strings_and_texts_are_strict() {
        refused("030101", Der::wholeBits);
        refused("0300", Der::wholeBits);
        refused("0c01ff", Der::utf8);
        refused("0201ff", Der::children);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 127, 128, 255, 256, 65535, 65536})
    void what_is_written_is_read_back(int length) throws Exception {
        byte[] content = new byte[length];
        assertThat(DerReader.single(DerWriter.element(Der.OCTET_STRING, content), Der.OCTET_STRING)
                        .content())
                .isEqualTo(content);
    }

    @Test
    void nesting_is_bounded() throws Exception {
        byte[] nested = new byte[0];
        for (int i = 0; i < 32; i++) {
            nested = DerWriter.element(Der.SEQUENCE, nested);
        }
        DerReader.single(nested).requireShallow();
        Der deeper = DerReader.single(DerWriter.element(Der.SEQUENCE, nested));
        assertThatThrownBy(deeper::requireShallow).isInstanceOf(MalformedDerException.class);
        refused("24020400", der -> {
            der.requireShallow();
            return der;
        });
    }

    private static void refused(String hex, Value value) {
        assertThatThrownBy(() -> value.of(der(hex))).isInstanceOf(MalformedDerException.class);
    }

    private static Der der(String hex) throws MalformedDerException {
        return DerReader.single(HexFormat.of().parseHex(hex));
    }
}

package dev.attest.signing.oidc.spiffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HpackTest {
    // RFC 7541 appendix C.4 and C.6.
    @ParameterizedTest
    @CsvSource({
        "f1e3c2e5f23a6ba0ab90f4ff, www.example.com",
        "a8eb10649cbf, no-cache",
        "25a849e95ba97d7f, custom-key",
        "6402, 302",
        "640eff, 307",
        "aec3771a4b, private",
        "d07abe941054d444a8200595040b8166e082a62d1bff, 'Mon, 21 Oct 2013 20:13:21 GMT'",
        "9d29ad171863c78f0b97c8e9ae82ae43d3, https://www.example.com",
        "9bd9ab, gzip",
        "94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007,"
                + " foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"
    })
    void the_huffman_code_of_the_specification_is_read(String code, String text) throws Exception {
        byte[] bytes = FakeAgent.hex(code);
        byte[] block = FakeAgent.join(FakeAgent.hex("000161"), new byte[] {(byte) (0x80 | bytes.length)}, bytes);

        assertThat(Hpack.read(ByteBuffer.wrap(block))).isEqualTo(Map.of("a", text));
    }

    @ParameterizedTest
    @CsvSource({
        "88, :status, 200",
        "8d, :status, 404",
        "0803343030, :status, 400",
        "20 88, :status, 200",
        "40016101 62, a, b",
        "10016101 62, a, b",
        "5f0161 4001610162, a, b"
    })
    void every_representation_is_read(String block, String name, String value) throws Exception {
        assertThat(read(block)).containsEntry(name, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", "be", "3f01", "21", "00", "0001", "000161", "00016105", "0001618100", "00016181fe",
                "00016182ffff", "000161 84 ffffffff", "ff", "ffffffffffff7f", "00ff", "7f", "40", "0f", "0f80",
                        "0f808080",
                "7f80808001"
            })
    void what_is_no_header_block_is_refused(String block) {
        assertThatThrownBy(() -> read(block))
                .isInstanceOf(IOException.class)
                .hasMessage("sent headers that are none of HTTP/2");
    }

    @Test
    void random_bytes_end_in_headers_or_the_one_exception() {
        var random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            try {
                Hpack.read(ByteBuffer.wrap(bytes));
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    private static Map<String, String> read(String hex) throws IOException {
        return Hpack.read(ByteBuffer.wrap(FakeAgent.hex(hex)));
    }
}

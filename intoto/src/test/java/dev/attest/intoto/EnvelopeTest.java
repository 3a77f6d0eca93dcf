package dev.attest.intoto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.testvectors.Vector;
import dev.attest.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EnvelopeTest {
    @TestFactory
    Stream<DynamicTest> vectors_get_their_expected_answer() {
        return Vectors.area("envelope").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> check(vector)));
    }

    private static void check(Vector vector) throws MalformedJsonException {
        if (vector.expected() == Vector.Expected.ACCEPTED) {
            Envelope envelope = read(vector.bytes());
            Envelope again = read(StrictJson.write(envelope.json()));
            assertThat(again.pae()).isEqualTo(envelope.pae());
            assertThat(again.signature()).isEqualTo(envelope.signature());
            assertThat(again.keyid()).isEqualTo(envelope.keyid());
        } else {
            assertThatThrownBy(() -> read(vector.bytes())).isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void pae_is_the_specifications_example() {
        assertThat(new String(Envelope.pae("http://example.com/HelloWorld", "hello world".getBytes(UTF_8)), UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void pae_counts_bytes_not_characters() {
        assertThat(new String(Envelope.pae("t\u00e4", "\u00e4\uD83D\uDE00".getBytes(UTF_8)), UTF_8))
                .isEqualTo("DSSEv1 3 t\u00e4 6 \u00e4\uD83D\uDE00");
        assertThat(Envelope.pae("", new byte[0])).isEqualTo("DSSEv1 0  0 ".getBytes(UTF_8));
    }

    @Test
    void the_payload_is_the_received_bytes_and_nobody_can_change_it() {
        byte[] payload = "{ \"a\" : 1 }".getBytes(UTF_8);
        var envelope = new Envelope(Statement.PAYLOAD_TYPE, payload, new byte[] {1}, "");
        payload[0] = 'x';
        envelope.payload()[0] = 'x';
        envelope.signature()[0] = 9;
        assertThat(new String(envelope.payload(), UTF_8)).isEqualTo("{ \"a\" : 1 }");
        assertThat(envelope.signature()).containsExactly(1);
        assertThat(envelope.payloadType()).isEqualTo("application/vnd.in-toto+json");
    }

    private static Envelope read(byte[] bytes) throws MalformedJsonException {
        return Envelope.read(StrictJson.parseObject(bytes, "envelope"));
    }
}

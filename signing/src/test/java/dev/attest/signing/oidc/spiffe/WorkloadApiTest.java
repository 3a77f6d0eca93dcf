package dev.attest.signing.oidc.spiffe;

import static dev.attest.signing.oidc.spiffe.FakeAgent.field;
import static dev.attest.signing.oidc.spiffe.FakeAgent.frame;
import static dev.attest.signing.oidc.spiffe.FakeAgent.hex;
import static dev.attest.signing.oidc.spiffe.FakeAgent.join;
import static dev.attest.signing.oidc.spiffe.FakeAgent.message;
import static dev.attest.signing.oidc.spiffe.FakeAgent.status;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Against a fake; the client was also run against grpc-go with go-spiffe's service. */
class WorkloadApiTest {
    private static final byte[] OK = frame(1, 4, 1, hex("88"));

    @TempDir
    private Path folder;

    @Test
    void the_first_token_is_taken_and_the_request_says_what_it_must() throws Exception {
        try (var agent = FakeAgent.start(folder.resolve("s"), FakeAgent.tokens("one", "two"), false)) {
            assertThat(ask(Duration.ofSeconds(10))).isEqualTo("one");
            assertThat(agent.received())
                    .startsWith("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                    .contains("/SpiffeWorkloadAPI/FetchJWTSVID")
                    .contains("\22workload.spiffe.io\4true")
                    .contains("\0\0\0\0\n\n\10sigstore");
        }
    }

    @Test
    void frames_may_be_cut_padded_and_mixed_with_others() throws Exception {
        byte[] whole = message(field(1, field(2, "token".getBytes(US_ASCII))));
        byte[] padded = join(new byte[] {3}, Arrays.copyOf(whole, 4), new byte[3]);
        byte[] trailers = Arrays.copyOfRange(status("0"), 9, status("0").length);
        byte[] answer = join(
                frame(4, 0, 0, new byte[0]),
                frame(1, 0x2c, 1, join(new byte[] {1}, new byte[5], hex("88"), new byte[1])),
                frame(99, 0, 0, new byte[10]),
                frame(8, 0, 0, new byte[4]),
                frame(0, 8, 1, padded),
                frame(0, 0, 1, new byte[0]),
                frame(0, 0, 1, Arrays.copyOfRange(whole, 4, whole.length)),
                frame(1, 1, 1, Arrays.copyOf(trailers, 5)),
                frame(9, 4, 1, Arrays.copyOfRange(trailers, 5, trailers.length)));
        try (var agent = FakeAgent.start(folder.resolve("s"), answer, true)) {
            assertThat(ask(Duration.ofSeconds(10))).isEqualTo("token");
            assertThat(agent).isNotNull();
        }
    }

    @TestFactory
    Stream<DynamicTest> what_an_agent_refuses_or_does_wrong_is_said_plainly() {
        byte[] data = frame(0, 0, 1, message(field(1, field(2, hex("61")))));
        return Stream.of(
                failure("has no identity for this process (PermissionDenied)", OK, status("7")),
                failure("is not available", join(frame(1, 4, 1, hex("88"))), status("14")),
                failure("failed with the gRPC status 2", OK, status("2")),
                failure("failed with the gRPC status unknown", OK, status("x\n")),
                failure("failed with the gRPC status unknown", OK, frame(0, 1, 1, new byte[0])),
                failure("does not speak gRPC", frame(1, 5, 1, hex("8d"))),
                failure("answered with no message of gRPC", OK, status("0")),
                failure("answered with no message of gRPC", OK, frame(0, 0, 1, hex("0100000000")), status("0")),
                failure("answered with no message of gRPC", OK, frame(0, 0, 1, hex("0000000009")), status("0")),
                failure("answered without a token", OK, frame(0, 0, 1, message(new byte[0])), status("0")),
                failure("answered without a token", OK, frame(0, 0, 1, message(hex("0a0210010a00"))), status("0")),
                failure("answered with no protobuf", OK, frame(0, 0, 1, message(hex("0a7f"))), status("0")),
                failure("answered with no protobuf", OK, frame(0, 0, 1, message(hex("0b"))), status("0")),
                failure(
                        "answered with no protobuf",
                        OK,
                        frame(0, 0, 1, message(hex("08ffffffffffffffffffff01"))),
                        status("0")),
                failure(
                        "answered with no protobuf",
                        OK,
                        frame(0, 0, 1, message(hex("0affffffffffffffffff01"))),
                        status("0")),
                failure("answered with no protobuf", OK, frame(0, 0, 1, message(hex("25000000"))), status("0")),
                failure("sent what is not HTTP/2", OK, frame(0, 0, 3, data)),
                failure("sent what is not HTTP/2", frame(1, 4, 3, hex("88"))),
                failure("sent what is not HTTP/2", OK, frame(0, 8, 1, hex("05"))),
                failure("sent what is not HTTP/2", OK, frame(0, 8, 1, new byte[0])),
                failure("sent what is not HTTP/2", frame(1, 0x24, 1, hex("0000"))),
                failure("sent what is not HTTP/2", frame(1, 0, 1, hex("88")), data),
                failure("sent what is not HTTP/2", frame(5, 0, 1, hex("00"))),
                failure("sent headers that are none", frame(1, 4, 1, hex("be"))),
                failure("ended the call", OK, frame(3, 0, 1, new byte[4])),
                failure("ended the call", frame(7, 0, 0, new byte[8])),
                failure("sent more than is read", "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII)),
                failure("sent more than is read", OK, frames(5, frame(0, 0, 1, new byte[16 << 10]))),
                failure("sent more than is read", frame(1, 0, 1, new byte[5000]), frame(9, 0, 1, new byte[5000])),
                failure("sent more than is read", frames(1001, frame(8, 0, 0, new byte[4]))),
                failure("hung up", OK),
                failure("hung up", OK, hex("00")));
    }

    @Test
    void an_agent_that_says_nothing_is_not_waited_for() throws Exception {
        try (var agent = FakeAgent.start(folder.resolve("s"), OK, false)) {
            assertThatThrownBy(() -> ask(Duration.ofMillis(100))).hasMessage("did not answer in time");
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void an_agent_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> ask(Duration.ofSeconds(1))).hasMessage("cannot be reached");
    }

    @Test
    void changed_answers_end_in_a_text_or_an_io_exception() throws Exception {
        byte[] good = FakeAgent.tokens("token");
        var random = new Random(11);
        for (int round = 0; round < 300; round++) {
            byte[] changed = good.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            try (var agent = FakeAgent.start(folder.resolve("s"), changed, true)) {
                assertThat(ask(Duration.ofSeconds(10)).length()).isLessThan(100);
                assertThat(agent).isNotNull();
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private DynamicTest failure(String complaint, byte[]... parts) {
        return DynamicTest.dynamicTest(complaint, () -> {
            try (var agent = FakeAgent.start(folder.resolve("s"), join(parts), true)) {
                assertThatThrownBy(() -> ask(Duration.ofSeconds(10)))
                        .isInstanceOf(IOException.class)
                        .message()
                        .startsWith(complaint)
                        .doesNotContain("s3cret")
                        .doesNotContain("\n");
                assertThat(agent).isNotNull();
            }
        });
    }

    private static byte[] frames(int count, byte[] frame) {
        byte[][] all = new byte[count][];
        Arrays.fill(all, frame);
        return join(all);
    }

    private String ask(Duration patience) throws IOException {
        return WorkloadApi.fetchJwtSvid(folder.resolve("s"), "sigstore", patience);
    }
}

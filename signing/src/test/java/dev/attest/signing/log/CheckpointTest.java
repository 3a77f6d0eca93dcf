package dev.attest.signing.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CheckpointTest {
    private static final String ROOT = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String BLOB = Base64.getEncoder().encodeToString(new byte[10]);
    private static final String TEXT = "log.test\n3\n" + ROOT + "\n";
    private static final String LINE = "\u2014 log.test " + BLOB + "\n";

    @Test
    void notes_with_several_signatures_and_extension_lines_are_read() throws Exception {
        assertThat(Checkpoint.parse(TEXT + "\n" + LINE).origin()).isEqualTo("log.test");
        assertThat(Checkpoint.parse(TEXT + "more\n\n" + LINE.repeat(64)).origin())
                .isEqualTo("log.test");
    }

    @TestFactory
    Stream<DynamicTest> what_is_no_note_of_a_log_is_refused() {
        return Stream.of(
                        "",
                        TEXT,
                        TEXT + "\n",
                        TEXT + "\n" + LINE.strip(),
                        TEXT + LINE,
                        TEXT + "\n" + LINE.repeat(65),
                        TEXT + "more\n".repeat(20_000) + "\n" + LINE,
                        "log.test\n3\n\n" + LINE,
                        "\n3\n" + ROOT + "\n\n" + LINE,
                        "log.test\n03\n" + ROOT + "\n\n" + LINE,
                        "log.test\n-3\n" + ROOT + "\n\n" + LINE,
                        "log.test\n3\nAAAA\n\n" + LINE,
                        "log.test\n3\n" + ROOT.replace("=", "") + "\n\n" + LINE,
                        "log.test\n3\n" + ROOT.replace("A=", "B=") + "\n\n" + LINE,
                        "log.test\n3\nno base64\n\n" + LINE,
                        TEXT + "\n- log.test " + BLOB + "\n",
                        TEXT + "\n\u2014 log+test " + BLOB + "\n",
                        TEXT + "\n\u2014 log.test AAAA\n",
                        TEXT + "\n\u2014 log.test AAAAAA==\n",
                        TEXT + "\n\u2014 log.test " + BLOB + " \n",
                        TEXT + "\n\u2014 log.test " + BLOB.replace("==", "=") + "\n")
                .map(note -> DynamicTest.dynamicTest(
                        note.length() + " characters", () -> assertThatThrownBy(() -> Checkpoint.parse(note))
                                .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.reason())
                                        .isEqualTo(Reason.LOG_SIGNATURE))));
    }
}

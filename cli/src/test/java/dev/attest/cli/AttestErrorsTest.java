package dev.attest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AttestErrorsTest {
    @Test
    void errors_of_the_machine_decide_nothing_in_one_line() {
        for (Error error : new Error[] {new OutOfMemoryError("heap"), new StackOverflowError()}) {
            var err = new ByteArrayOutputStream();
            var console = new Console(
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8));
            int code = Attest.guarded(console, () -> {
                throw error;
            });
            assertThat(code).isEqualTo(ExitCode.UNDECIDED.code());
            assertThat(err.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains("nothing was decided");
        }
    }
}

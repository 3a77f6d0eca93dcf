package dev.attest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.References;
import dev.attest.policy.Profile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others wrote is neither an option of ours nor a line of our answer. */
class HostileTextTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void image_that_names_a_file_of_options_is_no_image() throws Exception {
        Path options = Files.writeString(folder.resolve("options"), "--help");
        assertThat(run("verify", "@" + options, "--policy", "dev")).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void message_with_line_ends_writes_no_line_of_its_own() {
        var answer = new VerifyAnswer.Failed(
                References.parse("registry.example/app:1", Optional.empty()), ExitCode.UNDECIDED, "no\nverified\r\n");
        var rendering = new VerifyRendering(Profile.DEV, Optional.empty(), Optional.empty());
        String text = new String(rendering.text(List.of(answer)), StandardCharsets.UTF_8);
        assertThat(text.lines())
                .doesNotContain("verified")
                .endsWith("undecided")
                .hasSize(2);
        new Console(print(out), print(err)).error("no\nattest: verified", new IllegalStateException());
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    private int run(String... arguments) {
        return Attest.run(arguments, Map.of(), print(out), print(err));
    }

    private static PrintStream print(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }
}

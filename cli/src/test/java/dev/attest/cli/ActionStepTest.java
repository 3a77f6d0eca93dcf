package dev.attest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script behind action.yml, with a stand-in for attest that writes down what it is asked. */
class ActionStepTest {
    private static final Path SCRIPT = Path.of("..", "action", "step.sh");
    private static final Path BASH = Path.of("/bin/bash");
    private static final String REPORT =
            """
            {
              "images" : [
                {
                  "digest" : "sha256:00",
                  "verdict" : "refused"
                }
              ],
              "verdict" : "VERDICT"
            }
            """;

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void begin() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(BASH) && Files.exists(SCRIPT), "needs bash and the sources");
        Files.createDirectories(folder.resolve("action"));
        Files.copy(SCRIPT, folder.resolve("action/step.sh"));
        environment.putAll(Map.of(
                "ATTEST_MODE", "verify",
                "ATTEST_IMAGE", "registry.example/app:1",
                "ATTEST_TRUSTED_ROOT", "root.json",
                "ATTEST_POLICY", "prod",
                "ATTEST_ISSUER", "https://token.actions.githubusercontent.com",
                "RUNNER_TEMP", folder.toString(),
                "GITHUB_OUTPUT", folder.resolve("output").toString()));
    }

    /** An empty name of a repository must not make the step forget which ref was asked for. */
    @Test
    void nothing_that_was_asked_for_is_dropped() throws Exception {
        environment.put("ATTEST_IDENTITY", "release@example.com");
        environment.put("ATTEST_GITHUB_REPOSITORY", "");
        environment.put("ATTEST_WORKFLOW", ".github/workflows/release.yml");
        environment.put("ATTEST_REF", "refs/tags/v1");
        assertThat(step("verified", 0)).isZero();
        assertThat(Files.readAllLines(folder.resolve("asked")))
                .containsSequence("--workflow", ".github/workflows/release.yml", "--ref", "refs/tags/v1")
                .containsSequence("--identity", "release@example.com", "--issuer");
        environment.put("ATTEST_GITHUB_REPOSITORY", "acme/app");
        assertThat(step("verified", 0)).isZero();
        assertThat(Files.readAllLines(folder.resolve("asked")))
                .containsSequence("--github-repository", "acme/app")
                .contains("--identity");
    }

    @Test
    void value_that_would_be_an_option_ends_the_step() throws Exception {
        environment.put("ATTEST_IDENTITY", "release@example.com");
        environment.put("ATTEST_GITHUB_REPOSITORY", "--local");
        assertThat(step("verified", 0)).isEqualTo(2);
        assertThat(folder.resolve("asked")).doesNotExist();
    }

    @Test
    void trust_by_tuf_and_the_yes_to_public_logs_are_handed_on() throws Exception {
        environment.put("ATTEST_MODE", "sign");
        environment.put("ATTEST_TRUSTED_ROOT", "");
        assertThat(step("verified", 0)).isEqualTo(2);
        environment.put("ATTEST_TRUST", "tuf");
        environment.put("ATTEST_PUBLIC_LOG", "true");
        assertThat(step("verified", 0)).isZero();
        assertThat(Files.readAllLines(folder.resolve("asked")))
                .containsSequence("--trust", "tuf")
                .contains("--public-log");
        environment.put("ATTEST_PUBLIC_LOG", "false");
        assertThat(step("verified", 0)).isZero();
        assertThat(Files.readAllLines(folder.resolve("asked"))).doesNotContain("--public-log");
        environment.put("ATTEST_PUBLIC_LOG", "yes");
        assertThat(step("verified", 0)).isEqualTo(2);
    }

    @Test
    void judged_digest_is_told_to_later_steps() throws Exception {
        environment.put("ATTEST_IDENTITY", "release@example.com");
        assertThat(step("verified", 0)).isZero();
        assertThat(Files.readAllLines(folder.resolve("output"))).contains("digest=sha256:00", "verdict=verified");
    }

    @Test
    void answer_that_does_not_say_verified_is_no_pass() throws Exception {
        environment.put("ATTEST_IDENTITY", "release@example.com");
        assertThat(step("refused", 0)).isEqualTo(3);
        assertThat(step("verified", 1)).isEqualTo(1);
        assertThat(step("", 0)).isEqualTo(3);
    }

    /** The step's exit code, where attest writes a report with this verdict, or none, and ends with {@code code}. */
    private int step(String verdict, int code) throws Exception {
        Files.deleteIfExists(folder.resolve("asked"));
        Path report = Files.writeString(folder.resolve("report"), REPORT.replace("VERDICT", verdict));
        String write = verdict.isEmpty() ? "" : "cp '" + report + "' \"$6\"\n";
        Path attest = Files.writeString(
                folder.resolve("attest"),
                "#!/bin/bash\nprintf '%s\\n' \"$@\" >'" + folder.resolve("asked") + "'\n" + write + "exit " + code
                        + "\n");
        assertThat(attest.toFile().setExecutable(true)).isTrue();
        var builder = new ProcessBuilder(
                BASH.toString(), folder.resolve("action/step.sh").toString());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        assertThat(said).doesNotContain("command not found");
        return exit;
    }
}

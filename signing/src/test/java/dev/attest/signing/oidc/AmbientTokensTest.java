package dev.attest.signing.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.service.Retry;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmbientTokensTest {
    @TempDir
    private Path root;

    @Test
    void what_was_looked_at_is_listed() {
        assertThatThrownBy(() -> first(Map.of()))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .message()
                .startsWith("no identity token found; looked at: GitLab (id_tokens), SIGSTORE_ID_TOKEN,"
                        + " GitHub Actions (id-token: write), CircleCI (circleci run oidc get), Buildkite (agent), ")
                .endsWith("Google Cloud (metadata server)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GITHUB_ACTIONS | true | ; this GitHub Actions job may not ask for a token: give it"
                        + " \"permissions: {id-token: write}\" (a pull request from a fork gets none)",
                "GITLAB_CI | true | ; this GitLab job has no token: give it"
                        + " \"id_tokens: {SIGSTORE_ID_TOKEN: {aud: sigstore}}\"",
                "CIRCLECI | true | ; this CircleCI job has no program \"circleci\" on its PATH, which makes tokens for"
                        + " the audience \"sigstore\"",
                "BUILDKITE | true | ; this Buildkite job has neither BUILDKITE_AGENT_ACCESS_TOKEN with BUILDKITE_JOB_ID"
                        + " nor the program \"buildkite-agent\" on its PATH: hand them on to the container it runs in",
                "GOOGLE_SERVICE_ACCOUNT_NAME | a@b | ; GOOGLE_SERVICE_ACCOUNT_NAME is only understood on a machine of"
                        + " Google's; credentials in files are not read"
            })
    void the_ci_system_it_runs_in_gets_a_hint(String variable, String value, String hint) {
        assertThatThrownBy(() -> first(Map.of(variable, value))).message().endsWith(hint);
    }

    @Test
    void a_job_without_the_permission_may_have_another_token() throws Exception {
        var environment = Map.of("GITHUB_ACTIONS", "true", "SIGSTORE_ID_TOKEN", Tokens.of("other"));

        assertThat(first(environment).subject()).isEqualTo("other");
    }

    @Test
    void gitlab_hands_over_what_id_tokens_names() throws Exception {
        var environment = Map.of("GITLAB_CI", "true", "SIGSTORE_ID_TOKEN", Tokens.of("project_path:a/b") + "\n");

        assertThat(new GitLab(environment).token().orElseThrow().subject()).isEqualTo("project_path:a/b");
        assertThat(new GitLab(environment).hint()).isEmpty();
        assertThat(new GitLab(Map.of("SIGSTORE_ID_TOKEN", Tokens.of("s"))).token())
                .isEmpty();
    }

    @Test
    void the_file_where_cosign_looks_is_read() throws Exception {
        Path file = root.resolve("var/run/sigstore/cosign/oidc-token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, Tokens.of("system:serviceaccount:a:b") + "\n");

        assertThat(first(Map.of()).subject()).isEqualTo("system:serviceaccount:a:b");
    }

    @Test
    void circleci_is_asked_for_the_audience() throws Exception {
        program(
                "circleci",
                "[ \"$*\" = 'run oidc get --claims {\"aud\":\"sigstore\"}' ] && echo " + Tokens.of("org/1"));

        assertThat(first(circle()).subject()).isEqualTo("org/1");
    }

    @Test
    void a_circleci_token_that_has_the_audience_needs_no_program() throws Exception {
        String other = IdentityTokenTest.token("{\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"org\",\"exp\":1}");
        var environment = Map.of(
                "CIRCLECI", "true", "CIRCLE_OIDC_TOKEN_V2", other, "CIRCLE_OIDC_TOKEN", Tokens.of("org/1"), "PATH", "");

        assertThat(first(environment).subject()).isEqualTo("org/1");
    }

    @Test
    void buildkites_program_is_asked_when_there_is_no_secret() throws Exception {
        program("buildkite-agent", "[ \"$*\" = 'oidc request-token --audience sigstore' ] && echo " + Tokens.of("org"));
        var environment = Map.of("BUILDKITE", "true", "PATH", root + "/bin");

        assertThat(first(environment).subject()).isEqualTo("org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo s3cret; exit 3 | failed with 3 when it was asked for a token",
                "echo s3cret | printed no token: the identity token is not a signed JSON web token",
                "head -c 70000 /dev/zero | gave no token: it wrote more than 65536 bytes",
                "exec sleep 20 | gave no token: it did not end within 300 ms",
                "exec >&-; sleep 20 | gave no token: it did not end within 300 ms",
            })
    void a_program_that_fails_is_an_error_that_does_not_show_its_output(String script, String complaint)
            throws Exception {
        Path file = program("circleci", script);
        var program = new Program(file, Map.of("PATH", "/usr/bin:/bin"), Duration.ofMillis(300));

        assertThatThrownBy(() -> program.token(List.of("run")))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.WORLD))
                .hasMessageContaining(complaint)
                .message()
                .startsWith("the program " + file)
                .doesNotContain("s3cret");
    }

    @Test
    void programs_of_folders_that_depend_on_the_working_directory_are_not_run() throws Exception {
        Path folder =
                Path.of("").toAbsolutePath().relativize(program("circleci", "").getParent());
        assertThat(folder.resolve("circleci")).isExecutable();

        for (String path : List.of(folder.toString(), "", ":", "\0")) {
            assertThat(Program.find(Map.of("PATH", path), "circleci")).isEmpty();
        }
        assertThat(Program.find(circle(), "circleci")).isPresent();
    }

    @Test
    void what_cannot_be_run_is_not_found_or_an_error() throws Exception {
        Path file = program("circleci", "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(Program.find(circle(), "circleci")).isEmpty();

        Path none = root.resolve("none");
        assertThatThrownBy(() -> new Program(none, Map.of(), Duration.ofSeconds(1)).token(List.of()))
                .hasMessage("the program " + none + " gave no token: it cannot be started");
    }

    private IdentityToken first(Map<String, String> environment) throws SigningException {
        return TokenSource.first(AmbientTokens.of(environment, client(), root));
    }

    private Map<String, String> circle() {
        return Map.of("CIRCLECI", "true", "CIRCLE_OIDC_TOKEN_V2", " ", "PATH", ":bin:" + root + "/bin");
    }

    private Path program(String name, String script) throws IOException {
        Path file = root.resolve("bin").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private static ServiceClient client() {
        return new ServiceClient(
                HttpClient.newHttpClient(),
                new Retry(1, Duration.ZERO, Duration.ZERO, pause -> {}),
                Duration.ofSeconds(1));
    }
}

package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attest.oci.Credentials.Login;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFilesTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({
        "ghcr.io, ghcr.io, me",
        "https://ghcr.io, ghcr.io, me",
        "https://ghcr.io/v2, ghcr.io, me",
        "localhost:5000, localhost:5000, me",
        "localhost:5000/team, localhost:5000, me",
        "localhost, localhost:5000, ''",
        "localhost:5000, localhost, ''",
        "docker.io/team/app, docker.io, me",
        "https://ghcr.io/v1/, ghcr.io, me",
        "ghcr.io/team, ghcr.io, me",
        "ghcr.io/team/app, ghcr.io, me",
        "ghcr.io/other, ghcr.io, ''",
        "ghcr.io.evil.com, ghcr.io, ''",
        "https://index.docker.io/v1/, docker.io, me",
        "docker.io, docker.io, me"
    })
    void login_is_found_under_the_names_in_use(String key, String registry, String user) throws Exception {
        docker("{\"auths\":{\"" + key + "\":{\"auth\":\"" + auth("me:pa:ss") + "\"}}}");
        Optional<Login> login = find(registry);
        assertThat(login.map(Login::user).orElse("")).isEqualTo(user);
        login.ifPresent(found -> assertThat(found.secret()).isEqualTo("pa:ss"));
    }

    @Test
    void longest_name_wins_and_identity_tokens_are_known() throws Exception {
        docker("{\"auths\":{\"r.io\":{\"auth\":\"" + auth("a:b") + "\"},\"r.io/team\":{\"identitytoken\":\"t0k\"}}}");
        Login login = find("r.io").orElseThrow();
        assertThat(login.kind()).isEqualTo(Login.Kind.IDENTITY_TOKEN);
        assertThat(login.secret()).isEqualTo("t0k");
        assertThat(login.toString()).doesNotContain("t0k");
    }

    @Test
    void podmans_file_is_read_after_dockers_and_a_named_one_alone() throws Exception {
        docker("{\"auths\":{}}");
        write(".config/containers/auth.json", "{\"auths\":{\"r.io\":{\"auth\":\"" + auth("pod:x") + "\"}}}");
        assertThat(find("r.io").orElseThrow().user()).isEqualTo("pod");
        Path named = write("named.json", "{\"auths\":{}}");
        assertThat(new CredentialFiles(Map.of("HOME", home.toString(), "REGISTRY_AUTH_FILE", named.toString()))
                        .find("r.io", "team/app"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{",
                "{\"auths\":[]}",
                "{\"auths\":{\"r.io\":{\"auth\":\"!\"}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"YQ==\"}}}"
            })
    void file_that_cannot_be_read_is_an_error(String content) throws Exception {
        docker(content);
        assertThatThrownBy(() -> find("r.io")).isInstanceOf(IOException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void helpers_are_asked() throws Exception {
        assumeTrue(File.separatorChar == '/', "the helpers here are shell scripts");
        helper("good", "read server; printf '{\"Username\":\"u\",\"Secret\":\"%s\"}' \"$server\"");
        helper("token", "cat >/dev/null; echo '{\"Username\":\"<token>\",\"Secret\":\"s\"}'");
        helper("none", "cat >/dev/null; echo 'credentials not found in native keychain'; exit 1");
        helper("broken", "cat >/dev/null; exit 3");
        docker("{\"credHelpers\":{\"r.io\":\"good\",\"t.io\":\"token\",\"b.io\":\"broken\",\"m.io\":\"missing\","
                + "\"x.io\":\"../x\"},\"credsStore\":\"none\",\"auths\":{\"s.io\":{\"auth\":\"" + auth("f:g")
                + "\"}}}");
        assertThat(find("r.io").orElseThrow().secret()).isEqualTo("r.io");
        assertThat(find("t.io").orElseThrow().kind()).isEqualTo(Login.Kind.IDENTITY_TOKEN);
        assertThat(find("s.io").orElseThrow().user()).isEqualTo("f");
        assertThatThrownBy(() -> find("b.io")).hasMessageContaining("ended with 3");
        assertThatThrownBy(() -> find("m.io")).hasMessageContaining("not installed");
        assertThatThrownBy(() -> find("x.io")).hasMessageContaining("not valid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a:b' | a | b",
                "'a:b:c:' | a | b:c:",
                "'a:p%40ss%' | a | p%40ss%",
                "'a:pä€' | a | pä€",
                "'AWS:eyJ+/=' | AWS | eyJ+/=",
                "'_json_key:{\"a\": \"b\"}' | _json_key | {\"a\": \"b\"}",
                "':b' | '' | b"
            })
    void user_ends_at_the_first_colon(String pair, String user, String password) throws Exception {
        docker("{\"auths\":{\"r.io\":{\"auth\":\"" + auth(pair) + "\"}}}");
        Login login = find("r.io").orElseThrow();
        assertThat(login.user()).isEqualTo(user);
        assertThat(login.secret()).isEqualTo(password);
    }

    @Test
    void zeros_at_the_passwords_end_are_no_part_of_it() throws Exception {
        docker("{\"auths\":{\"r.io\":{\"auth\":\"" + auth("a:b\0\0") + "\"}}}");
        assertThat(find("r.io").orElseThrow().secret()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"registrytoken\":\"t\",\"auth\":\"YTpi\"} | REGISTRY_TOKEN",
                "{\"identitytoken\":\"t\",\"auth\":\"YTpi\"} | IDENTITY_TOKEN",
                "{\"username\":\"u\",\"password\":\"t\"} | PASSWORD",
                "{\"username\":\"u\",\"password\":\"x\",\"auth\":\"dTp0\"} | PASSWORD",
                "{\"username\":\"u\"} | ",
                "{\"auth\":\"\"} | ",
                "{} | "
            })
    void entry_may_hold_a_password_or_a_token(String entry, Login.Kind kind) throws Exception {
        docker("{\"auths\":{\"r.io\":" + entry + "}}");
        Optional<Login> login = find("r.io");
        assertThat(login.map(Login::kind).orElse(null)).isEqualTo(kind);
        login.ifPresent(found -> assertThat(found.secret()).isEqualTo("t"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo rubbish | not what the protocol says",
                "printf '{\"Username\":\"u\"}' | not what the protocol says",
                "printf '{\"Username\":\"u\",\"Secret\":7}' | not what the protocol says",
                "head -c 60000 /dev/zero | not what the protocol says",
                "echo s3cret; exit 1 | ended with 1",
                "sleep 5 | no answer in 1 seconds",
                "exec >&-; sleep 5 | does not end",
                "exit 0 | not what the protocol says"
            })
    void helper_that_misbehaves_is_an_error_that_names_it(String script, String message) throws Exception {
        assumeTrue(File.separatorChar == '/', "the helpers here are shell scripts");
        helper("odd", script);
        docker("{\"credHelpers\":{\"r.io\":\"odd\"}}");
        assertThatThrownBy(() -> find("r.io"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("docker-credential-odd")
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'credentials not found in native keychain'; exit 1",
                "echo 'The specified item could not be found in the keychain.'; exit 1",
                "printf '{\"Username\":\"\",\"Secret\":\"\"}'"
            })
    void helper_that_knows_no_login_leads_to_the_next_place(String script) throws Exception {
        assumeTrue(File.separatorChar == '/', "the helpers here are shell scripts");
        helper("empty", script);
        docker("{\"credsStore\":\"empty\",\"auths\":{\"r.io\":{\"auth\":\"" + auth("f:g") + "\"}}}");
        assertThat(find("r.io").orElseThrow().user()).isEqualTo("f");
        docker("{\"credHelpers\":{\"r.io\":\"empty\"}}");
        assertThat(find("r.io")).isEmpty();
    }

    @Test
    void docker_hub_is_asked_for_under_its_old_name() throws Exception {
        assumeTrue(File.separatorChar == '/', "the helpers here are shell scripts");
        helper("hub", "read server; printf '{\"Username\":\"u\",\"Secret\":\"%s\"}' \"$server\"");
        docker("{\"credsStore\":\"hub\"}");
        assertThat(find("docker.io").orElseThrow().secret()).isEqualTo("https://index.docker.io/v1/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auths\":{\"r.io\":{\"password\":s3cret}}}",
                "s3cret",
                "{\"auths\":{\"r.io\":{\"registrytoken\":\"s3cret\\n\"}}}",
                "{\"auths\":{\"r.io\":{\"registrytoken\":\"s3cret\u00e4\"}}}"
            })
    void no_error_repeats_a_secret(String content) throws Exception {
        docker(content);
        assertThatThrownBy(() -> find("r.io"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be read")
                .satisfies(CredentialFilesTest::saysNoSecret);
    }

    @Test
    void no_error_repeats_what_a_helper_said() throws Exception {
        assumeTrue(File.separatorChar == '/', "the helpers here are shell scripts");
        helper("odd", "echo s3cret");
        docker("{\"credHelpers\":{\"r.io\":\"odd\"}}");
        assertThatThrownBy(() -> find("r.io")).satisfies(CredentialFilesTest::saysNoSecret);
    }

    /** Neither the message nor what {@code --debug} shows. */
    private static void saysNoSecret(Throwable error) {
        var trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("s3cret");
    }

    private Optional<Login> find(String registry) throws IOException {
        Map<String, String> environment =
                Map.of("HOME", home.toString(), "PATH", home + File.pathSeparator + System.getenv("PATH"));
        return new CredentialFiles(environment, Duration.ofSeconds(1)).find(registry, "team/app");
    }

    private void docker(String content) throws IOException {
        write(".docker/config.json", content);
    }

    private Path write(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.resolveSibling("x").getParent());
        return Files.writeString(file, content);
    }

    private void helper(String name, String script) throws IOException {
        Path file = write("docker-credential-" + name, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String auth(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}

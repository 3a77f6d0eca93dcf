package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attest.oci.Credentials.Login;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialFilesTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({
        "ghcr.io, ghcr.io, me",
        "https://ghcr.io, ghcr.io, me",
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

    private Optional<Login> find(String registry) throws IOException {
        Map<String, String> environment =
                Map.of("HOME", home.toString(), "PATH", home + File.pathSeparator + System.getenv("PATH"));
        return new CredentialFiles(environment).find(registry, "team/app");
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

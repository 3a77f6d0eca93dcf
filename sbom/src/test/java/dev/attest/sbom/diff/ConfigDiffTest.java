package dev.attest.sbom.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.ImageConfig;
import dev.attest.oci.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigDiffTest {
    private static ImageConfig config(String user, Map<String, String> labels, String... env) {
        var execution = new ImageConfig.Execution(
                user, List.of("/bin/app", "a b"), List.of(), List.of(env), "", List.of("80/tcp"));
        return new ImageConfig(Platform.parse("linux/amd64"), execution, labels, Optional.empty(), List.of());
    }

    @Test
    void settings_that_differ_are_told_with_what_they_were() {
        ImageConfig before = config("", Map.of("a", "1"), "PATH=/bin", "ONLY=x");
        ImageConfig after = config("65532", Map.of("a", "2"), "PATH=/usr/bin", "FLAG");
        assertThat(ConfigDiff.of(before, after).changes())
                .containsExactly(
                        new ConfigDiff.Change("env ONLY", "x", ""),
                        new ConfigDiff.Change("env PATH", "/bin", "/usr/bin"),
                        new ConfigDiff.Change("label a", "1", "2"),
                        new ConfigDiff.Change("user", "", "65532"));
        assertThat(ConfigDiff.of(before, before).changes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DB_PASSWORD=hunter2",
        "API_KEY=x",
        "URL=https://user:hunter2@example.org/x",
        "JAVA_OPTS=-Dx=eyJhbGciOiJub25lIn0",
        "X=ghp_0123456789abcdef",
        "JAVA_OPTS=-Xmx1g -Djavax.net.ssl.keyStorePassword=hunter2",
        "APP_ARGS=--user x --db-password hunter2",
        "CURL_OPTS=-H 'Authorization: Basic eDp5'",
        "BLOB=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
    })
    void what_may_be_a_secret_is_never_shown(String variable) {
        var changes = ConfigDiff.of(config("", Map.of()), config("", Map.of(), variable))
                .changes();
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.before()).isEmpty();
            assertThat(change.after()).isEqualTo("(hidden)");
        });
    }

    @Test
    void a_secret_that_became_harmless_is_not_shown_either() {
        var changes = ConfigDiff.of(config("", Map.of(), "X=ghp_0123456789abcdef"), config("", Map.of(), "X=plain"))
                .changes();
        assertThat(changes.get(0)).isEqualTo(new ConfigDiff.Change("env X", "(hidden)", "(hidden)"));
    }
}

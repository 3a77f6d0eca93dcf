package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Credentials;
import dev.attest.oci.Credentials.Login;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentCredentialsTest {
    private static final Login OTHER = Login.password("file", "x");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOST=r.io;USERNAME=u;PASSWORD=s3:cret | PASSWORD | s3:cret",
                "HOST=r.io;IDENTITY_TOKEN=s3cret | IDENTITY_TOKEN | s3cret",
                "HOST=r.io;TOKEN=s3cret | REGISTRY_TOKEN | s3cret"
            })
    void login_is_for_the_named_registry_and_no_other(String variables, Login.Kind kind, String secret)
            throws Exception {
        Credentials credentials = credentials(variables);
        Login login = credentials.find("r.io", "any/repo").orElseThrow();
        assertThat(login.kind()).isEqualTo(kind);
        assertThat(login.secret()).isEqualTo(secret);
        assertThat(login.toString()).doesNotContain("s3");
        for (String other : new String[] {"r.io:443", "r.io.evil", "evil-r.io", "docker.io"}) {
            assertThat(credentials.find(other, "r.io")).containsSame(OTHER);
        }
    }

    @Test
    void docker_hub_has_one_name() throws Exception {
        Credentials credentials = credentials("HOST=index.docker.io;TOKEN=t");
        assertThat(credentials.find("docker.io", "library/x").orElseThrow().secret())
                .isEqualTo("t");
    }

    @Test
    void nothing_named_is_nothing_changed() throws Exception {
        assertThat(credentials("HOST=r.io").find("r.io", "x")).containsSame(OTHER);
        assertThat(credentials("USERNAME=;PASSWORD=").find("r.io", "x")).containsSame(OTHER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USERNAME=u;PASSWORD=s3cret | ATTEST_REGISTRY_HOST is missing",
                "TOKEN=s3cret | ATTEST_REGISTRY_HOST is missing",
                "HOST=https://r.io;TOKEN=s3cret | ATTEST_REGISTRY_HOST: a registry is named by its host",
                "HOST=r.io;USERNAME=u | a login is",
                "HOST=r.io;PASSWORD=s3cret | a login is",
                "HOST=r.io;USERNAME=u;PASSWORD= | ATTEST_REGISTRY_PASSWORD is empty",
                "HOST=r.io;USERNAME=u;PASSWORD=s3cret;TOKEN=s3cret | a login is",
                "HOST=r.io;IDENTITY_TOKEN=s3cret;TOKEN=s3cret | a login is",
                "HOST=r.io;USERNAME=u:v;PASSWORD=s3cret | has a colon",
                "HOST=r.io;TOKEN=s3cret x | characters that no token has"
            })
    void part_of_a_login_is_refused_without_telling_it(String variables, String message) {
        assertThatThrownBy(() -> credentials(variables))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    private static Credentials credentials(String variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(";")) {
            int equals = variable.indexOf('=');
            environment.put("ATTEST_REGISTRY_" + variable.substring(0, equals), variable.substring(equals + 1));
        }
        return EnvironmentCredentials.of(environment, (registry, repository) -> Optional.of(OTHER));
    }
}

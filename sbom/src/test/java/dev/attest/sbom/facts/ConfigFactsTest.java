package dev.attest.sbom.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.TestImage;
import dev.attest.sbom.secret.TestSecrets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFactsTest {
    private static TestImage image() {
        return new TestImage().layer();
    }

    private static List<Map<String, String>> conditions(TestImage image, FactKind kind) throws Exception {
        return image.scan().facts().present(kind).stream().map(Fact::conditions).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NODE_ENV=development|NODE_ENV=development",
                "ASPNETCORE_ENVIRONMENT=Development|ASPNETCORE_ENVIRONMENT=development",
                "RAILS_ENV=development|RAILS_ENV=development",
                "GIN_MODE=debug|GIN_MODE=debug",
                "DEBUG=*|DEBUG",
                "DEBUG=1|DEBUG",
                "FLASK_DEBUG=true|FLASK_DEBUG",
                "JPDA_ADDRESS=8000|JPDA_ADDRESS",
                "NODE_OPTIONS=--max-old-space-size=1 --inspect=0.0.0.0:9229|NODE_OPTIONS: --inspect",
                "JAVA_TOOL_OPTIONS=-Dx=secret -agentlib:jdwp=transport=dt_socket|JAVA_TOOL_OPTIONS: -agentlib:jdwp",
                "JAVA_OPTS=-Xdebug|JAVA_OPTS: -Xdebug"
            })
    void switch_in_a_variable_is_found(String variable, String stated) throws Exception {
        assertThat(conditions(image().env("PATH=/bin", variable), FactKind.DEBUG_SWITCH))
                .containsExactly(Map.of("where", "env", "switch", stated));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NODE_ENV=production",
                "DEBUG=0",
                "DEBUG=",
                "DEBUG=false",
                "DEBUG_COLORS=1",
                "GIN_MODE=release",
                "NODE_OPTIONS=--inspector-free",
                "JAVA_TOOL_OPTIONS=-Dagentlib:jdwp",
                "NO_EQUALS",
                "=x"
            })
    void other_variable_is_no_switch(String variable) throws Exception {
        assertThat(image().env(variable).scan().facts().isAbsent(FactKind.DEBUG_SWITCH))
                .isTrue();
    }

    @Test
    void switch_in_what_is_started_is_found() throws Exception {
        assertThat(conditions(image().entrypoint("sh", "-c", "exec node '--inspect-brk' a.js"), FactKind.DEBUG_SWITCH))
                .containsExactly(Map.of("where", "entrypoint", "switch", "--inspect-brk"));
        assertThat(conditions(image().entrypoint("/go/bin/dlv", "exec", "/app"), FactKind.DEBUG_SWITCH))
                .containsExactly(Map.of("where", "entrypoint", "switch", "dlv"));
        assertThat(conditions(image().entrypoint("uvicorn", "a:b", "--reload"), FactKind.DEBUG_SWITCH))
                .containsExactly(Map.of("where", "entrypoint", "switch", "--reload"));
        assertThat(conditions(image().entrypoint("/app", "dlv", "--reload-later"), FactKind.DEBUG_SWITCH))
                .isEmpty();
    }

    @Test
    void start_is_described() throws Exception {
        assertThat(image().scan().facts().isAbsent(FactKind.START_COMMAND)).isTrue();
        assertThat(conditions(image().entrypoint("/bin/sh", "-c", "x"), FactKind.SHELL_START))
                .containsExactly(Map.of("shell", "sh", "form", "command"));
        assertThat(conditions(image().entrypoint("bash", "/start"), FactKind.SHELL_START))
                .containsExactly(Map.of("shell", "bash", "form", "script"));
        ImageFacts facts = image().entrypoint("/app", "sh").scan().facts();
        assertThat(facts.isAbsent(FactKind.SHELL_START)).isTrue();
        assertThat(facts.present(FactKind.START_COMMAND)).hasSize(1);
    }

    @Test
    void ports_volumes_and_health_check_are_stated() throws Exception {
        var image = image().ports("22/tcp", "8080/tcp", "80", "1023-2000/udp", "x", "99999999999")
                .declarations(List.of("CMD", "/ok"), List.of("/data"), List.of());
        assertThat(conditions(image, FactKind.PRIVILEGED_PORT))
                .containsExactlyInAnyOrder(
                        Map.of("port", "22/tcp", "service", "ssh"),
                        Map.of("port", "80"),
                        Map.of("port", "1023-2000/udp"));
        assertThat(conditions(image, FactKind.VOLUME)).containsExactly(Map.of("path", "/data"));
        assertThat(image.scan().facts().present(FactKind.HEALTHCHECK)).hasSize(1);
        var none = image().declarations(List.of("NONE"), List.of(), List.of());
        assertThat(none.scan().facts().isAbsent(FactKind.HEALTHCHECK)).isTrue();
    }

    @Test
    void base_image_that_a_label_names_is_a_claim() throws Exception {
        assertThat(conditions(
                        image().label("org.opencontainers.image.base.name", "debian:12"), FactKind.BASE_IMAGE_CLAIM))
                .containsExactly(Map.of("name", "debian:12"));
        assertThat(image().scan().facts().isAbsent(FactKind.BASE_IMAGE_CLAIM)).isTrue();
        assertThat(image().scan().facts().present(FactKind.BASE_IMAGE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DB_PASSWORD=hunter2",
                "password='x y'",
                "GITHUB_TOKEN=abc",
                "AWS_SECRET_ACCESS_KEY=abcdef",
                "my.api-key=v"
            })
    void literal_value_of_a_secrets_name_is_a_secret(String variable) throws Exception {
        String name = variable.substring(0, variable.indexOf('='));
        assertThat(conditions(image().env(variable), FactKind.SECRET_IN_CONFIG))
                .containsExactly(Map.of("where", "env", "name", name, "secret", "by its name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DB_PASSWORD=",
                "DB_PASSWORD=$OTHER",
                "DB_PASSWORD_FILE=/run/secrets/db",
                "DB_PASSWORD=/run/secrets/db",
                "TRUSTSTORE_PASSWORD=changeit",
                "GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568",
                "PYTHON_SHA256=0123",
                "TOKENIZER=x",
                "BYPASSWORD=x"
            })
    void other_variable_is_no_secret(String variable) throws Exception {
        assertThat(image().env(variable).scan().facts().isAbsent(FactKind.SECRET_IN_CONFIG))
                .isTrue();
    }

    @Test
    void secret_is_found_by_its_form_wherever_the_configuration_has_it() throws Exception {
        String token = TestSecrets.gitHub();
        var image = image().env("A=" + token)
                .label("l", token)
                .entrypoint("/app", "--key=" + token)
                .declarations(
                        List.of(),
                        List.of(),
                        List.of("COPY a", "|1 NPM_TOKEN=abc /bin/sh -c npm ci", "RUN x " + token));
        assertThat(conditions(image, FactKind.SECRET_IN_CONFIG))
                .containsExactlyInAnyOrder(
                        Map.of("where", "env", "name", "A", "secret", "github-token"),
                        Map.of("where", "label", "name", "l", "secret", "github-token"),
                        Map.of("where", "entrypoint", "secret", "github-token"),
                        Map.of("where", "history", "step", "1", "name", "NPM_TOKEN", "secret", "by its name"),
                        Map.of("where", "history", "step", "2", "secret", "github-token"));
        assertThat(image.scan().facts().json("1").toString()).doesNotContain(token.substring(5, 15));
        var checked = image().declarations(List.of("CMD-SHELL", "curl -H X:" + token + " x"), List.of(), List.of());
        assertThat(conditions(checked, FactKind.SECRET_IN_CONFIG))
                .containsExactly(Map.of("where", "healthcheck", "secret", "github-token"));
        var named = image().env(token + "=x");
        assertThat(conditions(named, FactKind.SECRET_IN_CONFIG))
                .containsExactly(Map.of("where", "env", "secret", "github-token"));
    }

    @Test
    void huge_variables_are_looked_through() throws Exception {
        var image = image().env("A=" + "PASSWORD=x ".repeat(200_000), "B_TOKEN=" + "x".repeat(2_000_000));
        assertThat(conditions(image, FactKind.SECRET_IN_CONFIG))
                .containsExactly(Map.of("where", "env", "name", "B_TOKEN", "secret", "by its name"));
    }
}

package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.LayoutBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryOptionsTest {
    @TempDir
    Path work;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--registry-mirror a.io | | --registry-mirror: a mirror is written HOST",
                " | MIRRORS=a.io | ATTEST_REGISTRY_MIRRORS: a mirror is written HOST",
                "--plain-http-host http://a.io | | --plain-http-host: a registry is named by its host",
                " | PLAIN_HTTP_HOSTS=a.io,b/c | ATTEST_REGISTRY_PLAIN_HTTP_HOSTS: a registry is named by its host",
                "--registry-client-certificate x | | go together",
                "--registry-client-key x | | go together",
                " | CLIENT_KEY=x | go together",
                "--registry-ca WORK/text | | text has no certificate",
                " | CA=WORK/text | text has no certificate",
                "--registry-client-certificate WORK/text --registry-client-key WORK/text | | has 0 private keys",
                " | HOST=r.io | nothing says how to log in there",
                " | HOST=r.io;USERNAME=;PASSWORD= | nothing says how to log in there",
                " | HOST=r.io;USERNAME=u | a login is ATTEST_REGISTRY_USERNAME with",
                " | TOKEN=s3cret | ATTEST_REGISTRY_HOST is missing",
                " | HOST=r.io;USERNAME=u;PASSWORD=s3cret;TOKEN=s3cret | a login is"
            })
    void that_do_not_fit_end_in_usage(@Nullable String options, @Nullable String variables, String words)
            throws IOException {
        Files.writeString(work.resolve("text"), "nothing\n");
        Cli.Result result = run(variables, "127.0.0.1:1/team/app:1", options);
        result.failsWith(2, words);
        assertFalse(result.err().contains("s3cret"), result.err());
    }

    @Test
    void missing_file_is_named() {
        run(null, "127.0.0.1:1/team/app:1", "--registry-ca WORK/absent").failsWith(3, "absent");
    }

    @Test
    void nothing_of_it_matters_where_there_is_no_registry() {
        Cli.run(Map.of("ATTEST_REGISTRY_HOST", "r.io"), "inspect", Cli.good(work.resolve("image")))
                .ends(0);
    }

    @Test
    void login_of_the_environment_is_used_at_its_registry_alone() throws Exception {
        try (FakeRegistry registry = registry(Habit.TOKEN)) {
            String login = "USERNAME=" + FakeRegistry.USER + ";PASSWORD=" + FakeRegistry.PASSWORD + ";HOST=";
            String image = registry.host() + "/team/app:latest";
            run(login + registry.host(), image, "").ends(0);
            Cli.Result elsewhere = run(login + "r.example", image, "");
            elsewhere.failsWith(3, "refuses access");
            assertFalse(elsewhere.err().contains(FakeRegistry.PASSWORD), elsewhere.err());
        }
    }

    @Test
    void option_comes_before_the_environment() throws Exception {
        try (FakeRegistry registry = registry();
                FakeRegistry mirror = registry()) {
            String rule = registry.host() + "=" + mirror.host();
            run("MIRRORS=a.io=b.io," + rule, registry.host() + "/team/app:latest", "")
                    .ends(0);
            int asked = mirror.requests().size();
            assertTrue(asked > 0, "the mirror is asked");
            run("MIRRORS=" + rule, registry.host() + "/team/app:latest", "--registry-mirror a.io=b.io")
                    .ends(0);
            assertTrue(mirror.requests().size() == asked, "and then not");
        }
    }

    @Test
    void mirror_that_fails_is_told() throws Exception {
        try (FakeRegistry registry = registry()) {
            Cli.Result result = run(
                    null,
                    registry.host() + "/team/app:latest",
                    "--registry-mirror " + registry.host() + "=127.0.0.1:1");
            result.ends(0);
            assertTrue(
                    result.err().contains("warning: mirror 127.0.0.1:1/team/app is not asked any more"), result.err());
        }
    }

    private FakeRegistry registry(Habit... habits) throws IOException {
        Path layout = work.resolve("layout");
        String digest = LayoutBuilder.image(layout, Cli.goodLayer());
        FakeRegistry registry = FakeRegistry.start(habits);
        registry.load(layout, "latest", digest);
        return registry;
    }

    private Cli.Result run(@Nullable String variables, String image, @Nullable String options) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables == null ? new String[0] : variables.split(";")) {
            int equals = variable.indexOf('=');
            String value = variable.substring(equals + 1).replace("WORK", work.toString());
            environment.put("ATTEST_REGISTRY_" + variable.substring(0, equals), value);
        }
        Stream<String> more = options == null || options.isEmpty() ? Stream.of() : Stream.of(options.split(" "));
        List<String> arguments = Stream.concat(Stream.of("inspect", image), more)
                .map(argument -> argument.replace("WORK", work.toString()))
                .toList();
        return Cli.run(environment, arguments.toArray(String[]::new));
    }
}

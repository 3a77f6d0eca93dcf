package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.json.JsonObject;
import dev.attest.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code attest trust}, and what a command gets that names such a trust. */
class TrustCommandTest {
    @TempDir
    Path work;

    private byte[] trustedRoot = new byte[0];
    private TufServer server;

    @BeforeEach
    void serve() throws Exception {
        Cli.run("local", "init", "--local-dir", work.resolve("sigstore").toString())
                .ends(0);
        trustedRoot = Files.readAllBytes(work.resolve("sigstore/trusted_root.json"));
        byte[] config = ("{\"mediaType\":\"application/vnd.dev.sigstore.signingconfig.v0.2+json\","
                        + "\"caUrls\":[{\"url\":\"https://ca.example\",\"majorApiVersion\":1,"
                        + "\"validFor\":{\"start\":\"2024-01-01T00:00:00Z\"},\"operator\":\"example\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        server = new TufServer(Map.of("trusted_root.json", trustedRoot, "signing_config.v0.2.json", config));
        Files.write(work.resolve("root.json"), server.root());
        Files.writeString(work.resolve("text"), "not what is wanted\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Cli.Result trust(String line) {
        String whole = "trust " + line + " --trust-dir WORK/trust";
        return Cli.run(whole.replace("MIRROR", server.address())
                .replace("SHA256", TufServer.sha256(server.root()))
                .replace("WORK", work.toString())
                .split(" "));
    }

    @Test
    void a_trust_is_begun_renewed_and_shown() throws Exception {
        Cli.Result begun = trust("init ours --mirror MIRROR --root WORK/root.json --root-sha256 SHA256")
                .ends(0);
        String digest = "sha256:" + TufServer.sha256(trustedRoot);
        assertTrue(begun.out().contains("mirror        " + server.address()), begun.out());
        assertTrue(begun.out().contains("began with    root sha256:" + TufServer.sha256(server.root())), begun.out());
        assertTrue(begun.out().contains("trusted_root  " + digest), begun.out());
        assertTrue(begun.out().contains("timestamp     version 1, expires "), begun.out());
        assertTrue(begun.out().contains("authority     "), begun.out());

        server.publish();
        assertTrue(trust("show ours").ends(0).out().contains("timestamp     version 1,"));
        assertTrue(trust("update ours").ends(0).out().contains("timestamp     version 2,"));

        int before = server.requests.get();
        Cli.Result shown = trust("show ours --format json").ends(0);
        assertEquals(before, server.requests.get(), "showing asks nobody");
        Schemas.holds("trust", shown.out());
        JsonObject json = StrictJson.parseObject(shown.out().getBytes(StandardCharsets.UTF_8), "trust");
        assertEquals(TufServer.sha256(trustedRoot), json.object("trustedRoot").text("sha256"));
        assertEquals(2, json.object("roles").object("targets").integer("version"));
        assertFalse(json.object("roles").object("root").flag("expired"));
        assertEquals(2, json.object("trustedRoot").objects("tlogs").size());
    }

    @Test
    void init_again_with_the_same_root_changes_nothing_and_with_another_is_refused() throws Exception {
        trust("init ours --mirror MIRROR --root WORK/root.json").ends(0);
        trust("init ours --mirror MIRROR --root WORK/root.json").ends(0);
        try (var other = new TufServer(Map.of())) {
            Files.write(work.resolve("other.json"), other.root());
            trust("init ours --mirror MIRROR --root WORK/other.json").failsWith(3, "began with the mirror");
        }
    }

    @Test
    void a_repository_that_refuses_or_fails_ends_in_one_line() throws Exception {
        trust("init ours --mirror MIRROR --root WORK/root.json").ends(0);
        byte[] timestamp = server.files.put("/timestamp.json", "{}".getBytes(StandardCharsets.UTF_8));
        trust("update ours").failsWith(3, "trust ours, timestamp.json");
        server.files.remove("/timestamp.json");
        trust("update ours").failsWith(3, "answered 404");
        trust("show ours").ends(0);
        server.files.put("/timestamp.json", timestamp);
        trust("update ours").ends(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show ours | 3 | `attest trust init ours --mirror URL --root FILE`",
                "update ours | 3 | there is no trust ours",
                "show public | 3 | update it once with the network",
                "init ours | 2 | --mirror URL and --root FILE",
                "init ours --mirror MIRROR | 2 | go together",
                "init ours --root WORK/root.json | 2 | go together",
                "init --root-sha256 SHA256 | 2 | go together",
                "init --mirror MIRROR --root WORK/root.json | 2 | give this trust a name of its own",
                "init ours --mirror http://tuf.example --root WORK/root.json | 2 | --mirror: an https URL",
                "init ours --mirror https://tuf.example?x=y --root WORK/root.json | 2 | --mirror: ",
                "init ours --mirror MIRROR --root WORK/root.json --root-sha256 SHA | 2 | 64 hex digits",
                "init ours --mirror MIRROR --root WORK/sigstore/trusted_root.json | 3 | root.json",
                "init ours --mirror MIRROR --root WORK/text | 3 | root.json: not JSON",
                "init ours --mirror MIRROR --root WORK/none | 3 | no such file",
                "init ours --mirror MIRROR --root WORK | 3 | is a folder",
                "init ../ours --mirror MIRROR --root WORK/root.json | 2 | letters, digits",
                "show .. | 2 | letters, digits",
                "show | 3 | nothing complete is in the cache"
            })
    void what_cannot_be_done_is_said_in_one_line(String line, int code, String words) {
        trust(line).failsWith(code, words);
    }

    @Test
    void a_root_of_another_digest_begins_nothing() {
        trust("init ours --mirror MIRROR --root WORK/root.json --root-sha256 " + "0".repeat(64))
                .failsWith(3, "its sha256 is " + TufServer.sha256(server.root()));
        assertFalse(Files.exists(work.resolve("trust/ours")));
    }

    @Test
    void trust_alone_says_what_to_say() {
        Cli.run("trust").failsWith(2, "say init, update or show");
    }

    @Test
    void the_folder_is_that_of_xdg_unless_it_is_named() {
        Path data = work.resolve("data");
        Cli.run(
                        Map.of("XDG_DATA_HOME", data.toString()),
                        ("trust init ours --mirror " + server.address() + " --root " + work.resolve("root.json"))
                                .split(" "))
                .ends(0);
        assertTrue(Files.exists(data.resolve("attest/tuf/ours/metadata/root.json")));
        Cli.run(
                        Map.of("HOME", work.toString()),
                        ("trust init ours --mirror " + server.address() + " --root " + work.resolve("root.json"))
                                .split(" "))
                .ends(0);
        assertTrue(Files.exists(work.resolve(".local/share/attest/tuf/ours/metadata/root.json")));
    }

    private TufTrust named(@Nullable String age, boolean offline, Duration later) throws IOException {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Clock clock = Clock.fixed(Clock.systemUTC().instant().plus(later), ZoneOffset.UTC);
        try (var wiring = new Wiring(Map.of(), clock, new Console(nowhere, nowhere))) {
            return TufTrust.named(TufOptions.of("tuf:ours", work.resolve("trust"), age, offline), wiring)
                    .orElseThrow();
        }
    }

    @Test
    void a_command_gets_root_and_signing_config_from_what_is_kept() throws Exception {
        trust("init ours --mirror MIRROR --root WORK/root.json").ends(0);
        int before = server.requests.get();
        TufTrust trust = named(null, false, Duration.ofHours(23));
        assertEquals(before, server.requests.get());
        assertArrayEquals(trustedRoot, trust.trustedRoot());
        assertEquals(TufServer.sha256(trustedRoot), trust.root().sha256());
        assertEquals("tuf:ours, targets version 1, checked 23 h ago", trust.description());
        assertThrows(IOException.class, () -> trust.signingConfig(true));
        assertEquals(0, trust.signingConfig(false).identityProviders().size());

        named(null, false, Duration.ofHours(25));
        assertTrue(server.requests.get() > before, "a day later the repository is asked");
    }

    @Test
    void offline_nothing_is_asked_and_age_and_expiry_count() throws Exception {
        trust("init ours --mirror MIRROR --root WORK/root.json").ends(0);
        int before = server.requests.get();
        named(null, true, Duration.ofDays(2));
        named("3d", true, Duration.ofDays(2));
        assertThrows(IOException.class, () -> named("1d", true, Duration.ofDays(2)));
        String expired = String.valueOf(assertThrows(IOException.class, () -> named(null, true, Duration.ofDays(4)))
                .getMessage());
        assertTrue(expired.contains("expired at"), expired);
        assertTrue(expired.contains("attest trust update ours"), expired);
        assertEquals(before, server.requests.get());
    }

    @ParameterizedTest
    @CsvSource({"file:x, 1d, --trust", "tuf:, 1d, letters", "tuf:a/b, 1d, letters", "tuf:ours, soon, --trust-max-age"})
    void options_that_say_nothing_are_usage_errors(String trust, String age, String words) {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        try (var wiring = new Wiring(Map.of(), Clock.systemUTC(), new Console(nowhere, nowhere))) {
            var error = assertThrows(
                    UsageException.class, () -> TufTrust.named(TufOptions.of(trust, work, age, true), wiring));
            assertTrue(String.valueOf(error.getMessage()).contains(words), error.getMessage());
        }
    }

    @Test
    void the_conformance_protocol_is_spoken() throws Exception {
        Path metadata = Files.createDirectory(work.resolve("metadata"));
        Path targets = Files.createDirectory(work.resolve("targets"));
        String[] common = {"trust", "tuf-client", "--metadata-dir", metadata.toString()};
        Cli.run(with(common, "init", work.resolve("root.json").toString())).ends(0);
        String[] online = with(common, "--metadata-url", server.address());
        Cli.run(with(online, "refresh")).ends(0);
        assertTrue(Files.exists(metadata.resolve("timestamp.json")));
        String[] download =
                with(online, "--target-base-url", server.address() + "/targets", "--target-dir", targets.toString());
        Cli.run(with(download, "--target-name", "trusted_root.json", "download"))
                .ends(0);
        assertArrayEquals(trustedRoot, Files.readAllBytes(targets.resolve("trusted_root.json")));
        Cli.run(with(download, "--target-name", "none", "download")).failsWith(1, "NO_TARGET");
        server.files.remove("/timestamp.json");
        Cli.run(with(online, "refresh")).failsWith(1, "answered 404");
    }

    private static String[] with(String[] arguments, String... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(arguments), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }
}

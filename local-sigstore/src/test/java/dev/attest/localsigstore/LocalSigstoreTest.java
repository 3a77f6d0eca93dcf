package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSigstoreTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00.123Z"), ZoneOffset.UTC);
    private static final String ENTRIES = "/api/v1/log/entries";

    private final KeyPair key = Client.ecdsa("secp256r1");
    private Path folder;

    @BeforeEach
    void choose(@TempDir Path temporary) {
        folder = temporary.resolve("a/state");
    }

    @Test
    void first_use_makes_a_private_folder_with_private_files() throws Exception {
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            log(new Client(running.uri()), "{}");
            assertThat(permissions(folder)).isEqualTo("rwx------");
            try (var files = Files.list(folder)) {
                assertThat(files).hasSize(6).allSatisfy(file -> assertThat(permissions(file))
                        .isEqualTo("rw-------"));
            }
            assertThat(Files.readAllBytes(folder.resolve("signing_config.json")))
                    .isEqualTo(running.signingConfig());
        }
        assertThat(folder.resolve("signing_config.json")).doesNotExist();
    }

    @Test
    void trusted_root_is_on_disk_and_stays_the_same() throws Exception {
        byte[] first = LocalSigstore.open(folder, CLOCK).trustedRoot();
        assertThat(LocalSigstore.readTrustedRoot(folder)).isEqualTo(first);
        Files.delete(folder.resolve("trusted_root.json"));
        var later = Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);
        assertThat(LocalSigstore.open(folder, later).trustedRoot()).isEqualTo(first);
        assertThat(LocalSigstore.readTrustedRoot(folder)).isEqualTo(first);
        JsonNode root = Client.JSON.readTree(first);
        assertThat(root.path("tlogs")
                        .get(0)
                        .path("publicKey")
                        .path("validFor")
                        .path("start")
                        .asText())
                .isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void signing_config_names_every_service() throws Exception {
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            JsonNode config = Client.JSON.readTree(running.signingConfig());
            String base = running.uri().toString();
            assertThat(config.path("mediaType").asText())
                    .isEqualTo("application/vnd.dev.sigstore.signingconfig.v0.2+json");
            assertThat(config.path("caUrls").get(0).path("url").asText()).isEqualTo(base);
            assertThat(config.path("rekorTlogUrls")
                            .get(0)
                            .path("majorApiVersion")
                            .asInt())
                    .isEqualTo(1);
            assertThat(config.path("tsaUrls").get(0).path("url").asText()).isEqualTo(base + "/api/v1/timestamp");
            assertThat(config.path("tsaConfig").path("selector").asText()).isEqualTo("ANY");
        }
    }

    @Test
    void signing_config_leads_to_the_wanted_log() throws Exception {
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0, RekorVersion.V2)) {
            JsonNode logs = Client.JSON.readTree(running.signingConfig()).path("rekorTlogUrls");
            assertThat(logs.findValuesAsText("majorApiVersion")).containsExactly("2", "1");
            assertThat(logs.findValuesAsText("url")).containsOnly(running.uri().toString());
            assertThat(Files.readAllBytes(folder.resolve("signing_config.json")))
                    .isEqualTo(running.signingConfig())
                    .isEqualTo(running.signingConfig(RekorVersion.V2));
            assertThat(Client.JSON
                            .readTree(running.signingConfig(RekorVersion.V1))
                            .path("rekorTlogUrls")
                            .findValuesAsText("majorApiVersion"))
                    .containsExactly("1");
        }
        assertThat(folder.resolve("signing_config.json")).doesNotExist();
    }

    @Test
    void a_folder_of_yesterday_gains_rekor_v2_and_keeps_what_it_had() throws Exception {
        JsonNode old;
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            old = log(new Client(running.uri()), "{\"n\":1}");
        }
        Path authority = folder.resolve("authority.json");
        ObjectNode state = (ObjectNode) Client.JSON.readTree(authority.toFile());
        ((ObjectNode) state.path("keys")).remove("rekor_v2");
        Files.write(authority, Client.JSON.writeValueAsBytes(state));
        Files.delete(folder.resolve("log-v2.jsonl"));
        ObjectNode root = (ObjectNode)
                Client.JSON.readTree(folder.resolve("trusted_root.json").toFile());
        ((ArrayNode) root.path("tlogs")).remove(1);
        Files.write(folder.resolve("trusted_root.json"), Client.JSON.writeValueAsBytes(root));

        byte[] gained = LocalSigstore.open(folder, CLOCK).trustedRoot();

        ObjectNode now = (ObjectNode) Client.JSON.readTree(gained);
        assertThat(now.path("tlogs")).hasSize(2);
        ((ArrayNode) now.path("tlogs")).remove(1);
        assertThat(now).isEqualTo(root);
        assertThat(LocalSigstore.readTrustedRoot(folder)).isEqualTo(gained);
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            assertThat(sigstore.trustedRoot()).isEqualTo(gained);
            var client = new Client(running.uri());
            LogProof.check(old, LogProof.logKey(gained));
            LogProof.check(log(client, "{\"n\":2}"), LogProof.logKey(gained));
            String checkpoint = new String(client.get("/api/v2/checkpoint").body(), UTF_8);
            new TiledProof(gained).checkCheckpoint(checkpoint, 0, LogProof.sha256());
        }
    }

    @Test
    void a_second_log_without_its_key_is_not_started_anew() throws Exception {
        LocalSigstore.open(folder, CLOCK).close();
        Path authority = folder.resolve("authority.json");
        ObjectNode state = (ObjectNode) Client.JSON.readTree(authority.toFile());
        ((ObjectNode) state.path("keys")).remove("rekor_v2");
        Files.write(authority, Client.JSON.writeValueAsBytes(state));
        Files.writeString(folder.resolve("log-v2.jsonl"), "{}\n");

        assertThatThrownBy(() -> LocalSigstore.open(folder, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("log-v2.jsonl has entries, but the keys");
    }

    @Test
    void a_second_log_whose_keys_do_not_belong_together_logs_nothing() throws Exception {
        LocalSigstore.open(folder, CLOCK).close();
        Path authority = folder.resolve("authority.json");
        ObjectNode state = (ObjectNode) Client.JSON.readTree(authority.toFile());
        ((ObjectNode) state.at("/keys/rekor_v2"))
                .put(
                        "publicKey",
                        Client.base64(Client.pair("Ed25519").getPublic().getEncoded()));
        Files.write(authority, Client.JSON.writeValueAsBytes(state));

        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            var client = new Client(running.uri());
            for (int i = 0; i < 2; i++) {
                var checkpoint = client.get("/api/v2/checkpoint");
                assertThat(checkpoint.statusCode()).isEqualTo(500);
                assertThat(new String(checkpoint.body(), UTF_8)).contains("does not belong to its public key");
            }
        }
    }

    @Test
    void restart_keeps_log_and_keys() throws Exception {
        JsonNode old;
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            old = log(new Client(running.uri()), "{\"n\":1}");
        }
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            var client = new Client(running.uri());
            JsonNode next = log(client, "{\"n\":2}");
            PublicKey logKey = LogProof.logKey(sigstore.trustedRoot());
            LogProof.check(old, logKey);
            LogProof.check(next, logKey);
            assertThat(next.path("logIndex").asInt()).isEqualTo(1);
            JsonNode again =
                    Client.json(client.get(ENTRIES + "?logIndex=0")).elements().next();
            assertThat(again.path("body")).isEqualTo(old.path("body"));
            LogProof.check(again, logKey);
        }
    }

    @Test
    void line_that_a_crash_left_unfinished_is_cut_off() throws Exception {
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            var client = new Client(running.uri());
            log(client, "{\"n\":1}");
            byte[] whole = Files.readAllBytes(folder.resolve("log.jsonl"));
            Files.writeString(
                    folder.resolve("log.jsonl"), "{\"body\":\"" + "abc".repeat(4000), StandardOpenOption.APPEND);
            JsonNode next = log(client, "{\"n\":2}");
            assertThat(next.path("logIndex").asInt()).isEqualTo(1);
            LogProof.check(next, LogProof.logKey(sigstore.trustedRoot()));
            assertThat(Files.readString(folder.resolve("log.jsonl")))
                    .startsWith(new String(whole, UTF_8))
                    .doesNotContain("abcabc");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"body", "time", "root", "text", "shorter"})
    void damaged_log_is_an_error_and_never_a_new_tree(String damage) throws Exception {
        Path file = folder.resolve("log.jsonl");
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            var client = new Client(running.uri());
            log(client, "{\"n\":1}");
            String line = Files.readString(file);
            try (var other = LocalSigstore.open(folder, CLOCK);
                    var otherRunning = other.start(0)) {
                switch (damage) {
                    case "body" ->
                        Files.writeString(file, line.replaceFirst("\"body\":\"[^\"]*\"", "\"body\":\"e30=\""));
                    case "time" ->
                        Files.writeString(
                                file, line.replaceFirst("\"integratedTime\":[0-9]+", "\"integratedTime\":\"\""));
                    case "root" ->
                        Files.writeString(file, line.replaceFirst("\"rootHash\":\"[^\"]*\"", "\"rootHash\":\"x\""));
                    case "text" -> Files.writeString(file, "nothing\n");
                    default -> Files.writeString(file, "");
                }
                var damaged = damage.equals("shorter") ? client : new Client(otherRunning.uri());
                var answer = damaged.postJson(ENTRIES, Client.signedDsse("{\"n\":2}", key, Client.publicPem(key)));
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(Client.json(answer).path("message").asText())
                        .contains("log.jsonl")
                        .containsAnyOf("line 1 is damaged", "became shorter");
            }
        }
    }

    @Test
    void state_that_others_could_read_is_tightened() throws Exception {
        LocalSigstore.open(folder, CLOCK).close();
        Path keys = folder.resolve("authority.json");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        LocalSigstore.open(folder, CLOCK).close();
        assertThat(permissions(keys)).isEqualTo("rw-------");
        assertThat(permissions(folder)).isEqualTo("rwx------");
    }

    @Test
    void folder_with_other_things_keeps_its_permissions_unless_others_may_write() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        LocalSigstore.open(folder, CLOCK).close();
        Files.delete(folder.resolve("authority.json"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThatThrownBy(() -> LocalSigstore.open(folder, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can be written by other users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authority.json", "trusted_root.json", "lock", "log.jsonl"})
    void symbolic_links_in_the_folder_are_refused(String name) throws Exception {
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            log(new Client(running.uri()), "{}");
        }
        Path moved = folder.resolveSibling("elsewhere");
        Files.move(folder.resolve(name), moved);
        Files.createSymbolicLink(folder.resolve(name), moved);
        if (name.equals("log.jsonl")) {
            try (var sigstore = LocalSigstore.open(folder, CLOCK);
                    var running = sigstore.start(0)) {
                assertThat(new Client(running.uri()).get("/api/v1/log").statusCode())
                        .isEqualTo(500);
            }
        } else {
            assertThatThrownBy(() -> LocalSigstore.open(folder, CLOCK)).isInstanceOf(IOException.class);
        }
        if (name.equals("trusted_root.json")) {
            assertThatThrownBy(() -> LocalSigstore.readTrustedRoot(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("symbolic link");
        }
    }

    @Test
    void folder_that_is_no_folder_is_refused() throws Exception {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "a file");
        assertThatThrownBy(() -> LocalSigstore.open(folder, CLOCK)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> LocalSigstore.readTrustedRoot(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void files_of_another_user_are_refused() throws Exception {
        assertThatThrownBy(() -> PrivateFiles.requireOwner(folder, 1000, 1001))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to user id 1000");
        PrivateFiles.requireOwner(folder, 1000, 1000);
    }

    @Test
    void trusted_root_that_others_may_write_is_refused() throws Exception {
        LocalSigstore.open(folder, CLOCK).close();
        Path root = folder.resolve("trusted_root.json");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThatThrownBy(() -> LocalSigstore.readTrustedRoot(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod go-w");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(LocalSigstore.readTrustedRoot(folder)).isNotEmpty();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> LocalSigstore.readTrustedRoot(folder)).hasMessageContaining("chmod go-w");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.delete(root);
        assertThatThrownBy(() -> LocalSigstore.readTrustedRoot(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void lost_log_is_an_error_and_never_a_second_tree() throws Exception {
        LocalSigstore.open(folder, CLOCK).close();
        Files.delete(folder.resolve("log.jsonl"));
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            var answer = new Client(running.uri()).get("/api/v1/log");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(Client.json(answer).path("message").asText()).contains("is missing");
        }
    }

    @Test
    void log_whose_keys_are_gone_is_not_taken_over() throws Exception {
        try (var sigstore = LocalSigstore.open(folder, CLOCK);
                var running = sigstore.start(0)) {
            log(new Client(running.uri()), "{}");
        }
        Files.delete(folder.resolve("authority.json"));
        assertThatThrownBy(() -> LocalSigstore.open(folder, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the keys that signed them are gone");
    }

    @Test
    void folder_may_be_reached_by_a_link() throws Exception {
        LocalSigstore.open(folder, CLOCK).close();
        Path link = Files.createSymbolicLink(folder.resolveSibling("link"), folder);
        assertThat(LocalSigstore.open(link, CLOCK).trustedRoot()).isEqualTo(LocalSigstore.readTrustedRoot(link));
    }

    @Test
    void signing_config_of_another_server_is_left_alone() throws Exception {
        try (var sigstore = LocalSigstore.open(folder, CLOCK)) {
            var first = sigstore.start(0);
            try (var second = sigstore.start(0)) {
                first.close();
                assertThat(Files.readAllBytes(folder.resolve("signing_config.json")))
                        .isEqualTo(second.signingConfig());
            }
        }
    }

    private JsonNode log(Client client, String payload) throws Exception {
        var response = client.postJson(ENTRIES, Client.signedDsse(payload, key, Client.publicPem(key)));
        assertThat(response.statusCode()).isEqualTo(201);
        return Client.json(response).elements().next();
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

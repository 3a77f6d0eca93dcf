package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.TufException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every attack that the workflow (§5) is there for, beside the honest repository that differs from it by just that. */
class TufAttackTest {
    @TempDir
    Path folder;

    private TestRepository repository;
    private TufClient client;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        client = repository.client(folder);
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private TufState accepted() throws Exception {
        return client.view(CachePolicy.ask()).state();
    }

    private TufException refused(Check check) throws Exception {
        TufException refusal = catchThrowableOfType(TufException.class, () -> client.view(CachePolicy.ask()));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.check()).as(refusal.getMessage()).isEqualTo(check);
        return refusal;
    }

    private String kept(String role) throws Exception {
        return TufCache.in(folder)
                .read(role, Limits.TARGETS)
                .map(file ->
                        TestRepository.parse(file).get("signed").get("version").asText())
                .orElse("none");
    }

    @Test
    void an_honest_repository_is_followed_role_by_role() throws Exception {
        assertThat(accepted().root().version()).isEqualTo(1);
        assertThat(repository.requests)
                .containsExactly("/2.root.json", "/timestamp.json", "/1.snapshot.json", "/1.targets.json");

        repository.publish("root", "root", "targets", "snapshot", "timestamp");
        TufState state = accepted();

        assertThat(state.root().version()).isEqualTo(3);
        assertThat(state.timestamp().version()).isEqualTo(2);
        assertThat(state.snapshot().version()).isEqualTo(2);
        assertThat(state.targets().version()).isEqualTo(2);
        assertThat(state.checked()).isEqualTo(TestRepository.NOW);
    }

    @Test
    void what_has_not_changed_is_not_fetched_again() throws Exception {
        accepted();
        repository.requests.clear();
        accepted();
        assertThat(repository.requests).containsExactly("/2.root.json", "/timestamp.json");
    }

    @Test
    void a_repository_without_consistent_snapshots_is_followed_by_plain_names() throws Exception {
        try (var plain = new TestRepository(false)) {
            plain.target("targets", "a/b.txt", "content");
            plain.publish("targets", "snapshot", "timestamp");
            TufView view = plain.client(folder.resolve("plain")).view(CachePolicy.ask());

            assertThat(view.target("a/b.txt")).isEqualTo("content".getBytes(StandardCharsets.UTF_8));
            assertThat(plain.requests)
                    .containsExactly(
                            "/2.root.json", "/timestamp.json", "/snapshot.json", "/targets.json", "/targets/a/b.txt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "snapshot", "targets"})
    void a_role_that_nobody_of_it_signed_is_refused(String role) throws Exception {
        repository.signers.put(role, List.of(TestKey.of("ed25519", role + "-key")));
        repository.publish("targets", "snapshot", "timestamp");

        assertThat(refused(Check.SIGNATURES)).hasMessageStartingWith(role + ".json: signed by 0 of the 1");
        assertThat(kept(role)).isEqualTo("none");
    }

    @Test
    void an_older_timestamp_is_a_rollback() throws Exception {
        byte[] first = repository.file("/timestamp.json");
        repository.publish("timestamp");
        accepted();
        repository.files.put("/timestamp.json", first);

        refused(Check.ROLLBACK);
        assertThat(kept("timestamp")).isEqualTo("2");
    }

    @Test
    void a_timestamp_of_the_same_version_cannot_say_anything_else() throws Exception {
        accepted();
        repository.publish("snapshot");
        repository.signed("timestamp").put("version", 0);
        repository.publish("timestamp");

        assertThat(accepted().snapshot().version()).isEqualTo(1);
    }

    @Test
    void an_older_snapshot_in_a_newer_timestamp_is_a_rollback() throws Exception {
        repository.publish("snapshot", "timestamp");
        accepted();
        repository.signed("snapshot").put("version", 0);
        repository.publish("snapshot", "timestamp");

        refused(Check.ROLLBACK);
        assertThat(kept("timestamp")).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void older_targets_in_a_newer_snapshot_are_a_rollback(boolean hashes) throws Exception {
        repository.hashes = hashes;
        repository.publish("targets", "snapshot", "timestamp");
        accepted();
        repository.signed("targets").put("version", 0);
        repository.publish("targets", "snapshot", "timestamp");

        refused(Check.ROLLBACK);
        assertThat(kept("snapshot")).isEqualTo("2");
        assertThat(kept("targets")).isEqualTo("2");
    }

    @Test
    void a_delegated_role_must_not_vanish_from_the_snapshot() throws Exception {
        repository.delegate("targets", "release", TestKey.of("ecdsa", "release-key"), "*");
        repository.publish("release", "targets", "snapshot", "timestamp");
        accepted();
        ((ObjectNode) repository.signed("snapshot").get("meta")).remove("release.json");
        repository.publish("snapshot", "timestamp");

        assertThat(refused(Check.ROLLBACK)).hasMessageContaining("release.json");
    }

    @ParameterizedTest
    @CsvSource({"root, timestamp", "timestamp, timestamp", "snapshot, snapshot", "targets, targets"})
    void an_expired_role_is_a_freeze(String role, String notKept) throws Exception {
        repository.expire(role, TestRepository.NOW.plusSeconds(1));
        repository.publish("root", "targets", "snapshot", "timestamp");
        repository.clock.move(Duration.ofMillis(999));
        accepted();

        repository.publish("targets", "snapshot", "timestamp");
        String before = kept(notKept);
        repository.clock.move(Duration.ofMillis(1));
        assertThat(refused(Check.EXPIRED)).hasMessageStartingWith(role + ".json: version ");
        assertThat(kept(notKept)).isEqualTo(before);
    }

    @Test
    void an_expired_root_is_replaced_by_its_successor() throws Exception {
        repository.clock.move(Duration.ofDays(31));
        for (String role : List.of("root", "targets", "snapshot", "timestamp")) {
            repository.expire(role, TestRepository.NOW.plus(Duration.ofDays(60)));
        }
        repository.publish("root", "targets", "snapshot", "timestamp");
        assertThat(accepted().root().version()).isEqualTo(2);
    }

    @Test
    void a_kept_timestamp_that_expires_is_a_freeze_when_nothing_newer_comes() throws Exception {
        accepted();
        repository.clock.move(Duration.ofDays(31));
        repository.expire("root", TestRepository.NOW.plus(Duration.ofDays(60)));
        repository.publish("root");
        assertThat(refused(Check.EXPIRED)).hasMessageStartingWith("timestamp.json");
    }

    @ParameterizedTest
    @CsvSource({"snapshot, 2.snapshot.json", "targets, 2.targets.json"})
    void a_file_of_another_state_is_refused_by_its_hash(String role, String file) throws Exception {
        repository.hashes = true;
        repository.publish("targets", "snapshot", "timestamp");
        byte[] honest = repository.file("/" + file);
        repository.files.put(
                "/" + file,
                TestRepository.envelope(
                        repository.signed(role).deepCopy().put("x", "y"),
                        repository.signers.getOrDefault(role, List.of())));
        TufException refusal = catchThrowableOfType(TufException.class, () -> client.view(CachePolicy.ask()));
        assertThat(refusal.check()).isIn(Check.HASH, Check.LENGTH);

        repository.files.put(
                "/" + file,
                new String(honest, StandardCharsets.UTF_8).replace("  ", "\t ").getBytes(StandardCharsets.UTF_8));
        refused(Check.HASH);

        repository.files.put("/" + file, honest);
        accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot", "targets"})
    void a_file_longer_than_announced_is_refused(String role) throws Exception {
        repository.hashes = true;
        repository.publish("targets", "snapshot", "timestamp");
        String path = repository.path(role, 2);
        repository.files.put(
                path,
                (new String(repository.file(path), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8));
        refused(Check.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot", "targets"})
    void a_version_that_was_not_announced_is_refused(String role) throws Exception {
        repository.publish("targets", "snapshot", "timestamp");
        repository.files.put(repository.path(role, 2), repository.file(repository.path(role, 1)));
        refused(Check.VERSION);
    }

    @Test
    void a_role_of_another_type_is_refused() throws Exception {
        TestKey shared = TestKey.of("ed25519", "shared");
        repository.keys("timestamp", 1, shared);
        repository.keys("snapshot", 1, shared);
        repository.publish("root", "snapshot");
        ObjectNode confused = repository.signed("timestamp").deepCopy();
        confused.put("_type", "snapshot").put("version", 5);
        repository.files.put("/timestamp.json", TestRepository.envelope(confused, List.of(shared)));
        refused(Check.TYPE);

        repository.files.put(
                "/timestamp.json", TestRepository.envelope(confused.put("_type", "timestamp"), List.of(shared)));
        accepted();
    }

    @Test
    void roots_follow_each_other_signed_by_old_and_new_keys() throws Exception {
        TestKey old = repository.signer("root");
        TestKey next = TestKey.of("rsa", "next-root-key");
        repository.keys("root", 1, next);
        repository.signers.put("root", List.of(next));
        repository.publish("root");
        refused(Check.SIGNATURES);
        assertThat(kept("root")).isEqualTo("1");

        repository.root().put("version", 1);
        repository.signers.put("root", List.of(old));
        repository.publish("root");
        refused(Check.SIGNATURES);

        repository.root().put("version", 1);
        repository.signers.put("root", List.of(old, next));
        repository.publish("root");
        assertThat(accepted().root().version()).isEqualTo(2);
    }

    @Test
    void a_root_that_skips_a_version_is_refused() throws Exception {
        repository.root().put("version", 2);
        repository.publish("root");
        assertThat(accepted().root().version()).as("3 is out of reach").isEqualTo(1);

        repository.files.put("/2.root.json", repository.file("/3.root.json"));
        refused(Check.VERSION);
        repository.files.put("/2.root.json", repository.file("/1.root.json"));
        refused(Check.VERSION);
    }

    @Test
    void one_update_follows_only_so_many_roots() throws Exception {
        for (int i = 0; i < Limits.ROTATIONS + 1; i++) {
            repository.publish("root");
        }
        assertThat(accepted().root().version()).isEqualTo(1 + Limits.ROTATIONS);
        assertThat(accepted().root().version()).isEqualTo(2 + Limits.ROTATIONS);
    }

    @Test
    void after_a_rotation_of_the_online_keys_versions_may_begin_again() throws Exception {
        repository.delegate("targets", "release", TestKey.of("ecdsa", "release-key"), "*");
        repository.publish("release");
        for (int i = 0; i < 9; i++) {
            repository.publish("targets", "snapshot", "timestamp");
        }
        accepted();

        repository.keys("snapshot", 1, TestKey.of("ecdsa", "new-snapshot-key"));
        repository.keys("timestamp", 1, TestKey.of("ecdsa", "new-timestamp-key"));
        for (String role : List.of("targets", "snapshot", "timestamp")) {
            repository.signed(role).put("version", 0);
        }
        ((ObjectNode) repository.signed("snapshot").get("meta")).remove("release.json");
        repository.publish("root", "targets", "snapshot", "timestamp");

        TufState state = accepted();
        assertThat(state.timestamp().version()).isEqualTo(1);
        assertThat(state.snapshot().version()).isEqualTo(1);
        assertThat(state.targets().version()).isEqualTo(1);
    }

    @Test
    void a_key_that_joins_is_no_rotation() throws Exception {
        for (int i = 0; i < 3; i++) {
            repository.publish("timestamp");
        }
        accepted();
        TestKey old = repository.signer("timestamp");
        repository.keys("timestamp", 1, old, TestKey.of("ecdsa", "joined"));
        repository.signed("timestamp").put("version", 0);
        repository.publish("root", "timestamp");
        refused(Check.ROLLBACK);
    }

    @Test
    void custom_members_are_signed_as_they_are() throws Exception {
        repository.signed("timestamp").put("x-unicode", "a\"b\\c\n\u00e4\u2028\uD83D\uDE00/");
        repository
                .signed("timestamp")
                .putObject("x-empty")
                .putArray("a")
                .add(1)
                .add(true)
                .addNull();
        repository.publish("timestamp");
        accepted();
    }
}

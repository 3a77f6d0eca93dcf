package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the cache answers, and what it survives. */
class TufCacheTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private TestRepository repository;
    private TufClient client;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        repository.target("targets", "file", "content");
        repository.expire("timestamp", TestRepository.NOW.plus(Duration.ofDays(7)));
        repository.publish("targets", "snapshot", "timestamp");
        client = repository.client(folder);
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private String target(CachePolicy policy) throws Exception {
        return new String(client.view(policy).target("file"), StandardCharsets.UTF_8);
    }

    private void refused(CachePolicy policy, Check check) {
        TufException refusal = catchThrowableOfType(TufException.class, () -> client.view(policy));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.check()).as(refusal.getMessage()).isEqualTo(check);
    }

    @Test
    void a_state_that_was_checked_lately_is_used_without_the_network() throws Exception {
        target(CachePolicy.askAfter(DAY));
        repository.requests.clear();
        repository.clock.move(DAY.minusSeconds(1));
        assertThat(target(CachePolicy.askAfter(DAY))).isEqualTo("content");
        assertThat(repository.requests).isEmpty();

        repository.clock.move(Duration.ofSeconds(1));
        assertThat(target(CachePolicy.askAfter(DAY))).isEqualTo("content");
        assertThat(repository.requests).containsExactly("/2.root.json", "/timestamp.json");
    }

    @Test
    void a_state_that_expired_is_not_used_however_lately_it_was_checked() throws Exception {
        target(CachePolicy.ask());
        repository.clock.move(Duration.ofDays(7));
        repository.requests.clear();
        refused(CachePolicy.askAfter(Duration.ofDays(100)), Check.EXPIRED);
        assertThat(repository.requests).isNotEmpty();
    }

    @Test
    void a_repository_that_fails_is_an_error_and_no_reason_to_use_what_is_old() throws Exception {
        target(CachePolicy.ask());
        repository.clock.move(DAY);
        repository.files.remove("/timestamp.json");
        assertThatThrownBy(() -> client.view(CachePolicy.askAfter(DAY))).isInstanceOf(IOException.class);
    }

    @Test
    void offline_uses_the_cache_alone_up_to_its_age() throws Exception {
        assertThatThrownBy(() -> client.view(CachePolicy.offline(DAY)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing complete");
        target(CachePolicy.ask());
        repository.requests.clear();
        repository.clock.move(DAY.minusSeconds(1));
        assertThat(target(CachePolicy.offline(DAY))).isEqualTo("content");
        assertThat(client.view(CachePolicy.offline(DAY)).state().age(repository.clock.instant()))
                .isEqualTo(DAY.minusSeconds(1));

        repository.clock.move(Duration.ofSeconds(1));
        refused(CachePolicy.offline(DAY), Check.AGE);
        assertThat(repository.requests).isEmpty();
    }

    @Test
    void offline_an_expired_timestamp_is_accepted_only_where_that_is_said() throws Exception {
        target(CachePolicy.ask());
        repository.clock.move(Duration.ofDays(8));
        refused(CachePolicy.offline(Duration.ofDays(20)), Check.EXPIRED);
        assertThat(target(CachePolicy.offlineBeyondTimestamp(Duration.ofDays(20))))
                .isEqualTo("content");
        refused(CachePolicy.offlineBeyondTimestamp(Duration.ofDays(8)), Check.AGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "snapshot", "targets"})
    void offline_nothing_else_that_expired_is_accepted(String role) throws Exception {
        repository.expire(role, TestRepository.NOW.plus(Duration.ofDays(3)));
        repository.publish("root", "targets", "snapshot", "timestamp");
        target(CachePolicy.ask());
        repository.clock.move(Duration.ofDays(3));
        refused(CachePolicy.offlineBeyondTimestamp(Duration.ofDays(20)), Check.EXPIRED);
    }

    @Test
    void a_state_from_the_future_is_not_used_without_asking() throws Exception {
        target(CachePolicy.ask());
        repository.clock.move(Duration.ofDays(-1));
        refused(CachePolicy.offline(DAY), Check.AGE);
        repository.requests.clear();
        target(CachePolicy.askAfter(DAY));
        assertThat(repository.requests).isNotEmpty();
    }

    @Test
    void offline_a_target_that_was_never_fetched_cannot_be_had() throws Exception {
        client.view(CachePolicy.ask());
        TufView view = client.view(CachePolicy.offline(DAY));
        assertThatThrownBy(() -> view.target("file"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing is fetched offline");
    }

    @Test
    void after_a_rotation_an_update_that_failed_leaves_nothing_of_the_old_keys() throws Exception {
        target(CachePolicy.ask());
        repository.keys("timestamp", 1, TestKey.of("ecdsa", "rotated"));
        repository.publish("root");
        assertThatThrownBy(() -> client.view(CachePolicy.ask())).isInstanceOf(TufException.class);
        refused(CachePolicy.offline(DAY), Check.SIGNATURES);
        refused(CachePolicy.askAfter(DAY), Check.SIGNATURES);

        repository.publish("timestamp");
        assertThat(target(CachePolicy.askAfter(DAY))).isEqualTo("content");
    }

    @Test
    void an_update_that_fails_half_way_goes_on_from_there_and_leaves_the_last_complete_state() throws Exception {
        target(CachePolicy.ask());
        repository.publish("root", "targets", "snapshot", "timestamp");
        for (String missing : List.of("/timestamp.json", "/3.snapshot.json", "/3.targets.json")) {
            byte[] file = repository.file(missing);
            repository.files.remove(missing);
            assertThatThrownBy(() -> client.view(CachePolicy.ask())).isInstanceOf(IOException.class);
            assertThat(client.view(CachePolicy.offline(DAY)).state().targets().version())
                    .isEqualTo(2);
            repository.files.put(missing, file);
        }
        repository.requests.clear();
        assertThat(client.view(CachePolicy.ask()).state().targets().version()).isEqualTo(3);
        assertThat(repository.requests).containsExactly("/3.root.json", "/timestamp.json", "/3.targets.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp.json", "snapshot.json", "targets.json", ".complete"})
    void a_damaged_file_is_as_none(String name) throws Exception {
        target(CachePolicy.ask());
        Path file = folder.resolve("metadata").resolve(name);
        byte[] whole = Files.readAllBytes(file);
        for (byte[] damaged :
                List.of(new byte[0], "{}".getBytes(StandardCharsets.UTF_8), half(whole), flipped(whole))) {
            Files.write(file, damaged);
            assertThat(target(CachePolicy.askAfter(DAY))).isEqualTo("content");
            assertThat(target(CachePolicy.ask())).isEqualTo("content");
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
    }

    @Test
    void a_damaged_root_ends_everything_before_a_request() throws Exception {
        target(CachePolicy.ask());
        Path file = folder.resolve("metadata").resolve("root.json");
        Files.write(file, flipped(Files.readAllBytes(file)));
        repository.requests.clear();
        assertThatThrownBy(() -> client.view(CachePolicy.ask())).isInstanceOf(TufException.class);
        Files.delete(file);
        assertThatThrownBy(() -> client.view(CachePolicy.ask())).hasMessageContaining("no trusted root");
        assertThat(repository.requests).isEmpty();
    }

    @Test
    void an_initialised_cache_keeps_its_root() throws Exception {
        repository.publish("root");
        target(CachePolicy.ask());
        repository.client(folder);
        assertThat(client.view(CachePolicy.offline(DAY)).state().root().version())
                .isEqualTo(2);
        assertThatThrownBy(() -> TufClient.initialise(TufCache.in(folder.resolve("new")), new byte[] {'{', '}'}))
                .isInstanceOf(TufException.class);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void files_are_for_their_owner_alone() throws Exception {
        target(CachePolicy.ask());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> !path.equals(folder)).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "metadata/root.json", "metadata/.complete", "targets/file"})
    void what_others_may_write_is_not_trusted(String name) throws Exception {
        target(CachePolicy.ask());
        Path path = folder.resolve(name);
        var permissions = Files.getPosixFilePermissions(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> target(CachePolicy.offline(DAY)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod go-w");
        Files.setPosixFilePermissions(path, permissions);
        assertThat(target(CachePolicy.offline(DAY))).isEqualTo("content");
    }

    @Test
    void a_link_in_the_place_of_a_file_is_refused() throws Exception {
        target(CachePolicy.ask());
        Path root = folder.resolve("metadata").resolve("root.json");
        Path elsewhere = Files.move(root, folder.resolve("elsewhere"));
        Files.createSymbolicLink(root, elsewhere);
        assertThatThrownBy(() -> target(CachePolicy.ask())).hasMessageContaining("not a plain file");
    }

    @Test
    void drafts_of_killed_writers_are_cleared() throws Exception {
        target(CachePolicy.ask());
        Path old = Files.createFile(folder.resolve("metadata").resolve(".draft-old"));
        Path young = Files.createFile(folder.resolve("metadata").resolve(".draft-young"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        target(CachePolicy.ask());
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    private static byte[] half(byte[] whole) {
        return java.util.Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] flipped(byte[] whole) {
        byte[] copy = whole.clone();
        copy[copy.length / 2] ^= 1;
        return copy;
    }
}

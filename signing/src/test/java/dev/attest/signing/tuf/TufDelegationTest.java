package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.TufException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets, and who may speak of them (§5.6.7, §5.7). */
class TufDelegationTest {
    @TempDir
    Path folder;

    private final TestKey key = TestKey.of("ed25519", "delegate-key");
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

    private void publish(String... roles) {
        repository.publish(roles);
        repository.publish("targets", "snapshot", "timestamp");
    }

    private String target(String path) throws Exception {
        return new String(client.view(CachePolicy.ask()).target(path), StandardCharsets.UTF_8);
    }

    private TufException refused(String path, Check check) {
        TufException refusal = catchThrowableOfType(TufException.class, () -> target(path));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.check()).as(refusal.getMessage()).isEqualTo(check);
        return refusal;
    }

    private List<String> asked() {
        return repository.requests.stream()
                .filter(path -> path.matches("/1\\.[a-z]\\.json"))
                .map(path -> path.substring(3, 4))
                .toList();
    }

    @Test
    void a_target_is_fetched_once_and_verified_each_time() throws Exception {
        repository.target("targets", "dir/file.txt", "one");
        publish();
        assertThat(target("dir/file.txt")).isEqualTo("one");
        assertThat(target("dir/file.txt")).isEqualTo("one");
        assertThat(repository.requests.stream().filter(path -> path.startsWith("/targets/")))
                .containsExactly(
                        "/targets/dir/" + TestRepository.hex("one".getBytes(StandardCharsets.UTF_8)) + ".file.txt");

        Files.writeString(folder.resolve("targets").resolve("dir%2Ffile.txt"), "two");
        assertThat(target("dir/file.txt")).isEqualTo("one");
    }

    @Test
    void a_target_of_other_content_is_refused_and_not_kept() throws Exception {
        repository.target("targets", "file", "right");
        publish();
        String served = "/targets/" + TestRepository.hex("right".getBytes(StandardCharsets.UTF_8)) + ".file";
        byte[] right = repository.file(served);
        repository.files.put(served, "wrong".getBytes(StandardCharsets.UTF_8));
        refused("file", Check.HASH);
        repository.files.put(served, "righ".getBytes(StandardCharsets.UTF_8));
        refused("file", Check.LENGTH);
        repository.files.put(served, "right!".getBytes(StandardCharsets.UTF_8));
        refused("file", Check.LENGTH);
        assertThat(folder.resolve("targets")).doesNotExist();

        repository.files.put(served, right);
        assertThat(target("file")).isEqualTo("right");
    }

    @Test
    void a_target_needs_a_hash_that_is_known_and_every_known_one_counts() throws Exception {
        ObjectNode file = repository.target("targets", "file", "content");
        ObjectNode hashes = (ObjectNode) file.get("hashes");
        String right = hashes.get("sha256").asText();
        hashes.remove("sha256");
        hashes.put("blake3", right);
        publish();
        refused("file", Check.HASH);

        hashes.put("sha256", right).put("sha512", "0".repeat(128));
        publish();
        refused("file", Check.HASH);

        hashes.remove("sha512");
        publish();
        assertThat(target("file")).isEqualTo("content");
    }

    @Test
    void an_empty_target_is_a_target() throws Exception {
        repository.target("targets", "empty", "");
        publish();
        assertThat(target("empty")).isEmpty();
    }

    @Test
    void a_target_larger_than_is_ever_read_is_not_asked_for() throws Exception {
        repository.target("targets", "file", "content").put("length", (long) Limits.TARGET + 1);
        publish();
        refused("file", Check.LENGTH);
        assertThat(repository.requests).noneMatch(path -> path.startsWith("/targets/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../up", "a/../b", "a/./b", "a//b", "a/", ".", "..", "a\nb"})
    void a_path_that_leaves_its_place_is_no_target(String path) throws Exception {
        repository.target("targets", path, "content");
        publish();
        refused(path, Check.NO_TARGET);
        assertThat(repository.requests).noneMatch(asked -> asked.startsWith("/targets/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", ".hidden", "a b?#%2e.txt", "\u00e4/\uD83D\uDE00", "C:\\x", "-rf", "targets"})
    void an_odd_name_is_a_name(String path) throws Exception {
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        repository.target("targets", path, "content");
        int slash = path.lastIndexOf('/') + 1;
        String served = Stream.of(path.substring(0, slash), TestRepository.hex(content) + "." + path.substring(slash))
                .map(part -> UrlText.encode(part).replace("%2F", "/"))
                .reduce("/targets/", String::concat);
        repository.files.put(served, content);
        publish();
        assertThat(target(path)).isEqualTo("content");
        try (Stream<Path> files = Files.list(folder.resolve("targets"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void roles_are_asked_depth_first_in_their_order() throws Exception {
        repository.delegate("targets", "a", key, "*");
        repository.delegate("targets", "b", key, "*");
        repository.delegate("targets", "e", key, "other/*");
        repository.delegate("a", "c", key, "*");
        repository.delegate("a", "d", key, "*");
        publish("a", "b", "c", "d", "e");
        refused("missing", Check.NO_TARGET);
        assertThat(asked()).containsExactly("a", "c", "d", "b");
    }

    @Test
    void a_terminating_delegation_is_the_last_word() throws Exception {
        repository.delegate("targets", "a", key, "*");
        repository.delegate("targets", "b", key, "*");
        repository.delegate("a", "c", key, "*").put("terminating", true);
        repository.delegate("a", "d", key, "*");
        repository.target("b", "file", "content");
        publish("a", "b", "c", "d");
        refused("file", Check.NO_TARGET);
        assertThat(asked()).containsExactly("a", "c");
    }

    @Test
    void a_circle_of_delegations_ends() throws Exception {
        repository.delegate("targets", "a", key, "*");
        repository.delegate("a", "b", key, "*");
        repository.delegate("b", "a", key, "*");
        repository.delegate("b", "b", key, "*");
        publish("a", "b");
        refused("file", Check.NO_TARGET);
        assertThat(asked()).containsExactly("a", "b");
    }

    @Test
    void a_search_visits_only_so_many_roles() throws Exception {
        var names = new ArrayList<String>();
        String from = "targets";
        for (int i = 0; i <= Limits.VISITS; i++) {
            String name = "role" + i;
            repository.delegate(from, name, key, "*");
            names.add(name);
            from = name;
        }
        repository.target("role" + (Limits.VISITS - 1), "near", "content");
        repository.target("role" + Limits.VISITS, "far", "content");
        publish(names.toArray(String[]::new));
        assertThat(target("near")).isEqualTo("content");
        refused("far", Check.DELEGATIONS);
    }

    @Test
    void a_role_speaks_only_of_what_it_was_given() throws Exception {
        repository.delegate("targets", "a", key, "mine/*");
        repository.target("a", "mine/file", "content");
        repository.target("a", "other", "content");
        publish("a");
        assertThat(target("mine/file")).isEqualTo("content");
        refused("other", Check.NO_TARGET);
    }

    @Test
    void hash_prefixes_divide_targets_too() throws Exception {
        String hash = TestRepository.hex("file".getBytes(StandardCharsets.UTF_8));
        ObjectNode right = repository.delegate("targets", "a", key);
        right.remove("paths");
        ArrayNode prefixes = right.putArray("path_hash_prefixes");
        prefixes.add(hash.charAt(0) == '0' ? "1" : "0");
        repository.target("a", "file", "content");
        publish("a");
        refused("file", Check.NO_TARGET);

        prefixes.add(hash.substring(0, 3));
        publish("a");
        assertThat(target("file")).isEqualTo("content");
    }

    @Test
    void a_role_is_verified_by_whoever_delegates_now() throws Exception {
        TestKey other = TestKey.of("ecdsa", "other-key");
        repository.delegate("targets", "a", key, "one/*");
        repository.delegate("targets", "b", key, "two/*");
        repository.delegate("b", "c", other, "*/*");
        repository.delegate("a", "c", key, "*/*");
        repository.target("c", "one/file", "content");
        repository.target("c", "two/file", "content");
        publish("a", "b", "c");
        TufView view = client.view(CachePolicy.ask());
        assertThat(view.target("one/file")).isNotEmpty();
        TufException refusal = catchThrowableOfType(TufException.class, () -> view.target("two/file"));
        assertThat(refusal.check()).isEqualTo(Check.SIGNATURES);
    }

    @Test
    void a_delegated_role_is_held_to_the_snapshot() throws Exception {
        repository.delegate("targets", "a", key, "*");
        repository.target("a", "file", "content");
        publish();
        refused("file", Check.UNLISTED);

        publish("a", "a");
        repository.files.put("/2.a.json", repository.file("/1.a.json"));
        refused("file", Check.VERSION);

        publish("a");
        assertThat(target("file")).isEqualTo("content");
    }

    @Test
    void an_expired_delegated_role_ends_the_search() throws Exception {
        repository.delegate("targets", "a", key, "*");
        repository.delegate("targets", "b", key, "*");
        repository.expire("a", TestRepository.NOW.plusSeconds(60));
        repository.target("b", "file", "content");
        publish("a", "b");
        assertThat(target("file")).isEqualTo("content");
        repository.clock.move(Duration.ofSeconds(60));
        refused("file", Check.EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", ""})
    void a_delegated_role_cannot_take_a_top_level_name(String name) throws Exception {
        repository.delegate("targets", "placeholder", key, "*").put("name", name);
        publish();
        refused("file", Check.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "#", "/abs", "../up", "..", "a b", "\u00e4"})
    void a_role_of_any_name_is_fetched_and_kept_safely(String name) throws Exception {
        repository.delegate("targets", name, key, "*");
        repository.target(name, "file", "content");
        publish(name);
        assertThat(target("file")).isEqualTo("content");
        assertThat(repository.requests).contains("/1." + UrlText.encode(name) + ".json");
        try (Stream<Path> files = Files.list(folder.resolve("metadata"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .filteredOn(file -> file.startsWith("delegated-"))
                    .hasSize(1);
        }
    }

    @Test
    void a_delegation_says_paths_or_prefixes_and_each_role_once() throws Exception {
        ObjectNode role = repository.delegate("targets", "a", key, "*");
        role.putArray("path_hash_prefixes").add("0");
        publish("a");
        refused("file", Check.MALFORMED);

        role.remove(List.of("path_hash_prefixes", "paths"));
        publish("a");
        refused("file", Check.MALFORMED);

        role.putArray("paths").add("*");
        publish("a");
        refused("file", Check.NO_TARGET);

        repository.delegate("targets", "a", key, "*");
        publish("a");
        refused("file", Check.MALFORMED);
    }
}

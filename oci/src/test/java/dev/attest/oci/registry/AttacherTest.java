package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.IncompleteException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Repository;
import dev.attest.oci.SubjectArtifacts;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttacherTest extends RegistryFixture {
    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static Descriptor subject(String name) {
        byte[] content = name.getBytes(StandardCharsets.UTF_8);
        return new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(content), content.length);
    }

    private static String blob(String text) {
        return "/v2/team/app/blobs/" + Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(Habit.class)
    void several_subjects_share_blobs_and_are_listed_once_each(Habit habit) throws Exception {
        try (FakeRegistry registry = registry(habit);
                Repository repository = repository(registry)) {
            var attachments = List.of(
                    new SubjectArtifacts(subject("one"), List.of(artifact("shared"), artifact("a"))),
                    new SubjectArtifacts(subject("two"), List.of(artifact("shared"), artifact("b"))),
                    new SubjectArtifacts(subject("three"), List.of(artifact("shared"))));
            repository.attach(attachments, executor);
            for (SubjectArtifacts one : attachments) {
                assertThat(repository.referrers(one.subject().digest()))
                        .hasSize(one.artifacts().size());
            }
            if (habit == Habit.BASIC || habit == Habit.TOKEN) {
                return;
            }
            List<String> asked = registry.requests();
            assertThat(new HashSet<>(
                            asked.stream().filter(r -> r.startsWith("HEAD")).toList()))
                    .hasSameSizeAs(
                            asked.stream().filter(r -> r.startsWith("HEAD")).toList());
            assertThat(asked.stream().filter(r -> r.startsWith("POST"))).hasSize(4);
            assertThat(asked.stream().filter(r -> r.startsWith("PUT") && r.contains("/manifests/sha256-")))
                    .hasSize(habit == Habit.REFERRERS_API ? 0 : 3);
        }
    }

    @Test
    void what_was_pushed_by_this_run_is_not_asked_for() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            repository.checkWritable();
            repository.attach(List.of(new SubjectArtifacts(subject("one"), List.of(artifact("a")))), executor);
            repository.attach(List.of(new SubjectArtifacts(subject("two"), List.of(artifact("a")))), executor);
            assertThat(registry.requests().stream().filter(r -> r.startsWith("HEAD")))
                    .containsExactly("HEAD " + blob("a"));
            assertThat(registry.requests().stream().filter(r -> r.startsWith("POST")))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_push_that_fails_keeps_nothing_else_and_a_second_run_completes_it(boolean api) throws Exception {
        try (FakeRegistry registry = api ? registry(Habit.REFERRERS_API) : registry();
                Repository repository = repository(registry)) {
            var attachments = List.of(
                    new SubjectArtifacts(subject("one"), List.of(artifact("bad"), artifact("a"))),
                    new SubjectArtifacts(subject("two"), List.of(artifact("b"))));
            registry.hook(exchange -> {
                boolean bad = exchange.getRequestURI().getPath().equals(blob("bad"));
                if (bad) {
                    FakeRegistry.answer(exchange, 507, "", new byte[0]);
                }
                return bad;
            });
            assertThatThrownBy(() -> repository.attach(attachments, executor))
                    .isInstanceOfSatisfying(
                            IncompleteException.class,
                            e -> assertThat(e.missing()).singleElement().satisfies(missing -> {
                                assertThat(missing.subject())
                                        .isEqualTo(subject("one").digest());
                                assertThat(missing.layer())
                                        .isEqualTo(Digest.sha256("bad".getBytes(StandardCharsets.UTF_8)));
                                assertThat(missing.problem()).hasMessageContaining("507");
                            }));
            assertThat(repository.referrers(subject("one").digest())).hasSize(1);
            assertThat(repository.referrers(subject("two").digest())).hasSize(1);
            registry.hook(exchange -> false);
            try (Repository second = repository(registry)) {
                second.attach(attachments, executor);
            }
            assertThat(repository.referrers(subject("one").digest())).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/blobs/", "/manifests/"})
    void what_is_listed_and_no_longer_there_is_pushed_again(String path) throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API)) {
            var attachments = List.of(new SubjectArtifacts(subject("one"), List.of(artifact("a"))));
            Digest lost;
            try (Repository repository = repository(registry)) {
                repository.attach(attachments, executor);
                Descriptor listed =
                        repository.referrers(subject("one").digest()).get(0);
                lost = path.equals("/blobs/") ? Digest.sha256("a".getBytes(StandardCharsets.UTF_8)) : listed.digest();
            }
            var gone = new AtomicBoolean(true);
            registry.hook(exchange -> {
                String method = exchange.getRequestMethod();
                String uri = exchange.getRequestURI().toString();
                if (method.equals("PUT") && uri.contains(lost.hex())) {
                    gone.set(false);
                }
                boolean missing = gone.get() && uri.contains(path + lost);
                if (missing) {
                    FakeRegistry.answer(exchange, 404, "", new byte[0]);
                }
                return missing;
            });
            try (Repository repository = repository(registry)) {
                repository.attach(attachments, executor);
            }
            assertThat(gone).isFalse();
        }
    }

    @Test
    void what_cannot_be_listed_is_missing() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            registry.hook(exchange -> {
                boolean put = exchange.getRequestMethod().equals("PUT")
                        && exchange.getRequestURI().getPath().contains("/manifests/sha256-");
                if (put) {
                    FakeRegistry.answer(exchange, 403, "", new byte[0]);
                }
                return put;
            });
            assertThatThrownBy(() -> repository.attach(
                            List.of(new SubjectArtifacts(subject("one"), List.of(artifact("a"), artifact("b")))),
                            executor))
                    .isInstanceOfSatisfying(IncompleteException.class, e -> assertThat(e.missing())
                            .hasSize(2));
        }
    }

    @Test
    void a_login_that_may_only_read_is_found_out_before_anything_is_pushed() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            repository.checkWritable();
            registry.hook(exchange -> {
                boolean write = exchange.getRequestMethod().startsWith("P");
                if (write) {
                    FakeRegistry.answer(exchange, 403, "", new byte[0]);
                }
                return write;
            });
            assertThatThrownBy(repository::checkWritable)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("push to " + registry.host() + "/team/app")
                    .hasMessageContaining("refuses access (403)")
                    .hasMessageContaining("nothing was signed");
        }
    }

    @Test
    void a_blob_is_found_by_its_digest_alone() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            repository.attach(subject("one"), List.of(artifact("text")));
            Digest digest = Digest.sha256("text".getBytes(StandardCharsets.UTF_8));
            assertThat(repository.find(digest, 100)).contains("text".getBytes(StandardCharsets.UTF_8));
            assertThat(repository.find(subject("none").digest(), 100)).isEmpty();
            assertThatThrownBy(() -> repository.find(digest, 3)).isInstanceOf(IOException.class);
        }
    }
}

package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest extends RegistryFixture {
    @Test
    void api_and_tag_are_asked_at_once() throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            var both = new CountDownLatch(2);
            registry.hook(exchange -> {
                both.countDown();
                try {
                    // Each is answered when the other has come.
                    if (!both.await(10, TimeUnit.SECONDS)) {
                        FakeRegistry.answer(exchange, 418, "", new byte[0]);
                        return true;
                    }
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return false;
            });
            assertThat(repository.referrers(root.digest())).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"404,text/plain", "400,text/plain", "405,''", "406,application/json", "200,text/html"})
    void a_registry_without_the_api_gets_the_fallback_index(int status, String type) throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(referrersAnswer(status, type));
            assertThat(repository.referrers(root.digest())).isEmpty();
            List<Descriptor> attached = repository.attach(root, List.of(artifact("a")));
            assertThat(repository.referrers(root.digest())).isEqualTo(attached);
        }
    }

    @Test
    void a_refused_api_is_an_error_whatever_is_under_the_tag() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(referrersAnswer(401, ""));
            assertThatThrownBy(() -> repository.referrers(root.digest()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("401")
                    .hasMessageContaining("not the same as nothing");
            registry.manifest(tag(root), MediaTypes.OCI_INDEX, index());
            assertThatThrownBy(() -> repository.referrers(root.digest()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("401");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 406})
    void an_api_that_is_away_for_a_moment_is_asked_again_before_nothing_is_attached(int status) throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            List<Descriptor> attached = repository.attach(root, List.of(artifact("a")));
            var first = new AtomicBoolean(true);
            registry.hook(exchange -> {
                boolean away = exchange.getRequestURI().getPath().contains("/referrers/") && first.getAndSet(false);
                if (away) {
                    FakeRegistry.answer(exchange, status, "text/plain", new byte[0]);
                }
                return away;
            });
            assertThat(repository.referrers(root.digest())).isEqualTo(attached);
        }
    }

    @Test
    void a_tag_that_is_away_for_a_moment_is_asked_for_again_before_nothing_is_attached() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            List<Descriptor> attached = repository.attach(root, List.of(artifact("a")));
            var first = new AtomicBoolean(true);
            registry.hook(exchange -> {
                boolean away = exchange.getRequestURI().getPath().endsWith(tag(root)) && first.getAndSet(false);
                if (away) {
                    FakeRegistry.answer(exchange, 404, "text/plain", new byte[0]);
                }
                return away;
            });
            assertThat(repository.referrers(root.digest())).isEqualTo(attached);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_registry_that_says_it_lists_and_does_not_gets_the_fallback_index_too(boolean api) throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(exchange -> {
                boolean asked = exchange.getRequestURI().getPath().contains("/referrers/");
                if (asked) {
                    FakeRegistry.answer(exchange, api ? 200 : 404, api ? MediaTypes.OCI_INDEX : "", index());
                }
                return asked;
            });
            List<Descriptor> attached = repository.attach(root, List.of(artifact("a")));
            assertThat(repository.referrers(root.digest())).isEqualTo(attached);
            assertThat(registry.manifest(tag(root))).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429,rate limit,/referrers/",
        "429,rate limit,/manifests/sha256-",
        "500,answered 500,/referrers/",
        "403,403,/referrers/",
        "403,403,/manifests/sha256-"
    })
    void a_failed_listing_names_the_answer_and_what_it_means(int status, String words, String path) throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(exchange -> {
                boolean asked = exchange.getRequestURI().getPath().contains(path);
                if (asked) {
                    FakeRegistry.answer(
                            exchange,
                            status,
                            "application/json",
                            "{\"errors\":[{\"code\":\"SOME_CODE\"}]}".getBytes(StandardCharsets.UTF_8));
                }
                return asked;
            });
            assertThatThrownBy(() -> repository.referrers(root.digest()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(words)
                    .hasMessageContaining("SOME_CODE")
                    .hasMessageContaining("not the same as nothing");
        }
    }

    @Test
    void a_list_that_was_filtered_unasked_is_an_error() throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(exchange -> {
                exchange.getResponseHeaders().set("OCI-Filters-Applied", "artifactType");
                return false;
            });
            assertThatThrownBy(() -> repository.referrers(root.digest()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("filter");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "", "Application/vnd.oci.image.index.v1+JSON; charset=utf-8"})
    void a_list_is_read_whatever_media_type_it_is_sent_as(String type) throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            Descriptor attached =
                    repository.attach(root, List.of(artifact("a"))).get(0);
            String entry = "{\"mediaType\":\"" + attached.mediaType() + "\",\"digest\":\"" + attached.digest()
                    + "\",\"size\":" + attached.size() + "}";
            registry.hook(exchange -> {
                boolean asked = exchange.getRequestURI().getPath().contains("/referrers/");
                if (asked) {
                    FakeRegistry.answer(exchange, 200, type, index(entry));
                }
                return asked;
            });
            assertThat(repository.referrers(root.digest()))
                    .extracting(Descriptor::digest)
                    .containsExactly(attached.digest());
        }
    }
}

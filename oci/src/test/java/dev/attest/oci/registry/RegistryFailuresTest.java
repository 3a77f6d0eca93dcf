package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Credentials;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.MismatchException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.References;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryFailuresTest extends RegistryFixture {
    @ParameterizedTest
    @CsvSource({"404", "400", "405", "406"})
    void answers_that_mean_no_api_lead_to_the_fallback_tag(int status) throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(referrersAnswer(status, "text/html"));
            repository.attach(root, List.of(artifact("a")));
            assertThat(repository.referrers(root.digest())).hasSize(1);
        }
    }

    @Test
    void page_of_html_is_not_an_api() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(referrersAnswer(200, "text/html"));
            assertThat(repository.referrers(root.digest())).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, rate limit",
        "500, answered 500",
        "503, answered 503",
        "401, refuses access",
        "403, docker login",
        "410, answered 410"
    })
    void failed_listing_is_an_error_and_never_an_empty_list(int status, String message) throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(referrersAnswer(status, "application/json"));
            assertThatThrownBy(() -> repository.referrers(root.digest()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NotFoundException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void failed_fallback_listing_is_an_error_too() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(exchange -> {
                boolean tag = exchange.getRequestURI().getPath().endsWith(tag(root));
                if (tag) {
                    FakeRegistry.answer(exchange, 503, "", new byte[0]);
                }
                return tag;
            });
            assertThatThrownBy(() -> repository.referrers(root.digest())).hasMessageContaining("answered 503");
        }
    }

    @Test
    void busy_registry_is_asked_again_after_the_time_it_names() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            var refusals = new AtomicInteger(2);
            registry.hook(exchange -> {
                boolean refuse = refusals.getAndDecrement() > 0;
                if (refuse) {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    FakeRegistry.answer(exchange, 429, "", new byte[0]);
                }
                return refuse;
            });
            repository.resolve(reference(registry, ":latest"));
            assertThat(slept).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
        }
    }

    @Test
    void registry_that_asks_for_an_hour_is_not_waited_for() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            registry.hook(exchange -> {
                exchange.getResponseHeaders().set("Retry-After", "3600");
                FakeRegistry.answer(exchange, 429, "", new byte[0]);
                return true;
            });
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                    .hasMessageContaining("rate limit")
                    .hasMessageContaining("3600 seconds");
            assertThat(registry.requests()).hasSize(1);
        }
    }

    @Test
    void registry_that_is_down_is_named() throws Exception {
        String host;
        try (FakeRegistry registry = FakeRegistry.start()) {
            host = registry.host();
        }
        try (Repository repository = new RegistryRepository(host, "team/app", settings())) {
            assertThatThrownBy(() -> repository.resolve(References.parse(host + "/team/app:1", Optional.empty())))
                    .hasMessage("registry " + host + " cannot be reached: connection refused");
            assertThat(slept).hasSize(2);
        }
    }

    @Test
    void silence_ends_in_an_error() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = new RegistryRepository(
                        registry.host(), "team/app", settings().withTimeout(Duration.ofMillis(500)))) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(exchange -> {
                // Half an answer, and then nothing more.
                exchange.sendResponseHeaders(200, root.size());
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                return true;
            });
            assertThatThrownBy(() -> repository.blob(root).readAllBytes()).hasMessageContaining("nothing arrived");
        }
    }

    @Test
    void manifest_with_another_digest_is_refused_whatever_the_headers_say() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Digest digest = Digest.parse("sha256:" + "ab".repeat(32));
            registry.manifest(digest.toString(), MediaTypes.OCI_MANIFEST, registry.manifest("latest"));
            assertThatThrownBy(() -> repository.resolve(reference(registry, "@" + digest)))
                    .isInstanceOf(MalformedImageException.class)
                    .hasMessageContaining("the content's digest is");
            var descriptor = new Descriptor(MediaTypes.OCI_MANIFEST, digest, registry.manifest("latest").length);
            assertThatThrownBy(() -> repository.manifest(descriptor)).isInstanceOf(MalformedImageException.class);
        }
    }

    @Test
    void blob_with_other_content_never_ends_well() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            registry.hook(exchange -> {
                FakeRegistry.answer(exchange, 200, "", "evil".getBytes(StandardCharsets.UTF_8));
                return true;
            });
            Descriptor good = new Descriptor("x/y", Digest.sha256("good".getBytes(StandardCharsets.UTF_8)), 4);
            assertThatThrownBy(() -> repository.blob(good).readAllBytes()).isInstanceOf(MismatchException.class);
        }
    }

    @Test
    void wrong_login_says_what_to_do() throws Exception {
        try (FakeRegistry registry = registry(Habit.TOKEN);
                Repository repository = new RegistryRepository(
                        registry.host(), "team/app", settings().withCredentials(Credentials.none()))) {
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                    .hasMessageContaining("docker login " + registry.host())
                    .hasMessageNotContaining(FakeRegistry.PASSWORD);
        }
    }

    @Test
    void missing_tag_is_not_found() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":other")))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("MANIFEST_UNKNOWN");
        }
    }
}

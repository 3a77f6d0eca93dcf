package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Credentials;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.MismatchException;
import dev.attest.oci.Reference;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorsTest extends RegistryFixture {
    private final List<String> remarks = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "docker.io=mirror.example | docker.io | library/nginx | mirror.example/library/nginx",
                "index.docker.io=mirror.example:5000/hub | docker.io | library/nginx | mirror.example:5000/hub/library/nginx",
                "ghcr.io/team=mirror.example | ghcr.io | team/app | mirror.example/app",
                "ghcr.io/team=mirror.example/t | ghcr.io | team | mirror.example/t",
                "ghcr.io/team=mirror.example | ghcr.io | team | ",
                "ghcr.io/team=mirror.example | ghcr.io | teams/app | ",
                "ghcr.io=mirror.example | ghcr.io.evil.example | app | ",
                "ghcr.io=a.io;ghcr.io/team=b.io;ghcr.io/team=c.io | ghcr.io | team/app | b.io/app,c.io/app",
                "ghcr.io=a.io;ghcr.io/team=b.io | ghcr.io | other | a.io/other",
                "registry:5000=mirror:5000 | registry:5000 | app | mirror:5000/app"
            })
    void rule_with_the_longest_prefix_counts(String rules, String registry, String repository, String expected) {
        List<String> mirrors = Mirrors.parse(List.of(rules.split(";"))).of(registry, repository).stream()
                .map(Reference.Registry::name)
                .toList();
        assertThat(mirrors).isEqualTo(expected == null ? List.of() : List.of(expected.split(",")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a.io", "a.io=", "=b.io", "a.io=b.io=c.io", "https://a.io=b.io", "a.io/UP=b.io", "a io=b"})
    void what_is_no_rule_is_refused(String rule) {
        assertThatThrownBy(() -> Mirrors.parse(List.of(rule))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void content_comes_from_the_mirror_tags_and_referrers_from_the_registry() throws Exception {
        try (FakeRegistry origin = registry(Habit.REFERRERS_API);
                FakeRegistry mirror = registry();
                Repository repository = mirrored(origin, mirror)) {
            Descriptor root = repository.resolve(reference(origin, ":latest"));
            Descriptor attached =
                    repository.attach(root, List.of(artifact("a"))).get(0);
            assertThat(repository.referrers(root.digest())).hasSize(1);
            int before = origin.requests().size();
            assertThat(repository.resolve(reference(origin, "@" + root.digest())))
                    .isEqualTo(root);
            assertThat(bytes(repository, root)).hasSize((int) root.size());
            assertThat(origin.requests()).hasSize(before);
            assertThat(mirror.requests())
                    .containsExactly(
                            "GET /v2/team/app/manifests/" + root.digest(), "GET /v2/team/app/blobs/" + root.digest());
            // Mirrors do not have what was pushed just now.
            assertThat(repository.manifest(attached)).hasSize((int) attached.size());
            assertThat(remarks).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "short", "401", "429", "500", "down"})
    void mirror_that_fails_or_lies_is_left_alone(String fault) throws Exception {
        FakeRegistry mirror = registry();
        try (FakeRegistry origin = registry();
                Repository repository = mirrored(origin, mirror)) {
            Descriptor root = repository.resolve(reference(origin, ":latest"));
            if (fault.equals("down")) {
                mirror.close();
            }
            mirror.hook(exchange -> {
                boolean body = !fault.matches("[0-9]+");
                byte[] evil = new byte[fault.equals("short") ? 1 : (int) root.size()];
                FakeRegistry.answer(exchange, body ? 200 : Integer.parseInt(fault), MediaTypes.OCI_MANIFEST, evil);
                return true;
            });
            assertThat(bytes(repository, root)).hasSize((int) root.size());
            assertThat(repository.resolve(reference(origin, "@" + root.digest())))
                    .isEqualTo(root);
            assertThat(mirror.requests().size()).isLessThanOrEqualTo(1);
            assertThat(remarks).hasSize(1);
            assertThat(remarks.get(0)).contains("mirror " + mirror.host() + "/team/app is not asked any more");
            assertThat(slept).isEmpty();
        } finally {
            mirror.close();
        }
    }

    @Test
    void large_blob_that_breaks_off_at_the_mirror_goes_on_at_the_registry() throws Exception {
        byte[] content = new byte[9 << 20];
        content[content.length - 1] = 7;
        var blob = new Descriptor("x/y", Digest.sha256(content), content.length);
        for (boolean lies : new boolean[] {false, true}) {
            try (Loopback origin = Loopback.start(exchange -> {
                        exchange.getResponseHeaders()
                                .set("Content-Range", "bytes 1000-" + (content.length - 1) + "/" + content.length);
                        exchange.sendResponseHeaders(206, content.length - 1000);
                        exchange.getResponseBody().write(content, 1000, content.length - 1000);
                    });
                    Loopback mirror = Loopback.start(exchange -> {
                        exchange.sendResponseHeaders(200, content.length);
                        exchange.getResponseBody().write(lies ? 1 : 0);
                        exchange.getResponseBody().write(content, 1, 999);
                        exchange.getResponseBody().flush();
                        pause();
                    });
                    Repository repository = new RegistryRepository(
                            origin.host(),
                            "team/app",
                            settings(origin.host(), mirror.host()).withCredentials(Credentials.none()))) {
                if (lies) {
                    assertThatThrownBy(() -> bytes(repository, blob))
                            .isInstanceOf(IOException.class)
                            .isNotInstanceOf(MismatchException.class)
                            .hasMessageContaining("mirror " + mirror.host())
                            .hasMessageContaining("run again without --registry-mirror");
                } else {
                    assertThat(bytes(repository, blob)).isEqualTo(content);
                    assertThat(origin.requests()).hasSize(1);
                }
            }
        }
    }

    @Test
    void each_host_gets_its_own_login() throws Exception {
        try (FakeRegistry origin = registry(Habit.BASIC);
                FakeRegistry mirror = registry(Habit.BASIC)) {
            var asked = new ArrayList<String>();
            RegistrySettings settings = settings(origin.host(), mirror.host()).withCredentials((registry, name) -> {
                asked.add(registry + "/" + name);
                return registry.equals(origin.host())
                        ? Optional.of(Credentials.Login.password(FakeRegistry.USER, FakeRegistry.PASSWORD))
                        : Optional.empty();
            });
            try (Repository repository = new RegistryRepository(origin.host(), "team/app", settings)) {
                Descriptor root = repository.resolve(reference(origin, ":latest"));
                assertThat(bytes(repository, root)).isNotEmpty();
            }
            assertThat(asked).containsExactly(origin.host() + "/team/app", mirror.host() + "/team/app");
        }
    }

    @Test
    void mirror_needs_tls_unless_it_is_named_itself() {
        RegistrySettings settings = settings().withPlainHttp(true);
        assertThat(Endpoint.mirror("mirror.example", settings).base()).hasToString("https://mirror.example/v2/");
        assertThat(Endpoint.of("mirror.example", settings).base()).hasToString("http://mirror.example/v2/");
        RegistrySettings named = settings().withPlainHosts(java.util.Set.of("mirror.example"));
        assertThat(Endpoint.mirror("mirror.example", named).base()).hasToString("http://mirror.example/v2/");
        assertThat(Endpoint.of("mirror.example", named).base()).hasToString("http://mirror.example/v2/");
        assertThat(Endpoint.of("other.example", named).base()).hasToString("https://other.example/v2/");
    }

    private Repository mirrored(FakeRegistry origin, FakeRegistry mirror) {
        return new RegistryRepository(origin.host(), "team/app", settings(origin.host(), mirror.host()));
    }

    private RegistrySettings settings(String origin, String mirror) {
        return settings()
                .withMirrors(Mirrors.parse(List.of(origin + "=" + mirror)))
                .withRemarks(remarks::add);
    }

    // What is still under way when a connection ends may be lost with it.
    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] bytes(Repository repository, Descriptor descriptor) throws Exception {
        try (InputStream blob = repository.blob(descriptor)) {
            return blob.readAllBytes();
        }
    }
}

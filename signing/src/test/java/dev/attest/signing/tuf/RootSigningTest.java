package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attest.signing.TrustedRoot;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real repository of Sigstore's public instance, from a copy of the folders {@code metadata} and {@code targets} of
 * sigstore/root-signing, named by ATTEST_ROOT_SIGNING or in the cache folder.
 */
class RootSigningTest {
    private static final Path DATA = Path.of(System.getenv()
            .getOrDefault(
                    "ATTEST_ROOT_SIGNING",
                    Path.of(System.getProperty("user.home"), ".cache", "attest", "root-signing")
                            .toString()));

    @TempDir
    Path folder;

    private TestRepository repository;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void serve() throws Exception {
        Assumptions.assumeTrue(
                Files.isRegularFile(DATA.resolve("metadata").resolve("timestamp.json")),
                "no copy of sigstore/root-signing; ATTEST_ROOT_SIGNING names one");
        repository = new TestRepository();
        repository.files.clear();
        for (Path file : list("metadata/root_history")) {
            repository.files.put("/" + file.getFileName(), Files.readAllBytes(file));
        }
        for (Path file : list("metadata")) {
            byte[] content = Files.readAllBytes(file);
            var signed = TestRepository.parse(content).get("signed");
            String name = file.getFileName().toString();
            String version = signed.get("version").asText();
            repository.files.put(name.equals("timestamp.json") ? "/" + name : "/" + version + "." + name, content);
            if (name.equals("timestamp.json")) {
                now = Instant.parse(signed.get("expires").asText()).minus(Duration.ofDays(1));
            }
        }
        for (Path root : List.of(DATA.resolve("targets"), delegated())) {
            for (Path file : list(DATA.relativize(root).toString())) {
                byte[] content = Files.readAllBytes(file);
                String below = DATA.relativize(root).toString();
                repository.files.put(
                        "/" + below + "/" + TestRepository.hex(content) + "." + file.getFileName(), content);
            }
        }
    }

    @AfterEach
    void stop() {
        if (repository != null) {
            repository.close();
        }
    }

    /** The one folder of targets that a role of its own signs for. */
    private static Path delegated() throws IOException {
        try (Stream<Path> folders = Files.list(DATA.resolve("targets"))) {
            return folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static List<Path> list(String below) throws IOException {
        try (Stream<Path> files = Files.list(DATA.resolve(below))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private SigstoreTuf open(byte[] root, Duration later) throws Exception {
        SigstoreTuf.initialise(folder, repository.address(), root);
        return SigstoreTuf.open(folder, TestRepository.service(), Clock.fixed(now.plus(later), ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 9, 14, 15})
    void the_chain_of_roots_leads_from_any_to_what_is_published(int first) throws Exception {
        SigstoreTrust trust =
                open(repository.file("/" + first + ".root.json"), Duration.ZERO).trust(CachePolicy.ask());
        assertThat(trust.state().root().version()).isGreaterThanOrEqualTo(15);
        assertThat(TrustedRoot.parse(trust.trustedRoot()).sha256()).hasSize(64);
        SigningConfig.parse(trust.signingConfig().orElseThrow()).select(now);
        assertThat(trust.signingConfigRekorV2()).isPresent();
    }

    @Test
    void the_delegation_is_followed() throws Exception {
        open(SigstoreTuf.publicRoot(), Duration.ZERO).trust(CachePolicy.ask());
        var client = new TufClient(
                TufRepository.mirror(repository.address()),
                TufCache.in(folder),
                TestRepository.service(),
                Clock.fixed(now, ZoneOffset.UTC));
        assertThat(client.view(CachePolicy.ask()).target(delegated().getFileName() + "/keys.json"))
                .isNotEmpty();
    }

    @Test
    void a_week_later_it_is_frozen() throws Exception {
        SigstoreTuf tuf = open(SigstoreTuf.publicRoot(), Duration.ofDays(1));
        TufException refusal = catchThrowableOfType(TufException.class, () -> tuf.trust(CachePolicy.ask()));
        assertThat(refusal.check()).isEqualTo(Check.EXPIRED);
    }
}

package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.Root;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigstoreTufTest {
    @TempDir
    Path folder;

    private TestRepository repository;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        repository.target("targets", SigstoreTuf.TRUSTED_ROOT, "the root");
        repository.publish("targets", "snapshot", "timestamp");
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private SigstoreTuf open() throws Exception {
        return SigstoreTuf.open(folder, TestRepository.service(), repository.clock);
    }

    private void initialise() throws Exception {
        SigstoreTuf.initialise(folder, repository.address(), repository.file("/1.root.json"));
    }

    @Test
    void what_an_instance_publishes_is_had_by_name() throws Exception {
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("to begin with");
        assertThat(SigstoreTuf.isInitialised(folder)).isFalse();
        initialise();
        assertThat(SigstoreTuf.isInitialised(folder)).isTrue();

        SigstoreTrust trust = open().trust(CachePolicy.ask());
        assertThat(new String(trust.trustedRoot(), StandardCharsets.UTF_8)).isEqualTo("the root");
        assertThat(trust.signingConfig()).isEmpty();
        assertThat(trust.signingConfigRekorV2()).isEmpty();
        assertThat(open().origin().mirror()).isEqualTo(repository.address());
        assertThat(open().origin().initialRootSha256()).isEqualTo(TestRepository.hex(repository.file("/1.root.json")));

        repository.target("targets", SigstoreTuf.SIGNING_CONFIG, "one");
        repository.target("targets", SigstoreTuf.SIGNING_CONFIG_REKOR_V2, "two");
        repository.publish("targets", "snapshot", "timestamp");
        open().trust(CachePolicy.ask());
        SigstoreTrust offline = open().trust(CachePolicy.offline(Duration.ofDays(1)));
        assertThat(offline.signingConfig()).hasValue("one".getBytes(StandardCharsets.UTF_8));
        assertThat(offline.signingConfigRekorV2()).hasValue("two".getBytes(StandardCharsets.UTF_8));
        assertThat(offline.state().targets().version()).isEqualTo(3);
    }

    @Test
    void a_repository_without_a_trusted_root_is_no_trust() throws Exception {
        try (var other = new TestRepository()) {
            SigstoreTuf.initialise(folder, other.address(), other.file("/1.root.json"));
            TufException refusal = catchThrowableOfType(TufException.class, () -> open().trust(CachePolicy.ask()));
            assertThat(refusal.check()).isEqualTo(Check.NO_TARGET);
        }
    }

    @Test
    void a_folder_keeps_the_root_and_the_mirror_it_began_with() throws Exception {
        initialise();
        initialise();
        repository.publish("root");
        byte[] another = repository.file("/2.root.json");
        TufException refusal = catchThrowableOfType(
                TufException.class, () -> SigstoreTuf.initialise(folder, repository.address(), another));
        assertThat(refusal.check()).isEqualTo(Check.ORIGIN);
        refusal = catchThrowableOfType(
                TufException.class,
                () -> SigstoreTuf.initialise(
                        folder, URI.create("https://tuf.example"), repository.file("/1.root.json")));
        assertThat(refusal.check()).isEqualTo(Check.ORIGIN);
    }

    @Test
    void what_is_no_root_or_no_mirror_begins_nothing() {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> SigstoreTuf.initialise(none, repository.address(), new byte[0]))
                .isInstanceOf(TufException.class);
        assertThatThrownBy(() -> SigstoreTuf.initialise(none, repository.address(), repository.file("/timestamp.json")))
                .isInstanceOf(TufException.class);
        assertThatThrownBy(() ->
                        SigstoreTuf.initialise(none, URI.create("http://tuf.example"), repository.file("/1.root.json")))
                .isInstanceOf(IllegalArgumentException.class);
        repository.tamper("/1.root.json", file -> {
            ((com.fasterxml.jackson.databind.node.ObjectNode) file.get("signed")).put("x", "y");
            return file;
        });
        TufException refusal = catchThrowableOfType(
                TufException.class,
                () -> SigstoreTuf.initialise(none, repository.address(), repository.file("/1.root.json")));
        assertThat(refusal.check()).isEqualTo(Check.SIGNATURES);
        assertThat(none).doesNotExist();
    }

    @Test
    void a_damaged_origin_is_an_error_that_says_what_to_do() throws Exception {
        initialise();
        Files.writeString(folder.resolve("origin.json"), "{");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("begin again");
        Files.writeString(
                folder.resolve("origin.json"), "{\"mirror\":\"http://tuf.example\",\"initialRootSha256\":\"\"}");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("origin.json");
    }

    @Test
    void the_root_of_the_public_instance_is_whole() throws Exception {
        Root root = Root.trusted(SigstoreTuf.publicRoot());
        assertThat(root.metadata().version()).isEqualTo(15);
        assertThat(root.metadata().expires()).isEqualTo(Instant.parse("2026-11-20T13:58:18Z"));
        assertThat(root.consistentSnapshot()).isTrue();
        assertThat(TestRepository.hex(SigstoreTuf.publicRoot()))
                .isEqualTo("73747011d0857ada15479a16c4cae0f3ed03aac698b523b97e1de314ac9d9ca8");
    }
}

package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.attest.oci.Digest;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.Repository;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.ScanLimits;
import dev.attest.testvectors.FakeRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed arrives: through interrupted runs, and after others overwrote it. */
class NothingLostTest extends WorkshopTest {
    private static final byte[] EMPTY_INDEX = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX
                    + "\",\"manifests\":[]}")
            .getBytes(StandardCharsets.UTF_8);

    private final List<String> said = new ArrayList<>();
    private String digest = "";

    @SuppressWarnings("NullAway.Init")
    private FakeRegistry registry;

    @BeforeEach
    void start() throws Exception {
        digest = Images.single(layout.folder());
        registry = FakeRegistry.start();
        registry.load(layout.folder(), "1.0", digest);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private Path state() {
        return folder.resolve("state");
    }

    private Reference image() {
        return References.parse(registry.host() + "/team/app:1.0", Optional.empty());
    }

    /** How often something was signed, by what was said. */
    private long signings() {
        return said.stream().filter(step -> step.startsWith("signing")).count();
    }

    private SignReport sign(boolean keeping) throws Exception {
        var signer = new SignImage(
                new ImageScanner(workshop.executor(), ScanLimits.DEFAULT),
                workshop.verifier(),
                workshop.executor(),
                said::add);
        var kept = new KeptBundles(state(), Clock.systemUTC());
        try (Repository repository = Workshop.open(image())) {
            return (keeping ? signer.keeping(kept) : signer)
                    .sign(
                            Places.same(repository),
                            Workshop.order(image(), Set.of()),
                            workshop.session(Workshop.DEVELOPER));
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> all = Files.walk(state())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private String tag() {
        return digest.replace(':', '-');
    }

    private boolean isAccepted() throws Exception {
        return Workshop.isAccepted(workshop.verify(image()));
    }

    private static boolean isPush(HttpExchange exchange, String path) {
        return exchange.getRequestMethod().startsWith("P")
                && exchange.getRequestURI().getPath().contains(path);
    }

    private void refuse(int status, String path) {
        registry.hook(exchange -> {
            boolean refused = isPush(exchange, path);
            if (refused) {
                FakeRegistry.answer(exchange, status, "", new byte[0]);
            }
            return refused;
        });
    }

    @Test
    void a_login_that_may_only_read_spends_no_token_and_leaves_no_log_entry() {
        refuse(403, "/blobs/uploads/");
        assertThatThrownBy(() -> sign(true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("push to " + registry.host() + "/team/app")
                .hasMessageContaining("nothing was signed");
        assertThat(said).isEmpty();
    }

    @Test
    void an_archive_is_refused_before_anything_is_signed() throws Exception {
        var readOnly = new FaultyRepository(Workshop.open(reference())) {
            @Override
            public void checkWritable() throws IOException {
                throw new IOException("an archive cannot be written");
            }
        };
        try (readOnly) {
            assertThatThrownBy(() -> workshop.sign(
                            readOnly, Workshop.order(reference(), Set.of()), workshop.session(Workshop.DEVELOPER)))
                    .hasMessage("an archive cannot be written");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/manifests/", "/manifests/sha256-"})
    void an_interrupted_run_is_resumed_without_signing_again(String path) throws Exception {
        refuse(403, path);
        assertThatThrownBy(() -> sign(true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0 of 5 bundles are attached")
                .hasMessageContaining("signature of " + digest)
                .hasMessageContaining("running the same command again completes it");
        assertThat(kept()).hasSize(5);
        assertThat(signings()).isEqualTo(2);

        registry.hook(exchange -> false);
        SignReport second = sign(true);
        assertThat(second.attached()).hasSize(5).noneMatch(SignReport.Attached::isNew);
        assertThat(second.attachedAgain()).hasSize(5);
        assertThat(signings()).isEqualTo(2);
        assertThat(isAccepted()).isTrue();
        // Seen by a later run only.
        assertThat(kept()).hasSize(5);
        assertThat(sign(true).attachedAgain()).isEmpty();
        assertThat(kept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_another_writer_overwrote_is_attached_again_by_the_next_run(boolean keeping) throws Exception {
        sign(keeping);
        // The closing list alone is left: with nothing kept, it is by the list that the rest is found.
        byte[] whole = registry.manifest(tag());
        registry.manifest(tag(), MediaTypes.OCI_INDEX, keeping ? EMPTY_INDEX : only(whole, "reference/v0.1"));
        assertThat(isAccepted()).isFalse();

        said.clear();
        SignReport second = sign(keeping);
        assertThat(second.attached()).noneMatch(SignReport.Attached::isNew);
        assertThat(second.attachedAgain()).hasSize(keeping ? 5 : 4);
        assertThat(said)
                .contains("attaching again " + (keeping ? 5 : 4) + " bundles that " + registry.host()
                        + "/team/app no longer lists");
        assertThat(signings()).isZero();
        assertThat(isAccepted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404})
    void what_a_list_names_and_cannot_be_had_is_no_silent_success(int status) throws Exception {
        Digest bundle = sign(false).attached().get(0).bundle();
        registry.manifest(tag(), MediaTypes.OCI_INDEX, only(registry.manifest(tag()), "reference/v0.1"));
        registry.hook(exchange -> {
            boolean asked = exchange.getRequestMethod().equals("GET")
                    && exchange.getRequestURI().getPath().endsWith("/blobs/" + bundle);
            if (asked) {
                FakeRegistry.answer(exchange, status, "", new byte[0]);
            }
            return asked;
        });
        said.clear();
        if (status == 404) {
            sign(false);
            assertThat(said).anyMatch(step -> step.startsWith("warning") && step.contains(bundle.toString()));
            return;
        }
        assertThatThrownBy(() -> sign(false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(bundle.toString())
                .hasMessageContaining("500");
        assertThat(signings()).isZero();
        registry.hook(exchange -> false);
        assertThat(sign(false).attachedAgain()).hasSize(4);
        assertThat(isAccepted()).isTrue();
    }

    private static byte[] only(byte[] index, String words) {
        String text = new String(index, StandardCharsets.UTF_8);
        for (String entry : text.substring(text.indexOf('[') + 1).split("\\},(?=\\{\"ann)")) {
            if (entry.contains(words)) {
                String whole = entry.contains("]") ? entry.substring(0, entry.lastIndexOf("}]")) : entry;
                return new String(EMPTY_INDEX, StandardCharsets.UTF_8)
                        .replace("[]", "[" + whole + "}]")
                        .getBytes(StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError(text);
    }

    @Test
    void hostile_kept_files_are_left_aside_and_said() throws Exception {
        sign(true);
        Path place = kept().get(0);
        byte[] forged =
                "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}".getBytes(StandardCharsets.UTF_8);
        Files.write(place.resolveSibling(Digest.sha256(forged).hex() + ".json"), forged);
        Files.write(place.resolveSibling("0".repeat(64) + ".json"), forged);
        said.clear();
        SignReport second = sign(true);
        assertThat(second.attachedAgain()).isEmpty();
        assertThat(said.stream().filter(step -> step.startsWith("warning")))
                .hasSize(2)
                .anyMatch(step -> step.contains("does not verify"))
                .anyMatch(step -> step.contains("not what was kept"));
        assertThat(isAccepted()).isTrue();
    }

    @Test
    void bundles_kept_by_another_identity_are_not_taken_for_ones_own() throws Exception {
        refuse(403, "/manifests/");
        assertThatThrownBy(() -> sign(true)).isInstanceOf(IOException.class);
        registry.hook(exchange -> false);
        var signer = new SignImage(
                        new ImageScanner(workshop.executor(), ScanLimits.DEFAULT),
                        workshop.verifier(),
                        workshop.executor(),
                        said::add)
                .keeping(new KeptBundles(state(), Clock.systemUTC()));
        try (Repository repository = Workshop.open(image())) {
            SignReport report = signer.sign(
                    Places.same(repository), Workshop.order(image(), Set.of()), workshop.session("release"));
            assertThat(report.attached()).hasSize(5).allMatch(SignReport.Attached::isNew);
            assertThat(report.attachedAgain()).isEmpty();
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_said_and_stops_nothing() throws Exception {
        Files.write(state(), new byte[0]);
        assertThat(sign(true).attached()).hasSize(5);
        assertThat(said).anyMatch(step -> step.startsWith("warning: the bundles cannot be kept"));
        assertThat(isAccepted()).isTrue();
    }

    @Test
    void a_registry_that_refuses_to_list_is_neither_signed_in_nor_verified() throws Exception {
        registry.hook(exchange -> {
            boolean listing = exchange.getRequestURI().getPath().contains("/referrers/");
            if (listing) {
                FakeRegistry.answer(exchange, 401, "", new byte[0]);
            }
            return listing;
        });
        assertThatThrownBy(this::isAccepted).isInstanceOf(IOException.class).hasMessageContaining("401");
        assertThatThrownBy(() -> sign(false)).isInstanceOf(IOException.class).hasMessageContaining("401");
    }
}

package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.LayoutBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where evidence goes to and comes from, and that it arrives. */
class EvidencePlaceTest {
    @TempDir
    Path work;

    @SuppressWarnings("NullAway.Init")
    private FakeRegistry registry;

    private String image = "";

    @BeforeEach
    void start() throws Exception {
        Path layout = work.resolve("image");
        Cli.good(layout);
        registry = FakeRegistry.start();
        registry.load(layout, "1", LayoutBuilder.digestIn(Files.readString(layout.resolve("index.json"))));
        image = registry.host() + "/team/app:1";
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private Cli.Result run(Map<String, String> environment, String... arguments) {
        var own = new java.util.HashMap<>(environment);
        own.put("XDG_STATE_HOME", work.resolve("state").toString());
        var all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--local",
                                "--local-dir",
                                work.resolve("sigstore").toString()))
                .toArray(String[]::new);
        return Cli.run(own, all);
    }

    private List<Path> kept() throws IOException {
        Path folder = work.resolve("state").resolve("attest").resolve("kept");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** By sign, for what BuildKit may have attached to the image; evidence is looked for where it was said to lie. */
    private void assertListedOnce() {
        assertEquals(
                1,
                registry.requests().stream()
                        .filter(r -> r.contains("/team/app/referrers/"))
                        .distinct()
                        .count());
    }

    @Test
    void evidence_goes_to_the_repository_that_is_named() {
        String elsewhere = registry.host() + "/security/evidence";
        run(Map.of(), "sign", image, "--attestations-repository", elsewhere).ends(0);
        run(Map.of("ATTEST_ATTESTATIONS_REPOSITORY", elsewhere), "verify", image)
                .ends(0);
        run(Map.of(), "get", image, "--type", "cyclonedx", "--attestations-repository", elsewhere)
                .ends(0);
        assertTrue(registry.requests().stream().noneMatch(r -> r.startsWith("P") && r.contains("/team/app/")));
        assertListedOnce();
        assertTrue(registry.requests().stream().anyMatch(r -> r.contains("/security/evidence/referrers/")));
        Cli.Result none = run(Map.of(), "get", image, "--type", "vsa", "--attestations-repository", elsewhere);
        none.ends(1);
        assertTrue(none.err().contains(" in " + elsewhere), none.err());
    }

    @Test
    void evidence_of_another_repository_comes_along_and_lies_beside_the_image() throws Exception {
        String elsewhere = registry.host() + "/security/evidence";
        run(Map.of(), "sign", image, "--attestations-repository", elsewhere).ends(0);
        String layout = "oci:" + work.resolve("copied") + ":1";
        Cli.Result copied = Cli.run("copy", image, layout, "--attestations-repository", elsewhere)
                .ends(0);
        assertTrue(copied.out().contains("from      " + elsewhere), copied.out());
        String archive = "oci-archive:" + work.resolve("saved.tar") + ":1";
        Cli.Result saved = Cli.run(
                        Map.of("ATTEST_ATTESTATIONS_REPOSITORY", elsewhere), "save", image, archive, "--format", "json")
                .ends(0);
        Schemas.holds("copy", saved.out());
        assertTrue(saved.out().contains("\"evidenceFrom\" : \"" + elsewhere + "\""), saved.out());
        String loaded = registry.host() + "/far/app:1";
        Cli.run(Map.of("ATTEST_ATTESTATIONS_REPOSITORY", elsewhere), "load", archive, loaded)
                .ends(0);
        for (String there : List.of(layout, archive, loaded)) {
            run(Map.of(), "verify", there).ends(0);
        }
        Cli.run("load", archive, loaded, "--attestations-repository", elsewhere)
                .failsWith(2, "only for images in registries");
        Cli.run("copy", image, layout, "--attestations-repository", "a/b:1").ends(2);
    }

    @Test
    void inspect_shows_what_lies_in_another_repository_and_who_signed_it() {
        String elsewhere = registry.host() + "/security/evidence";
        run(Map.of(), "sign", image, "--attestations-repository", elsewhere).ends(0);
        Cli.Result shown = run(Map.of(), "inspect", image, "--attestations-repository", elsewhere)
                .ends(0);
        assertTrue(shown.out().contains("signed by developer@local.attest.invalid"), shown.out());
        assertListedOnce();
        run(
                        Map.of(),
                        "inspect",
                        "oci:" + work.resolve("image"),
                        "--attestations-repository",
                        "registry.example/evidence")
                .failsWith(2, "only for images in registries");
    }

    @Test
    void a_repository_is_named_without_tag_and_only_for_registries() {
        for (String bad : List.of("a/b:1", "a/b@sha256:" + "0".repeat(64), "oci:dir", "Upper/case", "")) {
            run(Map.of(), "verify", image, "--attestations-repository", bad).ends(2);
        }
        String layout = "oci:" + work.resolve("image");
        run(Map.of(), "sign", layout, "--attestations-repository", "registry.example/evidence")
                .failsWith(2, "only for images in registries");
        run(Map.of("ATTEST_ATTESTATIONS_REPOSITORY", "registry.example/evidence"), "sign", layout)
                .ends(0);
    }

    @Test
    void a_login_that_may_only_read_costs_no_token_and_no_log_entry() throws Exception {
        registry.hook(exchange -> {
            boolean write = exchange.getRequestMethod().startsWith("P");
            if (write) {
                FakeRegistry.answer(exchange, 403, "", new byte[0]);
            }
            return write;
        });
        run(Map.of(), "sign", image).failsWith(3, "nothing was signed");
        // The local Sigstore, which would have had to log it, was not even made.
        assertFalse(Files.exists(work.resolve("sigstore")));
        assertEquals(List.of(), kept());
    }

    @Test
    void an_archive_is_refused_at_once_with_what_to_do() throws Exception {
        Path archive = work.resolve("image.tar");
        try (Stream<Path> files = Files.walk(work.resolve("image"))) {
            var tar = new dev.attest.testvectors.TarWriter();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tar.file(work.resolve("image").relativize(file).toString(), Files.readAllBytes(file));
            }
            Files.write(archive, tar.bytes());
        }
        run(Map.of(), "sign", "oci-archive:" + archive).failsWith(3, "copy the image to a layout");
        assertFalse(Files.exists(work.resolve("sigstore")));
    }

    @Test
    void an_interrupted_run_says_what_is_missing_and_is_completed_by_the_next() throws Exception {
        registry.hook(exchange -> {
            boolean list = exchange.getRequestMethod().equals("PUT")
                    && exchange.getRequestURI().getPath().contains("/manifests/sha256-");
            if (list) {
                FakeRegistry.answer(exchange, 400, "", new byte[0]);
            }
            return list;
        });
        Cli.Result failed = run(Map.of(), "sign", image).ends(3);
        assertTrue(
                failed.err().contains("0 of 5 bundles are attached in " + registry.host() + "/team/app"), failed.err());
        assertTrue(failed.err().contains("running the same command again completes it"), failed.err());
        assertEquals(5, kept().size());

        registry.hook(exchange -> false);
        Cli.Result done = run(Map.of(), "sign", image, "--format", "json").ends(0);
        assertTrue(done.err().contains("attaching again 5 bundles"), done.err());
        assertFalse(done.err().contains("signing"), done.err());
        assertTrue(done.out().contains("\"attachedAgain\""), done.out());
        run(Map.of(), "verify", image).ends(0);
        assertEquals(5, kept().size());
        run(Map.of(), "sign", image).ends(0);
        assertEquals(List.of(), kept());
    }
}

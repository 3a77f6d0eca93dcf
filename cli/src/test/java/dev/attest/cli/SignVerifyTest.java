package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.LayoutBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on images that the local Sigstore signs. */
class SignVerifyTest {
    @TempDir
    static Path work;

    private static String sigstore = "";
    private static String signed = "";
    private static Cli.Result signing = new Cli.Result(-1, "", "");

    @BeforeAll
    static void sign() {
        sigstore = work.resolve("sigstore").toString();
        signed = Cli.index(work.resolve("signed"));
        signing = Cli.run(local("sign", signed, "--format", "json")).ends(0);
    }

    private static String[] local(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--local", "--local-dir", sigstore));
        return all.toArray(String[]::new);
    }

    @Test
    void sign_writes_its_result_to_stdout_and_progress_to_stderr() throws Exception {
        Schemas.holds("sign", signing.out());
        assertTrue(signing.err().contains("signing"), signing.err());
        assertFalse(signing.err().contains("attest: "), signing.err());
    }

    @Test
    void sign_again_finds_everything_present_and_quiet_silences_it() {
        Cli.Result again = Cli.run(local("sign", signed, "--quiet")).ends(0);
        assertEquals("", again.err());
        assertTrue(again.out().contains("present   provenance of the image and its platforms"), again.out());
        assertTrue(again.out().contains("present   cyclonedx of linux/arm64"), again.out());
        assertFalse(again.out().contains("  signed    "), again.out());
    }

    @Test
    void verify_accepts_what_was_signed() throws Exception {
        Cli.Result text = Cli.run(local("verify", signed)).ends(0);
        assertTrue(text.out().endsWith("\nverified\n"), text.out());
        assertTrue(text.out().contains("  pass  no-shell "), text.out());
        assertEquals("", text.err());
        Cli.Result json = Cli.run(local("verify", signed, "--format", "json")).ends(0);
        Schemas.holds("verify", json.out());
        assertTrue(json.out().contains("\n  \"verdict\" : \"verified\""), json.out());
    }

    @Test
    void verify_judges_one_platform_when_asked() {
        Cli.Result one =
                Cli.run(local("verify", signed, "--platform", "linux/arm64")).ends(0);
        assertFalse(one.out().contains("linux/amd64"), one.out());
        Cli.run(local("verify", signed, "--platform", "linux/s390x")).failsWith(1, "linux/s390x");
        Cli.run(local("verify", signed, "--platform", "::")).failsWith(2, "--platform");
    }

    @Test
    void verify_refuses_an_unsigned_image_and_says_what_to_do() throws Exception {
        String unsigned = Cli.good(work.resolve("unsigned"));
        Cli.Result text = Cli.run(local("verify", unsigned)).ends(1);
        assertTrue(text.out().contains("  FAIL  signature "), text.out());
        assertTrue(text.out().contains("to do: "), text.out());
        assertTrue(text.out().endsWith(" checks failed\nrefused\n"), text.out());
        Schemas.holds(
                "verify", Cli.run(local("verify", unsigned, "--format", "json")).out());
    }

    @Test
    void verify_lists_few_of_many_rejections() {
        String image = Cli.good(work.resolve("many"));
        for (String name : List.of("a", "b", "c")) {
            Cli.run(local("sign", image, "--local-identity", name)).ends(0);
        }
        Cli.Result refused = Cli.run(local("verify", image)).ends(1);
        assertEquals(
                10,
                refused.out().lines().filter(l -> l.startsWith("  rejected")).count());
        assertTrue(refused.out().contains("and 5 more; --format json lists them all"), refused.out());
    }

    @Test
    void verify_weighs_refused_before_undecided_before_verified() throws Exception {
        String unsigned = Cli.good(work.resolve("unsigned-too"));
        String missing = "oci:" + work.resolve("missing");
        Cli.Result mixed = Cli.run(local("verify", signed, missing, unsigned, "--format", "json"))
                .failsWith(1, "there is no such folder");
        Schemas.holds("verify", mixed.out());
        assertTrue(mixed.out().contains("\n  \"verdict\" : \"refused\""), mixed.out());
        Cli.Result undecided =
                Cli.run(local("verify", missing, signed)).failsWith(3, missing + ": " + work.resolve("missing"));
        assertFalse(undecided.out().contains("there is no such folder"), "said once, on stderr");
        assertTrue(undecided.out().startsWith(missing + "\nundecided\n"), undecided.out());
    }

    @Test
    void verify_with_dev_asks_for_no_evidence() throws Exception {
        String unsigned = Cli.good(work.resolve("dev"));
        Cli.Result judged = Cli.run("verify", unsigned, "--policy", "dev", "--format", "json")
                .ends(0);
        Schemas.holds("verify", judged.out());
        assertFalse(judged.out().contains("\"trust\""), judged.out());
    }

    @Test
    void verify_refuses_a_layer_that_is_not_what_its_digest_says() throws Exception {
        Path layout = work.resolve("bent");
        String image = Cli.good(layout);
        Path manifest = layout.resolve("blobs/sha256")
                .resolve(LayoutBuilder.digestIn(Files.readString(layout.resolve("index.json")))
                        .substring(7));
        Files.writeString(manifest, Files.readString(manifest).replace("latest", "newest") + " ");
        Cli.run(local("verify", image)).failsWith(1, "sha256:");
        Cli.run(local("sign", image)).failsWith(1, "sha256:");
    }

    @Test
    void output_goes_whole_to_a_file() throws Exception {
        Path file = work.resolve("verdict.json");
        Cli.Result written = Cli.run(local("verify", signed, "--format", "json", "-o", file.toString()))
                .ends(0);
        assertEquals("", written.out());
        Schemas.holds("verify", Files.readString(file));
    }

    @Test
    void get_writes_the_predicate_or_the_statement() {
        Cli.Result sbom = Cli.run(local("get", signed, "--type", "cyclonedx", "--platform", "linux/amd64"))
                .ends(0);
        assertTrue(sbom.out().contains("\"bomFormat\" : \"CycloneDX\""), sbom.out());
        Cli.Result statement = Cli.run(local("get", signed, "--type", "provenance", "--statement"))
                .ends(0);
        assertTrue(statement.out().contains("https://in-toto.io/Statement/v1"), statement.out());
        Cli.run(local("get", signed, "--type", "cyclonedx")).failsWith(2, "choose with --platform: linux/amd64");
        Cli.run(local("get", signed, "--type", "vsa")).failsWith(1, "no vsa by an accepted identity");
        Cli.run(local("get", signed, "--type", "gossip")).failsWith(2, "--type: gossip is none of");
    }

    @Test
    void inspect_lists_what_is_attached() throws Exception {
        Cli.Result claims = Cli.run("inspect", signed).ends(0);
        assertTrue(claims.out().contains("(as it claims)"), claims.out());
        Cli.Result known = Cli.run(local("inspect", signed)).ends(0);
        assertTrue(known.out().contains("signed by developer@local.attest.invalid"), known.out());
        Schemas.holds("inspect", Cli.run("inspect", signed, "--format", "json").out());
        Schemas.holds(
                "inspect", Cli.run(local("inspect", signed, "--format", "json")).out());
        Cli.Result one = Cli.run("inspect", signed, "--platform", "linux/arm64").ends(0);
        assertFalse(one.out().contains("linux/amd64"), one.out());
        assertTrue(Cli.run("inspect", Cli.good(work.resolve("bare"))).out().contains("nothing attached"));
    }

    @Test
    void inspect_says_what_does_not_verify() throws Exception {
        Path other = work.resolve("other-sigstore");
        Cli.run("local", "init", "--local-dir", other.toString()).ends(0);
        String root = other.resolve("trusted_root.json").toString();
        Cli.Result text = Cli.run("inspect", signed, "--trusted-root", root).ends(0);
        assertTrue(text.out().contains("does not verify: "), text.out());
        Schemas.holds(
                "inspect",
                Cli.run("inspect", signed, "--trusted-root", root, "--format", "json")
                        .out());
    }

    @Test
    void facts_are_shown_and_say_what_layers_other_images_have() {
        String facts = Cli.run("sbom", signed, "--platform", "linux/amd64", "--format", "facts-table", "--base", signed)
                .ends(0)
                .out();
        assertTrue(facts.contains("HAS_BASE_IMAGE ") && facts.contains("not there: "), facts);
        String json = Cli.run(
                        "sbom",
                        signed,
                        "--platform",
                        "linux/amd64",
                        "--format",
                        "facts-json",
                        "--compare-layers",
                        signed)
                .ends(0)
                .out();
        assertTrue(json.contains("\"SHARES_LAYER\"") && json.contains("\"producer\""), json);
        Cli.run("sbom", signed, "--platform", "linux/amd64", "--base", "oci:/nowhere")
                .ends(3);
    }

    @Test
    void sbom_needs_one_platform() {
        assertTrue(Cli.run("sbom", signed, "--platform", "linux/amd64", "--format", "table")
                .ends(0)
                .out()
                .contains("tzdata"));
        assertTrue(Cli.run(Map.of("SOURCE_DATE_EPOCH", "86400"), "sbom", signed, "--platform", "linux/amd64")
                .ends(0)
                .out()
                .contains("1970-01-02T00:00:00Z"));
        Cli.run("sbom", signed).failsWith(2, "choose one platform with --platform; the image has linux/amd64");
        Cli.run("sbom", signed, "--platform", "linux/s390x").failsWith(2, "choose one platform");
        Cli.run("sbom", signed, "--format", "yaml").failsWith(2, "--format: yaml is none of");
        Cli.run(Map.of("SOURCE_DATE_EPOCH", "soon"), "sbom", signed, "--platform", "linux/amd64")
                .failsWith(2, "SOURCE_DATE_EPOCH");
    }

    @Test
    void sign_only_adds_what_is_named() throws Exception {
        String image = Cli.good(work.resolve("only"));
        Cli.Result some =
                Cli.run(local("sign", image, "--only", "signature,facts", "-q")).ends(0);
        assertTrue(some.out().contains("signed    facts of linux/amd64"), some.out());
        assertFalse(some.out().contains("provenance"), some.out());
        Path vex = Files.writeString(
                work.resolve("vex.json"),
                """
                {"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/vex/1","author":"us",
                 "timestamp":"2026-01-01T00:00:00Z","version":1,"statements":[{"vulnerability":{"name":"CVE-2026-1"},
                 "products":[{"@id":"pkg:deb/debian/absent"}],"status":"fixed"}]}
                """);
        Cli.Result left = Cli.run(local("sign", image, "--vex", vex.toString())).ends(0);
        assertTrue(left.err().contains("VEX statement left out: "), left.err());
    }

    @Test
    void a_registry_is_signed_and_verified_by_digest() throws Exception {
        Path layout = work.resolve("pushed");
        Cli.good(layout);
        String digest = LayoutBuilder.digestIn(Files.readString(layout.resolve("index.json")));
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(layout, "1", digest);
            String repository = registry.host() + "/library/demo";
            Cli.run(Map.of("ATTEST_REPOSITORY", repository), local("sign", digest))
                    .ends(0);
            Cli.run(local("verify", digest, "--repository", repository)).ends(0);
        }
    }
}

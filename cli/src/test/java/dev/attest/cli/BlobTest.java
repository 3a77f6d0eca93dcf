package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files signed and verified with the local Sigstore. */
class BlobTest {
    private static final String DIGEST = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    static Path work;

    private static Path file = Path.of("");
    private static Path bundle = Path.of("");
    private static Path about = Path.of("");

    @BeforeAll
    static void sign() throws Exception {
        file = Files.writeString(work.resolve("app.txt"), "hello");
        bundle = work.resolve("app.sigstore.json");
        about = work.resolve("app.sbom.sigstore.json");
        Path predicate = Files.writeString(work.resolve("predicate.json"), "{\"bomFormat\":\"CycloneDX\",\"n\":1.0}");
        run("sign-blob", file.toString(), "--bundle", bundle.toString()).ends(0);
        run("sign-blob", file.toString(), "--predicate", predicate.toString(), "--type", "cyclonedx", "-o", about + "")
                .ends(0);
    }

    private static Cli.Result run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--local", "--local-dir", work.resolve("sigstore").toString()));
        return Cli.run(all.toArray(String[]::new));
    }

    @Test
    void a_signed_file_verifies_by_name_and_by_digest() throws Exception {
        for (String artifact : List.of(file.toString(), DIGEST)) {
            Cli.Result text =
                    run("verify-blob", artifact, "--bundle", bundle.toString()).ends(0);
            assertTrue(text.out().contains("  signed by developer@local.attest.invalid"), text.out());
            assertTrue(text.out().endsWith("\nverified\n"), text.out());
            Cli.Result json = run("verify-blob", artifact, "--bundle", bundle.toString(), "--format", "json")
                    .ends(0);
            Schemas.holds("verify-blob", json.out());
        }
    }

    @Test
    void a_file_that_is_called_like_a_digest_does_not_stand_in_for_it() throws Exception {
        String digest = "sha256:" + "0".repeat(64);
        Path lookalike = Files.copy(file, Path.of(digest));
        try {
            Cli.Result refused = run("verify-blob", digest, "--bundle", bundle.toString(), "--format", "json")
                    .ends(1);
            assertTrue(refused.out().contains("\"reason\" : \"ARTIFACT\""), refused.out());
            run("verify-blob", "./" + digest, "--bundle", bundle.toString()).ends(0);
        } finally {
            Files.delete(lookalike);
        }
    }

    @Test
    void a_statement_about_a_file_is_handed_out_verified() throws Exception {
        Cli.Result json = run("verify-blob", DIGEST, "--bundle", about + "", "--type", "cyclonedx", "--format", "json")
                .ends(0);
        Schemas.holds("verify-blob", json.out());
        assertTrue(json.out().contains("\"bomFormat\" : \"CycloneDX\""), json.out());
        Cli.Result other = run("verify-blob", DIGEST, "--bundle", about + "", "--type", "openvex")
                .ends(1);
        assertTrue(other.out().contains("the statement is of type https://cyclonedx.org/bom"), other.out());
        Cli.Result bare = run("verify-blob", DIGEST, "--bundle", bundle + "", "--type", "openvex")
                .ends(1);
        assertTrue(bare.out().contains("the file itself is signed"), bare.out());
    }

    @Test
    void another_file_is_refused() throws Exception {
        Path other = Files.writeString(work.resolve("other.txt"), "hello!");
        for (Path signed : List.of(bundle, about)) {
            Cli.Result json = run("verify-blob", other.toString(), "--bundle", signed + "", "--format", "json")
                    .ends(1);
            Schemas.holds("verify-blob", json.out());
            assertTrue(json.out().contains("\"reason\" : \"ARTIFACT\""), json.out());
        }
    }

    @Test
    void another_identity_is_refused() {
        Cli.Result refused = run("verify-blob", file + "", "--bundle", bundle + "", "--local-identity", "somebody")
                .ends(1);
        assertTrue(refused.out().contains("rejected  IDENTITY, signed by developer@"), refused.out());
        for (String whole : List.of("dev.*", "developer@local.attest.invali")) {
            run(
                            "verify-blob",
                            file + "",
                            "--bundle",
                            bundle + "",
                            "--identity-regexp",
                            whole.replace(".*", ""),
                            "--issuer",
                            "https://local.attest.invalid")
                    .ends(1);
        }
        run(
                        "verify-blob",
                        file + "",
                        "--bundle",
                        bundle + "",
                        "--identity",
                        "x@y.example",
                        "--identity-regexp",
                        "dev.*@local[.]attest[.]invalid",
                        "--issuer",
                        "https://local.attest.invalid")
                .ends(0);
    }

    @Test
    void what_is_no_bundle_is_refused_and_what_is_not_there_is_said() {
        run("verify-blob", file + "", "--bundle", file + "").ends(1);
        run("verify-blob", file + "", "--bundle", work.resolve("none") + "").failsWith(3, "no such file");
        run("verify-blob", work.resolve("none") + "", "--bundle", bundle + "").failsWith(3, "no such file");
        run("sign-blob", work + "").failsWith(3, "is a folder");
        run("sign-blob", file + "", "--type", "x").failsWith(2, "--predicate and --type go together");
        run("verify-blob", file + "", "--bundle", bundle + "", "--type", "x y").failsWith(2, "--type");
    }

    @Test
    void a_bundle_does_not_overwrite_what_is_signed() throws Exception {
        Path kept = Files.writeString(work.resolve("kept.json"), "{}");
        run("sign-blob", kept + "", "--bundle", work.resolve("./kept.json") + "")
                .failsWith(2, "would overwrite");
        run("sign-blob", file + "", "--predicate", kept + "", "--type", "cyclonedx", "-o", kept + "")
                .failsWith(2, "would overwrite");
        assertEquals("{}", Files.readString(kept));
    }

    @Test
    void a_bundle_goes_to_standard_output_alone() throws Exception {
        Cli.Result signed = run("sign-blob", file.toString(), "--quiet").ends(0);
        assertEquals("", signed.err());
        Path written = Files.writeString(work.resolve("stdout.sigstore.json"), signed.out());
        run("verify-blob", file + "", "--bundle", written + "").ends(0);
    }
}

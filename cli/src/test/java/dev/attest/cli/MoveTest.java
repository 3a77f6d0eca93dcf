package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that were signed in one place verify in another one, with everything, or the command says what is missing. */
class MoveTest {
    private static final String IDENTITY = "developer@local.attest.invalid";
    private static final String ROOT = "sha256:" + "ab".repeat(32);
    private static final String ISSUER = "https://local.attest.invalid";

    @TempDir
    static Path work;

    private static String sigstore = "";
    private static String signed = "";

    @BeforeAll
    static void sign() {
        sigstore = work.resolve("sigstore").toString();
        signed = Cli.index(work.resolve("signed"));
        Cli.run(local("sign", signed)).ends(0);
    }

    private static String[] local(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--local", "--local-dir", sigstore));
        return all.toArray(String[]::new);
    }

    private static Cli.Result pinned(String image, String digest) {
        return Cli.run("verify", image, "--trusted-root", digest, "--identity", IDENTITY, "--issuer", ISSUER);
    }

    private static String rootDigest(String json) {
        int at = json.indexOf("\"trustedRoot\"");
        int start = json.indexOf("sha256:", at);
        return json.substring(start, start + "sha256:".length() + 64);
    }

    @Test
    void what_was_signed_in_one_registry_verifies_after_an_air_gap_in_one_without_the_api() throws Exception {
        String archive = "oci-archive:" + work.resolve("carry.tar");
        try (FakeRegistry from = FakeRegistry.start(Habit.REFERRERS_API);
                FakeRegistry to = FakeRegistry.start()) {
            String there = from.host() + "/team/app:1";
            Cli.Result copied =
                    Cli.run("copy", signed, there, "--format", "json").ends(0);
            Schemas.holds("copy", copied.out());
            Cli.run(local("verify", there)).ends(0);
            Cli.Result saved =
                    Cli.run(local("save", there, archive, "--format", "json")).ends(0);
            Schemas.holds("copy", saved.out());
            Cli.run(local("verify", archive)).ends(0);
            Cli.Result loaded =
                    Cli.run("load", archive + ":1", to.host() + "/far/app:2").ends(0);
            assertTrue(loaded.out().contains("left      application/vnd.dev.attest.trusted-root"), loaded.out());
            assertTrue(loaded.out().contains("https://slsa.dev/provenance/v1"), loaded.out());
            Cli.run(local("verify", to.host() + "/far/app:2")).ends(0);
        }
    }

    @Test
    void a_root_that_travels_counts_only_when_its_digest_is_named() {
        String layout = "oci:" + work.resolve("pinned") + ":1";
        Cli.Result saved = Cli.run(local("save", signed, layout)).ends(0);
        String line = saved.out()
                .lines()
                .filter(text -> text.startsWith("  verify"))
                .findFirst()
                .orElseThrow();
        String[] command = line.strip().split(" +", 3)[2].split(" ");
        Cli.Result verified = Cli.run(command).ends(0);
        assertTrue(verified.out().contains("which travels with " + layout), verified.out());
        pinned(layout, ROOT).failsWith(3, "no trusted root sha256:abab");
        pinned(layout, "sha256:abcd").failsWith(2, "--trusted-root: a sha256 digest has 64");
        Cli.run("verify", layout, "--identity", IDENTITY, "--issuer", ISSUER).failsWith(2, "--trusted-root FILE");
        Cli.run(
                        "verify-blob",
                        "none",
                        "--bundle",
                        "none",
                        "--trusted-root",
                        ROOT,
                        "--identity",
                        IDENTITY,
                        "--issuer",
                        ISSUER)
                .failsWith(2, "has to be a file");
    }

    /** Other tools list what they copy by another type, or by none. */
    @Test
    void a_pinned_root_is_found_whatever_type_it_is_listed_by() throws Exception {
        for (String listed : List.of("", "\"artifactType\":\"application/vnd.oci.empty.v1+json\"")) {
            Path folder = work.resolve("listed-" + listed.length());
            String layout = "oci:" + folder + ":1";
            String root = rootDigest(
                    Cli.run(local("save", signed, layout, "--format", "json")).out());
            String type = "\"artifactType\":\"" + CarriedRoots.ARTIFACT_TYPE + "\"";
            String index = Files.readString(folder.resolve("index.json"));
            assertTrue(index.contains(type), index);
            Files.writeString(
                    folder.resolve("index.json"),
                    listed.isEmpty() ? index.replace(type + ",", "") : index.replace(type, listed));
            pinned(layout, root).ends(0);
        }
    }

    @Test
    void a_root_of_somebody_else_that_travels_accepts_nothing_unless_it_is_pinned() throws Exception {
        Path other = work.resolve("other-sigstore");
        Cli.run("local", "init", "--local-dir", other.toString()).ends(0);
        String layout = "oci:" + work.resolve("two-roots") + ":1";
        String ours = rootDigest(
                Cli.run(local("save", signed, layout, "--format", "json")).out());
        String theirs = rootDigest(Cli.run(
                        "save",
                        layout,
                        layout,
                        "--format",
                        "json",
                        "--trusted-root",
                        other.resolve("trusted_root.json").toString())
                .ends(0)
                .out());
        pinned(layout, ours).ends(0);
        pinned(layout, theirs).ends(1);
        Cli.run(
                        "get",
                        layout,
                        "--type",
                        "provenance",
                        "--trusted-root",
                        ours,
                        "--identity",
                        IDENTITY,
                        "--issuer",
                        ISSUER)
                .ends(0);
        assertTrue(
                Cli.run("inspect", layout, "--trusted-root", ours).ends(0).out().contains("signed by " + IDENTITY));
    }

    @Test
    void a_root_that_the_source_carries_is_not_said_to_stay() {
        String carrying = "oci:" + work.resolve("carrying") + ":1";
        Cli.run(local("save", signed, carrying)).ends(0);
        Cli.Result copied = Cli.run("copy", carrying, "oci:" + work.resolve("carried") + ":1")
                .ends(0);
        assertTrue(copied.out().contains("root      what the source carries travels along"), copied.out());
        assertTrue(!copied.out().contains("none travels along"), copied.out());
    }

    @Test
    void a_layout_alone_still_means_the_one_image_and_several_are_kept_apart() throws Exception {
        String layout = "oci:" + work.resolve("several");
        Cli.run(local("save", signed, layout + ":one")).ends(0);
        Cli.run(local("verify", layout)).ends(0);
        var builder = new LayoutBuilder(work.resolve("second"));
        byte[] more = new TarWriter().file("etc/motd", "another image").bytes();
        builder.list(builder.image("linux", "amd64", "{\"User\":\"65532:65532\"}", Cli.goodLayer(), more), "latest")
                .write();
        String second = "oci:" + work.resolve("second");
        Cli.run(local("sign", second)).ends(0);
        Cli.Result saved = Cli.run("save", second, layout + ":two").ends(0);
        assertTrue(saved.out().contains("root      none was named"), saved.out());
        Cli.run(local("verify", layout + ":one", layout + ":two")).ends(0);
        Cli.run(local("verify", layout)).failsWith(3, ":one, :two");
        String archive = "oci-archive:" + work.resolve("one-of.tar");
        Cli.run("save", layout + ":two", archive).ends(0);
        Cli.run(local("verify", archive)).ends(0);
        assertArrayEquals(
                Files.readAllBytes(work.resolve("second/oci-layout")),
                Files.readAllBytes(work.resolve("several/oci-layout")));
    }

    @Test
    void evidence_that_did_not_come_along_is_refused_by_verify() throws Exception {
        String layout = "oci:" + work.resolve("less");
        Cli.run("copy", signed, layout, "--platform", "linux/amd64").ends(0);
        Cli.run(local("verify", layout)).ends(0);
        Path index = work.resolve("less/index.json");
        String json = Files.readString(index);
        int last = json.lastIndexOf(",{\"annotations\"");
        Files.writeString(
                index, json.substring(0, last) + json.substring(json.indexOf("}", json.indexOf("}", last) + 1) + 1));
        Cli.run(local("verify", layout)).ends(1);
    }

    @Test
    void a_platform_alone_says_what_stays() {
        Cli.Result one = Cli.run("copy", signed, "oci:" + work.resolve("arm"), "--platform", "linux/arm64")
                .ends(0);
        assertTrue(one.out().contains("left      "), one.out());
        assertTrue(one.out().contains("of the index sha256:"), one.out());
        Cli.run("copy", signed, "oci:" + work.resolve("none"), "--platform", "linux/s390x", "-q")
                .failsWith(1, "no image for linux/s390x");
    }

    @Test
    void wrong_places_are_usage_errors_that_say_what_to_do() {
        Cli.run("copy", signed, "docker-archive:x.tar").failsWith(2, "use oci-archive:FILE");
        Cli.run("copy", signed, "oci:x@" + ROOT).failsWith(2, "the digest is the image's own");
        Cli.run("save", signed, "registry.example/app:1").failsWith(2, "`attest copy` goes to a registry");
        Cli.run("load", "registry.example/app:1", "oci:x").failsWith(2, "`attest copy` comes from a registry");
        Cli.run("copy", signed).ends(2);
    }

    @Test
    void a_folder_with_other_content_is_left_alone() throws Exception {
        Path home = Files.createDirectory(work.resolve("home"));
        Files.writeString(home.resolve("letter.txt"), "dear");
        Cli.run("copy", signed, "oci:" + home).failsWith(3, "other content than an image layout");
        assertFalse(Files.exists(home.resolve("blobs")));
        Cli.run("copy", signed, "oci-archive:" + home).failsWith(3, "not a regular file");
        Cli.run("copy", signed, "oci-archive:" + home.resolve("no/such/folder.tar"))
                .failsWith(3, "there is no folder");
        assertEquals(1, home.toFile().list().length);
    }
}

package dev.attest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests and their coverage reported, signed beside the image. */
class ReportsTest {
    private static final String COMMIT = "c".repeat(40);

    @TempDir
    Path folder;

    private Map<String, String> home = Map.of();
    private String image = "";
    private String source = "";

    @BeforeEach
    void make() throws IOException {
        home = Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
        image = Cli.good(folder.resolve("app"));
        source = Files.createDirectory(folder.resolve("source")).toString();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private String tests(String body) throws IOException {
        return file(
                "tests.xml",
                "<testsuite name='s'><testcase classname='a.B' name='c'>" + body + "</testcase></testsuite>");
    }

    @Test
    void reports_are_signed_about_the_image_and_the_commit() throws Exception {
        String coverage = file("lcov.info", "TN:\nSF:a.c\nDA:1,1\nDA:2,0\nend_of_record\n");
        Cli.run(
                        home,
                        "sign",
                        image,
                        "--local",
                        "--source",
                        source,
                        "--commit",
                        COMMIT,
                        "--test-report",
                        tests(""),
                        "--coverage",
                        coverage)
                .ends(0);
        Cli.run(home, "verify", image, "--local").ends(0);
        String result = Cli.run(home, "get", image, "--type", "test-result", "--local", "--statement")
                .ends(0)
                .out();
        assertThat(result).contains("\"result\":\"PASSED\"").contains("\"gitCommit\":\"" + COMMIT + "\"");
        assertThat(Cli.run(home, "get", image, "--type", "coverage", "--local")
                        .ends(0)
                        .out())
                .contains("TEST_COVERAGE")
                .doesNotContain(folder.toString());
        assertThat(Cli.run(home, "get", image, "--type", "facts", "--local")
                        .ends(0)
                        .out())
                .doesNotContain("TEST_COVERAGE");
    }

    @Test
    void failed_tests_are_never_signed() throws Exception {
        Cli.run(home, "sign", image, "--local", "--source", source, "--test-report", tests("<failure/>"))
                .failsWith(1, "tests failed, nothing is signed: a.B");
        assertThat(Files.readString(folder.resolve("app").resolve("index.json")))
                .doesNotContain("sigstore");
    }

    @Test
    void what_does_not_fit_together_is_said_before_anything_is_signed() throws Exception {
        String report = tests("");
        Cli.run(home, "sign", image, "--local", "--only", "test-result").failsWith(2, "goes with --test-report");
        Cli.run(home, "sign", image, "--local", "--only", "facts", "--test-report", report)
                .failsWith(2, "--only leaves test-result out");
        Cli.run(home, "sign", image, "--local", "--commit", "HEAD", "--source", source, "--test-report", report)
                .failsWith(2, "--commit: expected 40 or 64");
        Cli.run(home, "sign", image, "--local", "--coverage", report).failsWith(2, "tests.xml");
        Cli.run(
                        home,
                        "sign",
                        image,
                        "--local",
                        "--test-report",
                        folder.resolve("absent.xml").toString())
                .failsWith(3, "absent.xml");
        Cli.run(home, "sign", image, "--local", "--build-system", "travis").failsWith(2, "is none of github-actions");
        Cli.run(home, "sign", image, "--local", "--vars", report).failsWith(2, "--with-inputs");
        Cli.run(home, "provenance", image, "--with-inputs", "--source", source)
                .failsWith(2, "--with-inputs is for builds of GitHub Actions");
        Cli.run(home, "provenance", image, "--build-command", "make", "--source", source)
                .ends(0);
        Cli.run(home, "sign", image, "--local", "--with-inputs", "--vars", report)
                .failsWith(2, "not JSON");
    }

    @Test
    void a_rebuild_is_signed_only_where_it_came_out_the_same() throws Exception {
        String again = Cli.good(folder.resolve("again"));
        var different = new LayoutBuilder(folder.resolve("other"));
        byte[] layer = new TarWriter().file("etc/other", "other\n").bytes();
        different
                .list(different.image("linux", "amd64", "{\"User\":\"65532:65532\"}", layer), "latest")
                .write();
        String other = "oci:" + folder.resolve("other");
        String link = "oci:" + Files.createSymbolicLink(folder.resolve("link"), folder.resolve("app"));
        for (String no : List.of(other, image, link, "oci:" + folder.resolve("again") + "/../app")) {
            Cli.Result refused = Cli.run(home, "sign", image, "--local", "--source", source, "--rebuilt-as", no)
                    .ends(1);
            assertThat(refused.err()).contains("is no rebuild that came out the same");
        }
        Cli.run(home, "sign", image, "--local", "--source", source, "--rebuilt-as", again)
                .ends(0);
        assertThat(Cli.run(home, "get", image, "--type", "rebuild", "--local")
                        .ends(0)
                        .out())
                .contains("ATTEST_REBUILT")
                .doesNotContain(folder.toString());
        Cli.run(home, "verify", image, "--local").ends(0);
    }

    private String grype(String digest) throws IOException {
        return file(
                "grype.json",
                """
                {"matches": [{"vulnerability": {"id": "CVE-2026-1", "severity": "High"},
                   "artifact": {"name": "tzdata", "version": "2026a-1", "type": "deb",
                     "purl": "pkg:deb/debian/tzdata@2026a-1"}}],
                 "source": {"type": "image", "target": {"manifestDigest": "%s"}},
                 "descriptor": {"name": "grype", "version": "0.1", "timestamp": "2026-01-02T00:00:00Z",
                   "db": {"built": "2026-01-01T00:00:00Z"}}}
                """
                        .formatted(digest));
    }

    private String digest(String of) {
        String json = Cli.run("verify", of, "--policy", "dev", "--format", "json")
                .ends(0)
                .out();
        return json.replaceAll("(?s).*\"digest\" : \"(sha256:[0-9a-f]{64})\".*", "$1");
    }

    @Test
    void a_scan_is_signed_of_the_platform_it_is_about_and_of_no_other_image() throws Exception {
        String mine = digest(image);
        Cli.run(home, "sign", image, "--local", "--source", source, "--scan", grype(mine))
                .ends(0);
        assertThat(Cli.run(home, "get", image, "--type", "vulns", "--local", "--statement")
                        .ends(0)
                        .out())
                .contains("CVE-2026-1")
                .contains(mine.substring(7));
        Cli.Result other = Cli.run(
                        home, "sign", image, "--local", "--source", source, "--scan", grype("sha256:" + "0".repeat(64)))
                .ends(1);
        assertThat(other.err()).contains("which is no digest of this image");
        Cli.run(home, "sign", image, "--local", "--scan-db-time", "now").failsWith(2, "go with --scan");
        Cli.run(home, "sign", image, "--local", "--scan", grype(mine), "--scan-db-time", "now")
                .failsWith(2, "--scan-db-time: expected a time");
        Cli.run(home, "sign", image, "--local", "--scan", file("odd.json", "{}"))
                .failsWith(2, "--scan");
        String undated = file(
                "undated.json",
                Files.readString(folder.resolve("grype.json")).replace("\"timestamp\": \"2026-01-02T00:00:00Z\",", ""));
        assertThat(Cli.run(home, "sign", image, "--local", "--source", source, "--scan", undated)
                        .ends(2)
                        .err())
                .contains("say it with --scan-time");
        String day = "2026-01-02T00:00:00Z";
        Cli.run(home, "sign", image, "--local", "--source", source, "--scan", undated, "--scan-time", day)
                .ends(0);
    }

    @Test
    void a_scan_of_an_index_has_to_say_of_which_platform() throws Exception {
        String index = Cli.index(folder.resolve("index"));
        Cli.Result unclear = Cli.run(home, "sign", index, "--local", "--source", source, "--scan", grype(""))
                .ends(2);
        assertThat(unclear.err()).contains("which platform was scanned?");
    }
}

package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.attest.sbom.cyclonedx.CycloneDx;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImageOrigin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.XmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that were made to stop a scan, to keep it busy, or to hide what is there. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileImagesTest {
    private static final String EVIL = "usr/local/bin/evil";
    private static final String PACKAGE = "Package: a\nVersion: 1\nStatus: install ok installed\n";
    private static final String MANIFEST =
            """
            {"jsonwall":"1.0","schema":"1.0","count":3}
            {"kind":"package","name":"%s","version":"1","sha256":"x","arch":"amd64"}
            {"kind":"path","path":"/usr/local/bin/evil","slices":["a_b"]}
            {"kind":"slice","name":"a_b"}
            """;

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=debian\nVERSION_ID=12\n");
    }

    private static byte[] manifest(String name) {
        return Zstd.compress(MANIFEST.formatted(name).getBytes(StandardCharsets.UTF_8));
    }

    private static void assertShows(TestImage image) throws Exception {
        var result = image.program(EVIL).scan();
        assertThat(Scanned.gaps(result)).contains("not-read executables of no known software");
    }

    @Test
    void field_of_very_many_lines_is_joined_at_once() throws Exception {
        var result = image().file("var/lib/dpkg/status", PACKAGE + "Depends: b\n" + " c,\n".repeat(1_000_000))
                .scan();
        assertThat(result.sbom().components()).hasSize(1);
    }

    @Test
    void parentheses_without_end_take_no_time() throws Exception {
        var result = image().file("var/lib/dpkg/status", PACKAGE + "Depends: b (" + ")".repeat(1_000_000) + "\u0085x\n")
                .scan();
        assertThat(result.sbom().components()).hasSize(1);
    }

    @Test
    void names_needed_and_provided_a_thousand_times_are_no_database() {
        var image = image().file(
                        "var/lib/dpkg/status",
                        PACKAGE + "Provides: " + "b (= 2), ".repeat(5_000) + "c\nDepends: " + "b (= 3), ".repeat(5_000)
                                + "c\n");
        assertThatThrownBy(image::scan).isInstanceOf(MalformedContentException.class);
    }

    @Test
    void blanks_inside_of_names_take_no_time() throws Exception {
        String blanks = " ".repeat(1_000_000);
        var result = image().file(
                        "usr/lib/R/library/a/DESCRIPTION",
                        "Package: a\nVersion: 1\nBuilt: R 4\nLicense: MIT" + blanks + "x\n")
                .file(
                        "app/b.spdx.json",
                        "{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[{\"SPDXID\":\"b\",\"name\":\"b\","
                                + "\"versionInfo\":\"1\",\"supplier\":\"Organization: x" + blanks + "y\"}]}")
                .file(
                        "app/node_modules/c/package.json",
                        "{\"name\":\"c\",\"version\":\"1.0.0\",\"author\":\"x" + blanks + "y\"}")
                .scan();
        assertThat(Scanned.purls(result)).containsExactlyInAnyOrder("none b", "pkg:cran/a@1", "pkg:npm/c@1.0.0");
    }

    @Test
    void long_names_in_a_table_are_not_multiplied() throws Exception {
        var table = new StringBuilder("rock_manifest={bin={[\"" + "A".repeat(1_000_000) + "\"]={");
        for (int i = 0; i < 60_000; i++) {
            table.append('a').append(i).append("=\"\",");
        }
        var result = image().file("usr/lib/luarocks/rocks-5.1/a/1-1/rock_manifest", table + "}}}")
                .scan();
        assertThat(result.sbom().components()).isEmpty();
    }

    @Test
    void manifest_of_another_system_adds_and_hides_nothing() throws Exception {
        for (byte[] content : List.of(manifest("a"), manifest(" "), new byte[] {'x'})) {
            var image = image().file("app/chisel/manifest.wall", content).program(EVIL);
            var result = image.scan();
            assertThat(result.sbom().components()).isEmpty();
            assertThat(Scanned.gaps(result))
                    .contains("not-read app/chisel/manifest.wall", "not-read executables of no known software");
        }
        assertThatThrownBy(() -> image().file("var/lib/chisel/manifest.wall", manifest(" "))
                        .scan())
                .isInstanceOf(MalformedContentException.class);
    }

    @Test
    void opkg_of_another_system_adds_and_hides_nothing() throws Exception {
        for (String status : List.of("Package: a\nVersion: 1\n", "no field\n")) {
            var result = image().file("app/lib/opkg/status", status)
                    .file("app/lib/opkg/info/a.list", "/" + EVIL + "\n")
                    .program(EVIL)
                    .scan();
            assertThat(result.sbom().components()).isEmpty();
            assertThat(Scanned.gaps(result))
                    .contains("not-read app/lib/opkg", "not-read executables of no known software");
        }
    }

    @Test
    void lists_of_no_package_account_for_nothing() throws Exception {
        assertShows(image().file("var/lib/dpkg/status", PACKAGE).file("var/lib/dpkg/info/x.list", "/" + EVIL + "\n"));
        assertShows(image().file("var/lib/pacman/local/x-1/files", "%FILES%\n" + EVIL + "\n"));
        assertShows(image().file("usr/lib/opkg/info/a.list", "/" + EVIL + "\n"));
        assertShows(image().file(
                        "usr/local/lib/luarocks/rocks-5.1/a/1-1/rock_manifest", "rock_manifest={bin={evil=\"\"}}"));
    }

    @Test
    void packages_of_an_application_account_for_no_folder_outside_of_it() throws Exception {
        assertShows(image().file(
                        "app/vendor/composer/installed.json",
                        "{\"packages\":[{\"name\":\"a/b\",\"version\":\"1\",\"install-path\":\"../../../usr\"}]}"));
        assertShows(image().directory("usr", 0755)
                .file(
                        "x.deps.json",
                        "{\"runtimeTarget\":{\"name\":\"t\"},\"targets\":{\"t\":{\"a/1\":{\"runtimeTargets\":"
                                + "{\"usr\":{}}}}},\"libraries\":{\"a/1\":{\"type\":\"package\"}}}"));
        assertShows(image().file(
                        "app/e/conda-meta/a.json",
                        "{\"name\":\"a\",\"version\":\"1\",\"files\":[\"../../usr/local/bin/evil\"]}"));
    }

    @Test
    void cpe_names_are_written_in_valid_forms_only() throws Exception {
        var scan = new TestImage()
                .layer()
                .file("etc/os-release", "ID=a\nVERSION_ID=1\nCPE_NAME=\"cpe:2.3:o:a:b:1:-:*:english:*:*:*:*\"\n")
                .file(
                        "app/b.cdx.json",
                        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\","
                                + "\"name\":\"b\",\"version\":\"1\",\"cpe\":\"cpe:2.3:a:b&c:b:1:*:*:english:*:*:*:*\"},"
                                + "{\"type\":\"library\",\"name\":\"c\",\"version\":\"1\","
                                + "\"cpe\":\"cpe:2.3:a:c\\\\+\\\\+:c:1.*:-:*:en-us:*:*:*:*\"}]}")
                .scan();
        var subject = new DocumentContext.Subject("r.example/a", TestImage.diffId(9), List.of(TestImage.diffId(0)));
        var context = new DocumentContext(subject, ImageOrigin.of(Map.of()), Instant.EPOCH, "1.0");
        assertThat(new XmlParser().validate(CycloneDx.xml(scan.sbom(), context), Version.VERSION_16))
                .isEmpty();
        assertThat(new String(CycloneDx.xml(scan.sbom(), context), StandardCharsets.UTF_8))
                .contains("cpe:2.3:a:c\\+\\+:c:1.*:-:*:en-us:*:*:*:*", "cpe:2.3:o:a:b:1:-:*:*:*:*:*:*");
    }

    @Test
    void damaged_database_of_another_system_is_a_gap_and_the_images_own_an_error() throws Exception {
        String[] others = {
            "app/testdata/lib/dpkg/status", "app/lib/apk/db/installed", "app/var/lib/pacman/local/a-1/desc"
        };
        for (String path : others) {
            var result = image().file(path, "\u0000hello\n\u0000").scan();
            assertThat(Scanned.gaps(result)).as(path).anyMatch(gap -> gap.endsWith(path));
        }
        for (String path : List.of("var/lib/dpkg/status", "lib/apk/db/installed", "var/lib/pacman/local/a-1/desc")) {
            assertThatThrownBy(() -> image().file(path, "\u0000hello\n\u0000").scan())
                    .as(path)
                    .isInstanceOf(MalformedContentException.class);
        }
        // The image's own may lie elsewhere, behind a link.
        assertThatThrownBy(() -> image().symlink("var/lib/dpkg", "../../srv/lib/dpkg")
                        .file("srv/lib/dpkg/status", "hello\n")
                        .scan())
                .isInstanceOf(MalformedContentException.class);
    }

    @Test
    void program_that_a_later_layer_put_in_a_packages_place_is_not_the_packages() throws Exception {
        var package_ = image().file("var/lib/dpkg/status", PACKAGE)
                .file("var/lib/dpkg/info/a.list", "/" + EVIL + "\n")
                .program(EVIL);
        assertThat(Scanned.gaps(package_.scan())).isEmpty();
        assertShows(package_.layer());
    }

    @Test
    void software_without_a_name_is_a_gap() throws Exception {
        var result = image().file(
                        "app/x.deps.json",
                        "{\"targets\":{\"t\":{\"/1.0\":{}}},\"runtimeTarget\":{\"name\":\"t\"},"
                                + "\"libraries\":{\"/1.0\":{\"type\":\"package\"}}}")
                .scan();
        assertThat(result.sbom().components())
                .noneMatch(one -> one.identity().name().isBlank());
    }
}

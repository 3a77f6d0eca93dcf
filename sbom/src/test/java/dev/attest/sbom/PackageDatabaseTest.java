package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageDatabaseTest {
    private static final String OS = "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n";
    private static final String ZLIB = stanza("zlib1g", "1:1.2.13.dfsg-1", "install ok installed")
            + "Source: zlib (1:1.2.13)\nDepends: libc6 (>= 2.14) | libc7, absent\n";

    private static String stanza(String name, String version, String status) {
        return "Package: " + name + "\nStatus: " + status
                + "\nMaintainer: A Person <a@example.org>\nArchitecture: amd64\n" + "Version: " + version
                + "\nDescription: one\n more: text\n .\n";
    }

    private static List<String> refs(ScanResult result) {
        return result.sbom().components().stream().map(Component::ref).toList();
    }

    @Test
    void dpkg_package_has_purl_with_architecture_distro_and_upstream() throws Exception {
        var result = new TestImage()
                .layer()
                .file("usr/lib/os-release", OS)
                .symlink("etc/os-release", "../usr/lib/os-release")
                .file("var/lib/dpkg/status", ZLIB + "\n" + stanza("libc6", "2.36", "install ok installed"))
                .scan();
        assertThat(refs(result))
                .containsExactly(
                        "pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12",
                        "pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?arch=amd64&distro=debian-12&upstream=zlib%401:1.2.13");
        Component zlib = result.sbom().components().get(1);
        assertThat(zlib.dependsOn()).containsExactly("pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12");
        assertThat(zlib.declared().supplier()).contains("A Person <a@example.org>");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deinstall ok config-files", "purge ok not-installed", "unknown ok not-installed"})
    void dpkg_removed_package_is_not_listed(String status) throws Exception {
        var result = new TestImage()
                .layer()
                .file("etc/os-release", OS)
                .file("var/lib/dpkg/status", stanza("wget", "1", status))
                .scan();
        assertThat(result.sbom().components()).isEmpty();
    }

    @Test
    void dpkg_status_directory_is_read_without_its_checksum_files() throws Exception {
        var result = new TestImage()
                .layer()
                .file("etc/os-release", OS)
                .file("var/lib/dpkg/status.d/base", "Package: base\nVersion: 1\n")
                .file("var/lib/dpkg/status.d/base.md5sums", "0123456789abcdef0123456789abcdef  usr/bin/thing\n")
                .program("usr/bin/thing")
                .scan();
        assertThat(refs(result)).containsExactly("pkg:deb/debian/base@1?distro=debian-12");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SQLite format 3\0garbage",
                "Package: a\n",
                "Version: 1\n",
                " continuation first\n",
                "Package: a\nPackage: b\nVersion: 1\n"
            })
    void dpkg_database_of_garbage_ends_the_scan(String text) {
        var image = new TestImage().layer().file("var/lib/dpkg/status", text);
        assertThatThrownBy(image::scan)
                .isInstanceOf(MalformedContentException.class)
                .hasMessageContaining("var/lib/dpkg/status");
    }

    @Test
    void dpkg_database_of_garbage_in_a_lower_layer_is_of_no_account() throws Exception {
        var result = new TestImage()
                .layer()
                .file("var/lib/dpkg/status", "garbage")
                .layer()
                .file("var/lib/dpkg/status", stanza("a", "1", "install ok installed"))
                .scan();
        assertThat(result.sbom().components()).hasSize(1);
    }

    @Test
    void dpkg_database_that_is_too_large_ends_the_scan() {
        var image = new TestImage().layer().file("var/lib/dpkg/status", ZLIB);
        assertThatThrownBy(() -> image.scan(Runnable::run, new ScanLimits(20, 100, 2, 100)))
                .isInstanceOf(MalformedContentException.class);
    }

    @Test
    void database_that_is_no_readable_file_ends_the_scan() {
        var dpkg = new TestImage().layer().directory("var/lib/dpkg/status", 0755);
        assertThatThrownBy(dpkg::scan).isInstanceOf(MalformedContentException.class);
        var apk = new TestImage().layer().file("data/db", "P:a\nV:1\n").symlink("lib/apk/db/installed", "/data/db");
        assertThatThrownBy(apk::scan).isInstanceOf(MalformedContentException.class);
    }

    @Test
    void database_reached_through_a_linked_directory_is_read() throws Exception {
        var result = new TestImage()
                .layer()
                .file("etc/os-release", OS)
                .symlink("var/lib/dpkg", "../../usr/lib/dpkg")
                .file("usr/lib/dpkg/status", stanza("a", "1", "install ok installed"))
                .scan();
        assertThat(result.sbom().components()).hasSize(1);
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void database_of_another_root_inside_the_image_is_a_gap() throws Exception {
        var result = new TestImage()
                .layer()
                .file("etc/os-release", OS)
                .file("srv/root/var/lib/dpkg/status", stanza("a", "1", "install ok installed"))
                .file("srv/root/lib/apk/db/installed", "P:a\nV:1\n")
                .scan();
        assertThat(result.sbom().components()).isEmpty();
        assertThat(result.sbom().gaps())
                .extracting(Gap::kind)
                .containsOnly(Gap.Kind.NOT_READ)
                .hasSize(2);
    }

    @Test
    void layers_of_first_introduction_and_last_change_are_told_apart() throws Exception {
        String old = stanza("old", "1", "install ok installed");
        String updated = stanza("updated", "1", "install ok installed");
        var result = new TestImage()
                .layer()
                .file("etc/os-release", OS)
                .file("var/lib/dpkg/status", old + "\n" + updated)
                .layer()
                .file("unrelated", "")
                .layer()
                .file(
                        "var/lib/dpkg/status",
                        old + "\n" + updated + "Depends: old\n\n" + stanza("new", "1", "install ok installed"))
                .scan();
        assertThat(result.sbom().components())
                .extracting(c ->
                        c.identity().name() + " " + c.evidence().firstLayer().equals(TestImage.diffId(0)) + " "
                                + c.evidence().lastLayer().equals(TestImage.diffId(2)))
                .containsExactly("new false true", "old true false", "updated true true");
    }

    @Test
    void file_lists_without_their_database_are_a_gap() throws Exception {
        var result = new TestImage()
                .layer()
                .file("etc/os-release", OS)
                .file("var/lib/dpkg/info/curl.list", "/.\n/usr/bin/curl\n")
                .program("usr/bin/curl")
                .scan();
        assertThat(result.sbom().gaps()).extracting(Gap::subject).containsExactly("var/lib/dpkg");
    }

    @Test
    void fields_of_absurd_length_end_the_scan_or_are_cut() throws Exception {
        var dpkg =
                new TestImage().layer().file("var/lib/dpkg/status", "Package: a\nVersion: " + "1".repeat(5000) + "\n");
        assertThatThrownBy(dpkg::scan).isInstanceOf(MalformedContentException.class);
        var apk = new TestImage().layer().file("lib/apk/db/installed", "P:" + "a".repeat(5000) + "\nV:1\n");
        assertThatThrownBy(apk::scan).isInstanceOf(MalformedContentException.class);
        var cut = new TestImage()
                .layer()
                .file("lib/apk/db/installed", "P:a\nV:1\nm:" + "x".repeat(100_000) + "\n")
                .scan();
        assertThat(cut.sbom().components().get(0).declared().supplier().orElseThrow())
                .hasSize(1000);
    }

    @Test
    void apk_packages_are_read_in_both_places() throws Exception {
        String record =
                """
                C:Q1abc=
                P:busybox
                V:1.36.1-r5
                A:x86_64
                L:GPL-2.0-only
                o:busybox
                m:N <n@example.org>
                D:so:libc.musl-x86_64.so.1 !other
                F:bin
                R:busybox

                P:musl
                V:1.2
                A:x86_64
                o:musl-src
                p:so:libc.musl-x86_64.so.1=1

                """;
        for (String path : List.of("lib/apk/db/installed", "usr/lib/apk/db/installed")) {
            var result = new TestImage()
                    .layer()
                    .file("etc/os-release", "ID=alpine\nVERSION_ID=3.20.1\n")
                    .file(path, record)
                    .program("bin/busybox")
                    .scan();
            assertThat(refs(result))
                    .containsExactly(
                            "pkg:apk/alpine/busybox@1.36.1-r5?arch=x86_64&distro=alpine-3.20.1",
                            "pkg:apk/alpine/musl@1.2?arch=x86_64&distro=alpine-3.20.1&upstream=musl-src");
            assertThat(result.sbom().components().get(0).dependsOn()).hasSize(1);
            assertThat(result.sbom().gaps()).isEmpty();
        }
    }

    @Test
    void apk_package_tells_licences_homepage_checksum_and_commit() throws Exception {
        var declared = new TestImage()
                        .layer()
                        .file("etc/os-release", "ID=wolfi\nVERSION_ID=20230201\n")
                        .file(
                                "usr/lib/apk/db/installed",
                                """
                        C:Q1K6BzHKGOzFyOIq0ZUn5DbWYLi2M=
                        P:a
                        V:1-r0
                        L:MIT BSD-3-Clause
                        U:https://example.org/a
                        c:0123456789012345678901234567890123456789

                        C:Q1!
                        P:b
                        V:1-r0
                        L:custom words
                        U:none
                        c:unknown

                        """)
                        .scan()
                        .sbom()
                        .components()
                        .stream()
                        .map(Component::declared)
                        .toList();
        assertThat(declared.get(0).licences()).containsExactly("MIT", "BSD-3-Clause");
        assertThat(declared.get(0).references()).containsEntry("website", "https://example.org/a");
        assertThat(declared.get(0).properties())
                .containsEntry("apk:checksum", "sha1:2ba0731ca18ecc5c8e22ad19527e436d660b8b63")
                .containsEntry("apk:commit", "0123456789012345678901234567890123456789");
        assertThat(declared.get(1).licences()).containsExactly("custom words");
        assertThat(declared.get(1).references()).isEmpty();
        assertThat(declared.get(1).properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "P:a\n\n", "V:1\n", "T:only a description\n"})
    void apk_database_of_garbage_ends_the_scan(String text) {
        var image = new TestImage().layer().file("lib/apk/db/installed", text);
        assertThatThrownBy(image::scan).isInstanceOf(MalformedContentException.class);
    }

    @Test
    void evidence_that_nobody_reads_is_a_gap_per_ecosystem() throws Exception {
        var result = new TestImage()
                .layer()
                .file("etc/os-release", OS)
                .file("snap/a/1/meta/snap.yaml", "")
                .file("snap/b/1/meta/snap.yaml", "")
                .file("var/db/pkg/sys-libs/zlib-1/CONTENTS", "")
                .program("app/server")
                .file("app/run", "#!/bin/sh".getBytes(StandardCharsets.UTF_8), 0755)
                .scan();
        assertThat(result.sbom().gaps())
                .extracting(gap -> gap.subject() + " " + gap.detail().split(" ")[0])
                .containsExactly("Portage packages 1", "executables of no known software 1", "snaps 2");
        assertThat(result.sbom().isComplete()).isFalse();
    }
}

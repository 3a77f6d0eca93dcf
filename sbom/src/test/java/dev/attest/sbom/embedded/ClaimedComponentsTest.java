package dev.attest.sbom.embedded;

import static dev.attest.sbom.embedded.Documents.component;
import static dev.attest.sbom.embedded.Documents.cycloneDx;
import static dev.attest.sbom.embedded.Documents.relation;
import static dev.attest.sbom.embedded.Documents.spdx;
import static dev.attest.sbom.embedded.Documents.spdxPackage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import org.junit.jupiter.api.Test;

class ClaimedComponentsTest {
    private static final String DATABASE = "usr/lib/apk/db/installed";
    private static final String DOCUMENT = "var/lib/db/sbom/unbound-1.23-r0.spdx.json";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=wolfi\nVERSION_ID=1\n");
    }

    private static String wolfi(String version) {
        return spdx(
                String.join(
                        ",",
                        spdxPackage("root", "unbound", version, "pkg:apk/chainguard/unbound@" + version),
                        spdxPackage("src", "unbound", "r1", "pkg:github/nlnetlabs/unbound@r1"),
                        spdxPackage("lib", "libfoo", "2", "pkg:generic/libfoo@2")),
                relation("root", "GENERATED_FROM", "src") + "," + relation("root", "CONTAINS", "lib"));
    }

    @Test
    void package_database_wins_and_is_completed() throws Exception {
        var result = image().file(
                        DATABASE, "P:unbound\nV:1.23-r0\nA:x86_64\nF:var/lib/db/sbom\nR:unbound-1.23-r0.spdx.json\n\n")
                .file(DOCUMENT, wolfi("1.23-r0"))
                .scan();
        String purl = "pkg:apk/wolfi/unbound@1.23-r0?arch=x86_64&distro=wolfi-1";
        assertThat(Scanned.purls(result)).containsExactly(purl, "pkg:generic/libfoo@2");
        Component unbound = Scanned.component(result, purl);
        assertThat(unbound.declared().supplier()).contains("Wolfi");
        assertThat(unbound.declared().licences()).containsExactly("BSD-3-Clause");
        assertThat(unbound.declared().properties())
                .containsEntry("source", "pkg:github/nlnetlabs/unbound@r1")
                .containsEntry("completed-by", DOCUMENT)
                .doesNotContainKey("claim");
        assertThat(unbound.dependsOn()).containsExactly("pkg:generic/libfoo@2");
        assertThat(unbound.evidence().paths()).containsExactly(DATABASE);
        Component claimed = Scanned.component(result, "pkg:generic/libfoo@2");
        assertThat(claimed.contained()).isTrue();
        assertThat(claimed.evidence().paths()).containsExactly(DOCUMENT);
        assertThat(claimed.declared().properties()).containsEntry("claim", "embedded SPDX-2.3");
        assertThat(result.sbom().operatingSystem().orElseThrow().id()).isEqualTo("wolfi");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void document_of_another_version_changes_nothing() throws Exception {
        var result = image().file(DATABASE, "P:unbound\nV:1.24-r0\nL:MIT\n\n")
                .file("var/lib/db/sbom/unbound-1.23-r0.json", wolfi("1.23-r0"))
                .scan();
        String purl = "pkg:apk/wolfi/unbound@1.24-r0?distro=wolfi-1";
        assertThat(Scanned.purls(result)).containsExactly(purl, "pkg:generic/libfoo@2");
        assertThat(Scanned.component(result, purl).declared().supplier()).isEmpty();
    }

    @Test
    void without_a_database_the_document_is_what_there_is() throws Exception {
        var result = image().file(DOCUMENT, wolfi("1.23-r0")).scan();
        assertThat(Scanned.purls(result)).containsExactly("pkg:apk/chainguard/unbound@1.23-r0", "pkg:generic/libfoo@2");
        assertThat(Scanned.component(result, "pkg:apk/chainguard/unbound@1.23-r0")
                        .declared()
                        .properties())
                .containsKey("claim");
    }

    @Test
    void wheel_carries_libraries_that_are_not_the_systems() throws Exception {
        String folder = "usr/lib/python3/site-packages/numpy-2.0.dist-info/";
        var result = new TestImage()
                .layer()
                .file("etc/os-release", "ID=debian\n")
                .file("var/lib/dpkg/status", "Package: libgfortran5\nVersion: 12\nArchitecture: amd64\n")
                .file(folder + "METADATA", "Name: numpy\nVersion: 2.0\n")
                .file(
                        folder + "sboms/auditwheel.cdx.json",
                        cycloneDx(
                                component("library", "numpy", "2.0", "pkg:pypi/numpy@2.0", ""),
                                component("library", "libgfortran5", "8", "pkg:deb/debian/libgfortran5@8", ""),
                                "{\"ref\":\"numpy\",\"dependsOn\":[\"libgfortran5\"]}"))
                .file(folder + "sboms/broken.json", "{")
                .scan();
        assertThat(Scanned.purls(result))
                .containsExactly(
                        "pkg:deb/debian/libgfortran5@12?arch=amd64&distro=debian",
                        "pkg:deb/debian/libgfortran5@8",
                        "pkg:pypi/numpy@2.0");
        assertThat(Scanned.component(result, "pkg:pypi/numpy@2.0").dependsOn())
                .containsExactly("pkg:deb/debian/libgfortran5@8");
        assertThat(Scanned.gaps(result)).containsExactly("unreadable " + folder + "sboms/broken.json");
    }

    @Test
    void what_was_found_is_not_doubled_by_a_document() throws Exception {
        var result = image().file("app/node_modules/a/package.json", "{\"name\":\"a\",\"version\":\"1\"}")
                .file(
                        "app/bom.cdx.json",
                        cycloneDx(
                                component("container", "image", "1", "", ""),
                                component("library", "a", "1", "pkg:npm/a@1", "") + ","
                                        + component("library", "b", "2", "pkg:npm/b@2", ""),
                                "{\"ref\":\"b\",\"dependsOn\":[\"a\"]}"))
                .file("app/test/other.cdx.json", "{")
                .scan();
        assertThat(Scanned.purls(result)).containsExactly("pkg:npm/a@1", "pkg:npm/b@2");
        assertThat(Scanned.component(result, "pkg:npm/b@2").dependsOn()).containsExactly("pkg:npm/a@1");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void bitnami_packages_own_their_folders() throws Exception {
        String document = spdx(
                String.join(
                        ",",
                        spdxPackage("root", "postgresql", "17.2-8", "pkg:bitnami/postgresql@17.2-8?arch=amd64"),
                        spdxPackage("geos", "geos", "3.13", "pkg:bitnami/geos@3.13?arch=amd64"),
                        spdxPackage("jar", "org.x:y", "1", "pkg:maven/org.x/y@1")),
                relation("root", "CONTAINS", "geos") + "," + relation("root", "CONTAINS", "jar"));
        var result = image().file("opt/bitnami/postgresql/.spdx-postgresql.spdx", document)
                .file(
                        "opt/bitnami/.bitnami_components.json",
                        "{\"postgresql\":{\"version\":\"17.2-8\",\"arch\":\"amd64\"},\"yq\":{\"version\":\"4-1\","
                                + "\"arch\":\"amd64\",\"distro\":\"debian-12\"}}")
                .program("opt/bitnami/postgresql/bin/postgres")
                .program("opt/bitnami/yq/bin/yq")
                .scan();
        assertThat(Scanned.purls(result))
                .containsExactly(
                        "pkg:bitnami/geos@3.13?arch=amd64",
                        "pkg:bitnami/postgresql@17.2-8?arch=amd64",
                        "pkg:bitnami/yq@4-1?arch=amd64&distro=debian-12",
                        "pkg:maven/org.x/y@1");
        assertThat(Scanned.component(result, "pkg:bitnami/postgresql@17.2-8?arch=amd64")
                        .dependsOn())
                .containsExactly("pkg:bitnami/geos@3.13?arch=amd64", "pkg:maven/org.x/y@1");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void damaged_documents_of_bitnami_are_named_once() throws Exception {
        var result = image().file("opt/bitnami/redis/.spdx-redis.spdx", "{]")
                .file("opt/bitnami/.bitnami_components.json", "[]")
                .scan();
        assertThat(Scanned.gaps(result))
                .containsExactly(
                        "unreadable opt/bitnami/.bitnami_components.json",
                        "unreadable opt/bitnami/redis/.spdx-redis.spdx");
    }
}

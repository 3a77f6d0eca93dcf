package dev.attest.sbom.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.sbom.Gap;
import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class CostlyArchiveTest {
    @Test
    void many_coordinates_among_many_packages_cost_no_product_of_both() {
        var zip = new Zips();
        for (int i = 0; i < 5_000; i++) {
            zip.add("META-INF/maven/" + i + "/pom.properties", "groupId=g" + i + "\nartifactId=a\nversion=1\n");
        }
        for (int i = 0; i < 50_000; i++) {
            zip.add("p" + i + "/A.class", "");
        }
        byte[] jar = zip.bytes();
        ScanResult scan = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> new TestImage().layer().file("app/a-1.jar", jar).scan());
        assertThat(scan.sbom().components()).hasSize(5_000);
    }

    @Test
    void text_of_an_archive_is_bounded() throws Exception {
        byte[] jar = new Zips()
                .add("META-INF/maven/g/a/pom.properties", new byte[(32 << 20) + 1])
                .bytes();
        ScanResult scan = new TestImage().layer().file("app/a-1.jar", jar).scan();
        assertThat(scan.sbom().components()).isEmpty();
        assertThat(scan.sbom().gaps()).extracting(Gap::subject).contains("app/a-1.jar");
    }

    @Test
    void layers_are_bounded_together() {
        var image = new TestImage()
                .layer()
                .file("a", "")
                .layer()
                .file("b", "")
                .layer()
                .file("c", "");
        assertThatThrownBy(() -> image.scan(Runnable::run, new ScanLimits(1 << 20, 1 << 20, 8, 2)))
                .hasMessageContaining("more than 2 entries");
    }

    @Test
    void group_is_known_by_a_package_below_it() throws Exception {
        byte[] jar = new Zips()
                .manifest("Implementation-Vendor-Id: org.acme")
                .add("org/acme/tool/A.class", "")
                .add("org/acmes/B.class", "")
                .bytes();
        ScanResult scan = new TestImage().layer().file("app/tool-1.jar", jar).scan();
        assertThat(scan.sbom().components().get(0).identity().group()).isEqualTo("org.acme");
    }
}

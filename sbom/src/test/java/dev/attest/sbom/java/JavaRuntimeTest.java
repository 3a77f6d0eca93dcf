package dev.attest.sbom.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.catalog.KeyValueText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaRuntimeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JAVA_VERSION=\"17.0.15\"|cpe:2.3:a:oracle:openjdk:17.0.15:*:*:*:*:*:*:*",
                "JAVA_VERSION=\"1.8.0_072\"|cpe:2.3:a:oracle:openjdk:8:update72:*:*:*:*:*:*",
                "JAVA_VERSION=\"1.8.0_412-b08\"|cpe:2.3:a:oracle:openjdk:8:update412:*:*:*:*:*:*",
                "JAVA_VERSION=\"21\";IMPLEMENTOR=\"Oracle Corporation\"|cpe:2.3:a:oracle:jre:21:*:*:*:*:*:*:* cpe:2.3:a:oracle:openjdk:21:*:*:*:*:*:*:*",
                "JAVA_VERSION=\"21\";IMPLEMENTOR=\"Azul Systems, Inc.\";IMPLEMENTOR_VERSION=\"Zulu21.30+15-CA\"|cpe:2.3:a:azul:zulu:21.30:*:*:*:*:*:*:* cpe:2.3:a:oracle:openjdk:21:*:*:*:*:*:*:*",
                "JAVA_VERSION=\"21\";IMPLEMENTOR=\"Azul\"|cpe:2.3:a:oracle:openjdk:21:*:*:*:*:*:*:*",
                "JAVA_VERSION=\"*:x\"|''",
                "JAVA_VERSION=\"1.8.0_x\"|''"
            })
    void release_gives_the_names_of_the_vulnerability_database(String lines, String cpes) {
        var release =
                new RuntimeRelease(KeyValueText.parse(lines.replace(';', '\n').getBytes(StandardCharsets.UTF_8)));
        assertThat(String.join(" ", release.cpes())).isEqualTo(cpes);
    }

    @Test
    void properties_tell_build_maker_and_machine() throws Exception {
        ScanResult scan = new TestImage()
                .layer()
                .file(
                        "opt/java/release",
                        """
                        JAVA_VERSION="21.0.1"
                        IMPLEMENTOR="Eclipse Adoptium"
                        IMPLEMENTOR_VERSION="Temurin-21.0.1+12"
                        JAVA_RUNTIME_VERSION="21.0.1+12-LTS"
                        JVM_VARIANT="Hotspot"
                        MODULES="java.base java.xml"
                        """)
                .scan();
        Component runtime = scan.sbom().components().get(0);
        assertThat(runtime.declared().properties())
                .containsEntry("java-runtime-version", "21.0.1+12-LTS")
                .containsEntry("java-vendor-version", "Temurin-21.0.1+12")
                .containsEntry("java-virtual-machine", "Hotspot")
                .containsEntry("java-modules", "2");
        assertThat(runtime.declared().supplier()).contains("Eclipse Adoptium");
    }

    @Test
    void archives_of_the_runtime_are_the_runtime_and_others_in_it_are_not_hidden() throws Exception {
        byte[] other = new Zips().pom("g", "a", "1").bytes();
        byte[] own = new Zips().add("java/lang/Object.class", "").bytes();
        ScanResult scan = new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file("opt/jdk8/release", "JAVA_VERSION=\"1.8.0_412\"\nIMAGE_TYPE=\"JDK\"\n")
                .file("opt/jdk8/jre/lib/rt.jar", own)
                .file("opt/jdk8/lib/tools.jar", own)
                .file("opt/jdk8/jre/lib/ext/a-1.jar", other)
                .file("opt/jdk/release", "JAVA_VERSION=\"21\"\n")
                .file("opt/jdk/lib/modules", "")
                .file("opt/jdk/lib/jrt-fs.jar", own)
                .file("opt/jdk/jmods/java.base.jmod", own)
                .scan();
        assertThat(scan.sbom().components())
                .extracting(Component::ref)
                .containsExactly("pkg:generic/jdk@1.8.0_412", "pkg:generic/jre@21", "pkg:maven/g/a@1");
        assertThat(scan.sbom().gaps()).isEmpty();
    }

    @Test
    void runtime_that_a_package_brought_is_not_listed_again() throws Exception {
        ScanResult scan = new TestImage()
                .layer()
                .file("etc/os-release", "ID=debian\n")
                .file(
                        "var/lib/dpkg/status",
                        "Package: openjdk\nStatus: install ok installed\nArchitecture: amd64\nVersion: 17\n\n")
                .file(
                        "var/lib/dpkg/info/openjdk.list",
                        "/usr/share/java/nameless.jar\n/usr/lib/jvm/java-17/release\n/usr/lib/jvm/java-17/lib/jrt-fs.jar\n")
                .file("usr/share/java/nameless.jar", new Zips().manifest("A: b").bytes())
                .file("usr/lib/jvm/java-17/release", "JAVA_VERSION=\"17\"\n")
                .file("usr/lib/jvm/java-17/lib/modules", "")
                .file(
                        "usr/lib/jvm/java-17/lib/jrt-fs.jar",
                        new Zips().add("a/A.class", "").bytes())
                .scan();
        assertThat(scan.sbom().components())
                .extracting(one -> one.identity().name())
                .isEqualTo(List.of("openjdk"));
        assertThat(scan.sbom().gaps()).isEmpty();
    }
}

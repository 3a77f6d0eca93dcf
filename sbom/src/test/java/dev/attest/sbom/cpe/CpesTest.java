package dev.attest.sbom.cpe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Component.Identity;
import dev.attest.sbom.Purl;
import dev.attest.sbom.TestImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpesTest {
    private static List<String> cpes(String purl) {
        Purl parsed = Purl.parse(purl).orElseThrow();
        var identity = new Identity(
                Component.Type.LIBRARY, parsed.namespace(), parsed.name(), parsed.version(), Optional.of(parsed));
        return Cpes.known(identity).cpes();
    }

    @ParameterizedTest
    @CsvSource({
        "pkg:deb/debian/libssl3@3.0.20-1~deb12u2?upstream=openssl, openssl:openssl:3.0.20:*",
        "pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?upstream=zlib, zlib:zlib:1.2.13:*",
        "pkg:deb/debian/bash@5.2.15-2%2Bb13?upstream=bash%405.2.15-2, gnu:bash:5.2.15:*",
        "pkg:deb/debian/openssh-client@1:9.2p1-2%2Bdeb12u3?upstream=openssh, openbsd:openssh:9.2:p1",
        "pkg:deb/debian/libpython3.11@3.11.2-6?upstream=python3.11, python:python:3.11.2:*",
        "pkg:deb/debian/git@1:2.39~rc1-1, git-scm:git:2.39:rc1",
        "pkg:rpm/fedora/bash@5.1.8-9.el9?upstream=bash-5.1.8-9.el9.src.rpm, gnu:bash:5.1.8:*",
        "pkg:apk/alpine/openssh@9.7_p1-r4, openbsd:openssh:9.7:p1",
        "pkg:apk/alpine/libcrypto3@3.3.1-r0?upstream=openssl, openssl:openssl:3.3.1:*",
        "pkg:maven/org.apache.logging.log4j/log4j-core@2.17.1, apache:log4j:2.17.1:*",
        "pkg:maven/io.netty/netty-codec-http@4.1.100.Final, netty:netty:4.1.100.final:*",
        "pkg:maven/com.mysql/mysql-connector-j@8.0.33, oracle:mysql_connector\\/j:8.0.33:*",
        "pkg:pypi/django@4.2, djangoproject:django:4.2:*",
        "pkg:generic/node@20.20.2, nodejs:node.js:20.20.2:*",
        "pkg:generic/jre@17.0.2%2B8, oracle:openjdk:17.0.2\\+8:*"
    })
    void known_software_has_its_name(String purl, String cpe) {
        assertThat(cpes(purl)).containsExactly("cpe:2.3:a:" + cpe + ":*:*:*:*:*:*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pkg:deb/debian/own-tool@1",
                "pkg:maven/org.example/spring-core@1",
                "pkg:maven/org.springframework.boot/spring-boot-actuator@3",
                "pkg:npm/openssl@1",
                "pkg:deb/debian/bash",
                "pkg:rpm/x/a@1-1?upstream=a.rpm"
            })
    void other_software_has_none(String purl) {
        assertThat(cpes(purl)).isEmpty();
    }

    @Test
    void software_of_two_names_has_both_in_order() {
        assertThat(cpes("pkg:apk/alpine/nginx@1.26.1-r0"))
                .containsExactly(
                        "cpe:2.3:a:f5:nginx:1.26.1:*:*:*:*:*:*:*", "cpe:2.3:a:nginx:nginx:1.26.1:*:*:*:*:*:*:*");
    }

    @ParameterizedTest
    @CsvSource({
        "cpe:/o:redhat:enterprise_linux:9::baseos, cpe:2.3:o:redhat:enterprise_linux:9:*:baseos:*:*:*:*:*",
        "cpe:2.3:o:amazon:amazon_linux:2023, cpe:2.3:o:amazon:amazon_linux:2023:*:*:*:*:*:*:*",
        "cpe:/o:a%2bb:c, cpe:2.3:o:a\\+b:c:*:*:*:*:*:*:*:*",
        "cpe:2.3:a:x\\:y:z:-, cpe:2.3:a:x\\:y:z:-:*:*:*:*:*:*:*"
    })
    void names_of_both_bindings_are_read(String text, String formatted) {
        assertThat(CpeName.parse(text).orElseThrow()).hasToString(formatted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cpe:",
                "cpe:/o:only",
                "cpe:2.3:z:a:b",
                "cpe:2.3:a::b",
                "x",
                "cpe:2.3:a:b:c:1:2:3:4:5:6:7:8:9"
            })
    void other_text_is_no_name(String text) {
        assertThat(CpeName.parse(text)).isEmpty();
    }

    @Test
    void operating_system_says_its_own() throws Exception {
        var system = new TestImage()
                .layer()
                .file(
                        "etc/os-release",
                        "ID=rhel\nVERSION_ID=9.4\nCPE_NAME=\"cpe:/o:redhat:enterprise_linux:9::baseos\"\n")
                .scan()
                .sbom()
                .operatingSystem()
                .orElseThrow();
        assertThat(system.cpe()).isEqualTo("cpe:2.3:o:redhat:enterprise_linux:9:*:baseos:*:*:*:*:*");
    }
}

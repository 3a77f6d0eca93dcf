package dev.attest.sbom.pacman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.sbom.Component;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacmanTest {
    private static final String LOCAL = "var/lib/pacman/local/";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=arch\n");
    }

    @Test
    void packages_have_edges_licences_and_files() throws Exception {
        var result = image().file(
                        LOCAL + "curl-8.5.0-1/desc",
                        """
                %NAME%
                curl

                %VERSION%
                8.5.0-1

                %BASE%
                curl

                %URL%
                https://curl.se

                %ARCH%
                x86_64

                %PACKAGER%
                A <a@b>

                %LICENSE%
                MIT

                %DEPENDS%
                ca-certificates
                libssl.so=3-64
                """)
                .file(LOCAL + "curl-8.5.0-1/files", "%FILES%\nusr/\nusr/bin/curl\n\n%BACKUP%\netc/x\tabc\n")
                .file(
                        LOCAL + "openssl-3.2-1/desc",
                        """
                %NAME%
                openssl

                %VERSION%
                1:3.2-1

                %BASE%
                ssl

                %PACKAGER%
                Unknown Packager

                %PROVIDES%
                libssl.so=3-64
                """)
                .file("srv/arch/var/lib/pacman/local/x-1/desc", "%NAME%\nx\n\n%VERSION%\n1\n")
                .program("usr/bin/curl")
                .scan();
        String curl = "pkg:alpm/arch/curl@8.5.0-1?arch=x86_64&distro=arch";
        String openssl = "pkg:alpm/arch/openssl@1:3.2-1?distro=arch&upstream=ssl";
        assertThat(Scanned.purls(result)).containsExactly(curl, openssl);
        Component component = Scanned.component(result, curl);
        assertThat(component.dependsOn()).containsExactly(openssl);
        assertThat(component.declared().licences()).containsExactly("MIT");
        assertThat(component.declared().supplier()).contains("A <a@b>");
        assertThat(component.declared().references()).containsEntry("website", "https://curl.se");
        assertThat(Scanned.component(result, openssl).declared().supplier()).isEmpty();
        assertThat(Scanned.gaps(result)).containsExactly("not-read srv/arch/var/lib/pacman/local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "%NAME%\na\n", "%VERSION%\n1\n", "%NAME%\n\na\n\n%VERSION%\n1\n"})
    void database_of_garbage_ends_the_scan(String text) {
        assertThatThrownBy(() -> image().file(LOCAL + "a-1/desc", text).scan())
                .isInstanceOf(MalformedContentException.class);
    }
}

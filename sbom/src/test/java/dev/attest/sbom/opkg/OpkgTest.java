package dev.attest.sbom.opkg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.sbom.Component;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpkgTest {
    private static final String STATUS = "usr/lib/opkg/status";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=openwrt\nVERSION_ID=23.05\n");
    }

    @Test
    void status_is_completed_by_control_files_and_lists() throws Exception {
        var result = image().file(
                        STATUS,
                        """
                Package: dnsmasq
                Version: 2.90-2
                Depends: libc, ubus (>= 1)
                Status: install user installed
                Architecture: x86_64

                Package: libc
                Version: 1.2.4-4
                Architecture: x86_64

                Package: gone
                Version: 1
                Status: deinstall ok not-installed
                """)
                .file(
                        "usr/lib/opkg/info/dnsmasq.control",
                        """
                Package: dnsmasq
                Version: 2.90-2
                License: GPL-2.0
                Maintainer: A <a@b>
                Homepage: https://dnsmasq
                """)
                .file("usr/lib/opkg/info/alone.control", "Package: alone\nVersion: 3\nProvides: ubus\n")
                .file("usr/lib/opkg/info/dnsmasq.list", "/usr/sbin/dnsmasq\t0755\n")
                .program("usr/sbin/dnsmasq")
                .scan();
        String dnsmasq = "pkg:opkg/openwrt/dnsmasq@2.90-2?arch=x86_64&distro=openwrt-23.05";
        String alone = "pkg:opkg/openwrt/alone@3?distro=openwrt-23.05";
        String libc = "pkg:opkg/openwrt/libc@1.2.4-4?arch=x86_64&distro=openwrt-23.05";
        assertThat(Scanned.purls(result)).containsExactly(alone, dnsmasq, libc);
        Component component = Scanned.component(result, dnsmasq);
        assertThat(component.dependsOn()).containsExactly(alone, libc);
        assertThat(component.declared().licences()).containsExactly("GPL-2.0");
        assertThat(component.declared().supplier()).contains("A <a@b>");
        assertThat(component.declared().references()).containsEntry("website", "https://dnsmasq");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "Package: a\n\n", "Version: 1\n", "\u0000\u0000"})
    void database_of_garbage_ends_the_scan(String text) {
        assertThatThrownBy(() -> image().file("var/lib/opkg/status", text).scan())
                .isInstanceOf(MalformedContentException.class);
    }
}

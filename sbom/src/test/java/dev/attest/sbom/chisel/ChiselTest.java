package dev.attest.sbom.chisel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChiselTest {
    private static final String MANIFEST = "var/lib/chisel/manifest.wall";
    private static final String WALL =
            """
                {"jsonwall":"1.0","schema":"1.0","count":6}
                {"kind":"content","slice":"openssl_bins","path":"/usr/bin/openssl"}
                {"kind":"package","name":"libssl3","version":"3.0.2","sha256":"aa","arch":"amd64"}
                {"kind":"package","name":"openssl","version":"3.0.2","sha256":"bb","arch":"amd64"}
                {"kind":"path","path":"/usr/bin/openssl","mode":"0755","slices":["openssl_bins"]}
                {"kind":"path","path":"/usr/bin/","mode":"0755","slices":["openssl_bins"]}
                {"kind":"slice","name":"openssl_bins"}
                {"kind":"slice","name":"openssl_config"}
                """;

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=ubuntu\nVERSION_ID=22.04\n");
    }

    private static byte[] compressed(String text) {
        return Zstd.compress(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void packages_own_the_files_of_their_slices() throws Exception {
        var result = image().file(MANIFEST, compressed(WALL))
                .program("usr/bin/openssl")
                .scan();
        String openssl = "pkg:deb/ubuntu/openssl@3.0.2?arch=amd64&distro=ubuntu-22.04";
        assertThat(Scanned.purls(result))
                .containsExactly("pkg:deb/ubuntu/libssl3@3.0.2?arch=amd64&distro=ubuntu-22.04", openssl);
        assertThat(Scanned.component(result, openssl).declared().properties())
                .containsEntry("chisel:slices", "openssl_bins openssl_config");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void package_that_dpkg_lists_is_that_one() throws Exception {
        var result = image().file(MANIFEST, compressed(WALL))
                .file("var/lib/dpkg/status", "Package: libssl3\nVersion: 3.0.2\nArchitecture: amd64\nSource: openssl\n")
                .scan();
        assertThat(Scanned.purls(result))
                .containsExactly(
                        "pkg:deb/ubuntu/libssl3@3.0.2?arch=amd64&distro=ubuntu-22.04&upstream=openssl",
                        "pkg:deb/ubuntu/openssl@3.0.2?arch=amd64&distro=ubuntu-22.04");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json\n",
                "{\"jsonwall\":\"1.0\",\"schema\":\"9.0\"}\n",
                "{\"kind\":\"package\",\"name\":\"a\",\"version\":\"1\"}\n",
                "{\"jsonwall\":\"1.0\",\"schema\":\"1.0\"}\n{\"kind\":\"package\",\"name\":\"a\"}\n"
            })
    void manifest_of_garbage_ends_the_scan(String text) {
        assertThatThrownBy(() -> image().file(MANIFEST, compressed(text)).scan())
                .isInstanceOf(MalformedContentException.class);
    }

    @Test
    void damaged_compression_ends_the_scan() {
        byte[] whole = compressed(WALL);
        byte[] damaged = Arrays.copyOf(whole, whole.length - 5);
        assertThatThrownBy(() -> image().file(MANIFEST, damaged).scan()).isInstanceOf(MalformedContentException.class);
        byte[] bomb = Zstd.compress(new byte[300 << 20]);
        assertThatThrownBy(() -> image().file(MANIFEST, bomb).scan()).isInstanceOf(MalformedContentException.class);
    }
}

package dev.attest.sbom.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownProgramsTest {
    private static byte[] program(int size, int at, String text) {
        byte[] bytes = new byte[size];
        byte[] mark = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy("\u007fELF".getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, 4);
        System.arraycopy(mark, 0, bytes, at, mark.length);
        return bytes;
    }

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 500, 65_520, 65_530, 65_536, 131_060, (2 << 20) - 18})
    void runtime_without_package_is_a_platform_wherever_the_version_stands(int at) throws Exception {
        byte[] program = program(2 << 20, at, "node.js/v20.20.2\0");
        var result = image().file("usr/local/bin/node", program, 0755).scan();
        assertThat(result.sbom().components())
                .extracting(Component::identity)
                .extracting(i -> i.type().id() + " " + i.purl().orElseThrow())
                .containsExactly("platform pkg:generic/node@20.20.2");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void program_of_another_kind_or_of_a_package_is_none() throws Exception {
        byte[] other = program(2 << 20, 600, "node.js/v20\0 node.js/vx.1.2\0");
        assertThat(image().file("bin/node", other, 0755).scan().sbom().components())
                .isEmpty();
        byte[] node = program(2 << 20, 600, "node.js/v20.20.2\0");
        var result = image().file("usr/bin/node", node, 0755)
                .file("var/lib/dpkg/status", "Package: nodejs\nVersion: 20\nStatus: install ok installed\n")
                .file("var/lib/dpkg/info/nodejs.list", "/usr/bin/node\n")
                .scan();
        assertThat(result.sbom().components())
                .extracting(c -> c.identity().name())
                .isEqualTo(List.of("nodejs"));
    }
}

package dev.attest.sbom.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepackagedTest {
    private static final byte[] NODE =
            ("\177ELF" + "\0".repeat(2 << 20) + "node.js/v20.1.2\0").getBytes(StandardCharsets.ISO_8859_1);

    private static TestImage debian(String name, String version, String file) {
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=debian\nVERSION_ID=12\n")
                .file(
                        "var/lib/dpkg/status",
                        "Package: " + name + "\nStatus: install ok installed\nMaintainer: Vendor <v@example.com>\n"
                                + "Architecture: amd64\nVersion: " + version + "\n")
                .file("var/lib/dpkg/info/" + name + ".list", "/.\n/" + file + "\n");
    }

    private static Component inner(TestImage image, String type) throws Exception {
        List<Component> components = image.scan().sbom().components();
        Component inner = components.stream()
                .filter(one -> one.ref().startsWith("pkg:" + type + "/"))
                .findFirst()
                .orElseThrow();
        Component owner = components.stream()
                .filter(one -> one.ref().startsWith("pkg:deb/"))
                .findFirst()
                .orElseThrow();
        assertThat(inner.contained()).isTrue();
        assertThat(owner.dependsOn()).contains(inner.ref());
        return inner;
    }

    @ParameterizedTest
    @CsvSource({
        "python3-six, 1.16.0-4, six, 1.16.0, true",
        "python3-charset-normalizer, 3.0.1-2, charset_normalizer, 3.0.1, true",
        "six, 1:1.16.0+dfsg-4, Six, 1.16.0, true",
        "python3-six, 1.16.10-4, six, 1.16.1, false",
        "python3-six, 1.16.1-4, six, 1.16, false",
        "python3-six, 1.16.0-4, idna, 1.16.0, false",
        "docker-ce, 27.1-1, requests, 2.31.0, false"
    })
    void distribution_in_a_package_is_listed_below_it_and_marked_where_it_is_the_same(
            String name, String version, String distribution, String inside, boolean same) throws Exception {
        String file = "usr/lib/python3/dist-packages/x-1.dist-info/METADATA";
        var image = debian(name, version, file)
                .file(file, "Metadata-Version: 2.1\nName: " + distribution + "\nVersion: " + inside + "\n\n");
        assertThat(inner(image, "pypi").declared().properties().containsKey("same-as"))
                .isEqualTo(same);
    }

    @Test
    void package_of_node_in_a_third_party_package_is_not_hidden() throws Exception {
        String file = "opt/vendor/node_modules/left-pad/package.json";
        var image = debian("vendor-app", "1.3.0", file).file(file, "{\"name\":\"left-pad\",\"version\":\"1.3.0\"}");
        Component inner = inner(image, "npm");
        assertThat(inner.identity().name()).isEqualTo("left-pad");
        assertThat(inner.declared().properties()).doesNotContainKey("same-as");
    }

    @Test
    void runtime_of_node_is_hidden_by_its_own_package_only() throws Exception {
        var bundled = debian("vendor-app", "1.3.0", "opt/vendor/bin/node").file("opt/vendor/bin/node", NODE, 0755);
        assertThat(inner(bundled, "generic").identity().version()).isEqualTo("20.1.2");
        for (String file : new String[] {"usr/bin/node", "opt/nodejs/bin/node"}) {
            var own = debian("nodejs", "20.1.2-1nodesource1", file).file(file, NODE, 0755);
            assertThat(own.scan().sbom().components()).hasSize(1);
        }
    }
}

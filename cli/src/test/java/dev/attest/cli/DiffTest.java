package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
    @TempDir
    Path work;

    private String image(String name, String version, String config) {
        byte[] packages = new TarWriter()
                .file(
                        "var/lib/dpkg/status.d/tool",
                        "Package: tool\nVersion: " + version + "\nArchitecture: all\nStatus: install ok installed\n\n")
                .bytes();
        var builder = new LayoutBuilder(work.resolve(name));
        builder.list(builder.image("linux", "amd64", config, Cli.goodLayer(), packages), "latest")
                .write();
        return "oci:" + work.resolve(name);
    }

    private String old() {
        return image("old", "1.9", "{\"User\":\"1\",\"Env\":[\"DB_PASSWORD=hunter2\",\"A=1\"]}");
    }

    private String now() {
        return image("new", "1.10", "{\"User\":\"2\",\"Env\":[\"DB_PASSWORD=swordfish\",\"A=1\"]}");
    }

    @Test
    void images_are_compared_by_packages_configuration_and_layers() throws Exception {
        Cli.Result text = Cli.run("diff", old(), now()).ends(0);
        assertTrue(text.out().contains("0 added, 0 removed, 1 upgraded, 0 downgraded"), text.out());
        assertTrue(
                text.out().contains("  ^ deb linux/tool 1.9 -> 1.10\n")
                        || text.out().contains("  ^ deb debian/tool 1.9 -> 1.10\n"),
                text.out());
        assertTrue(text.out().contains("  user: 1 -> 2\n"), text.out());
        assertTrue(text.out().contains("  env DB_PASSWORD: (hidden) -> (hidden)\n"), text.out());
        assertFalse(text.out().contains("hunter2"), text.out());
        assertTrue(text.out().contains("layers: 1 shared ("), text.out());
        assertTrue(text.out().endsWith("\ndifferent\n"), text.out());
        Cli.Result json =
                Cli.run("diff", old(), now(), "--format", "json", "--no-cache").ends(0);
        Schemas.holds("diff", json.out());
        assertFalse(json.out().contains("swordfish"), json.out());
    }

    @Test
    void exit_code_is_asked_for() {
        String image = old();
        assertTrue(Cli.run("diff", image, image, "--exit-code").ends(0).out().endsWith("identical\n"));
        Cli.run("diff", image, now(), "--exit-code").ends(1);
    }

    @Test
    void a_side_may_be_an_sbom() throws Exception {
        String image = old();
        Path cycloneDx = work.resolve("old.cdx.json");
        Path spdx = work.resolve("old.spdx.json");
        Cli.run("sbom", image, "--format", "cyclonedx-json=" + cycloneDx, "--format", "spdx-json=" + spdx)
                .ends(0);
        for (Path sbom : java.util.List.of(cycloneDx, spdx)) {
            Cli.Result same =
                    Cli.run("diff", sbom.toString(), image, "--format", "json").ends(0);
            Schemas.holds("diff", same.out());
            assertTrue(same.out().contains("\"identical\" : true"), same.out());
        }
        Cli.run("diff", cycloneDx.toString(), now(), "--exit-code").ends(1);
    }

    @Test
    void what_is_no_sbom_is_a_usage_error() throws Exception {
        Path other = java.nio.file.Files.writeString(work.resolve("x.json"), "{}");
        Cli.run("diff", other.toString(), old()).failsWith(2, "CycloneDX");
        Cli.run("diff", work.resolve("none.json").toString(), old()).ends(2);
    }

    @Test
    void the_same_platform_is_taken_of_both_sides() {
        String index = Cli.index(work.resolve("index"));
        Cli.run("diff", index, index).failsWith(2, "--platform");
        String one = Cli.run("diff", index, index, "--platform", "linux/arm64")
                .ends(0)
                .out();
        assertTrue(one.contains("linux/arm64"), one);
        assertTrue(one.endsWith("identical\n"), one);
    }
}

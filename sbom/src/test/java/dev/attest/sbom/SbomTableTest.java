package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.java.Zips;
import java.util.List;
import org.junit.jupiter.api.Test;

class SbomTableTest {
    private static TestImage image() throws Exception {
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=alpine\nVERSION_ID=3.20\nPRETTY_NAME='Alpine \"x\"'\n")
                .layer()
                .file("app/broken.jar", "no zip")
                .file(
                        "app/dir \u0007/outer-1.jar",
                        new Zips().pom("org.acme", "outer", "1").bytes());
    }

    private static String table(int width) throws Exception {
        return SbomTable.write(image().scan().sbom(), image().config().diffIds(), width);
    }

    @Test
    void table_names_layers_and_gives_a_terminal_no_orders() throws Exception {
        assertThat(table(200))
                .contains("Operating system: Alpine \"x\"", "org.acme:outer", "1 component\n")
                .contains("not described, unreadable: 1\n  app/broken.jar (")
                .containsPattern("maven +org\\.acme:outer +1 +1 +app/dir \\?/outer-1\\.jar")
                .doesNotContain("\u0007")
                .endsWith("\n");
    }

    @Test
    void lines_of_components_fit_the_width() throws Exception {
        List<String> lines =
                table(70).lines().filter(line -> line.startsWith("maven")).toList();
        assertThat(lines).singleElement().satisfies(line -> assertThat(line.length())
                .isLessThanOrEqualTo(70));
    }
}

package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaIndexTest {
    @TempDir
    Path folder;

    @Test
    void repository_becomes_an_index() throws Exception {
        Path place = Files.createDirectories(folder.resolve("repository/org/acme/tool/1.0"));
        Files.writeString(place.resolve("tool-1.0.jar"), "bytes");
        Path index = folder.resolve("index");
        Cli.run("java-index", folder.resolve("repository").toString(), "-o", index.toString())
                .ends(0);
        String bytes = Files.readString(index, StandardCharsets.ISO_8859_1);
        assertTrue(bytes.startsWith("AJINDEX1") && bytes.endsWith("org.acme:tool:1.0"), bytes);
        String image = Cli.good(folder.resolve("image"));
        Cli.run("sbom", image, "--java-index", index.toString()).ends(0);
        Cli.run("java-index", folder.resolve("absent").toString()).failsWith(2, "there is no folder");
        Cli.run("verify", image, "--policy", "dev", "--java-index", index.toString())
                .failsWith(2, "only with --recheck");
    }

    @Test
    void file_that_is_no_index_is_a_mistake_of_usage() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "something else altogether");
        String image = Cli.good(folder.resolve("image"));
        Cli.run("sbom", image, "--java-index", other.toString()).failsWith(2, "no index of Java archives");
        Cli.run("sbom", image, "--java-index", folder.resolve("absent").toString())
                .failsWith(2, "there is no file");
    }
}

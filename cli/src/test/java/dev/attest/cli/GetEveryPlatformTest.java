package dev.attest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document of one platform does not pass for that of an image whose other platform's was withheld. */
class GetEveryPlatformTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void document_of_one_platform_does_not_stand_for_all() throws Exception {
        Path layout = folder.resolve("image");
        var builder = new LayoutBuilder(layout);
        String arm64 = builder.image(
                "linux", "arm64", "{}", new TarWriter().file("a", "arm64").bytes());
        String amd64 = builder.image(
                "linux", "amd64", "{}", new TarWriter().file("a", "amd64").bytes());
        builder.list(builder.index(arm64, amd64), "latest").write();
        assertThat(run("sign", "oci:" + layout + ":latest")).isZero();
        assertThat(get("oci:" + layout + ":latest")).isEqualTo(ExitCode.USAGE.code());

        withhold(layout, "https://cyclonedx.org/bom", LayoutBuilder.digestIn(arm64));
        out.reset();
        assertThat(get("oci:" + layout + ":latest")).isEqualTo(ExitCode.REFUSED.code());
        assertThat(out.size()).isZero();
        assertThat(get("oci:" + layout + ":latest", "--platform", "linux/amd64"))
                .isZero();
    }

    private int get(String image, String... more) {
        String[] arguments = {"get", image, "--type", "cyclonedx"};
        return run(java.util.stream.Stream.of(arguments, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new));
    }

    private static void withhold(Path layout, String predicateType, String subject) throws Exception {
        Path file = layout.resolve("index.json");
        ObjectNode index = (ObjectNode) StrictJson.parse(Files.readAllBytes(file));
        ArrayNode kept = StrictJson.object().arrayNode();
        for (var entry : index.withArray("manifests")) {
            String blob = entry.path("digest").asText().replace(':', '/');
            String manifest = Files.readString(layout.resolve("blobs").resolve(blob));
            if (!manifest.contains(predicateType) || !manifest.contains(subject)) {
                kept.add(entry);
            }
        }
        assertThat(kept).hasSize(index.withArray("manifests").size() - 1);
        index.set("manifests", kept);
        Files.write(file, StrictJson.write(index));
    }

    private int run(String... arguments) {
        String[] local = {"--local", "--local-dir", folder.resolve("sigstore").toString()};
        String[] all = java.util.stream.Stream.of(arguments, local)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Attest.run(
                all, Map.of(), print, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }
}

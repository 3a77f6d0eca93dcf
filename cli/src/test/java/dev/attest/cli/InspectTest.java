package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.testvectors.LayoutBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
    @TempDir
    private Path work;

    @Test
    void sizes_that_no_long_holds_are_not_shown_as_negative() {
        var builder = new LayoutBuilder(work);
        String vast = "{\"mediaType\":\"" + LayoutBuilder.LAYER + "\",\"digest\":\"sha256:" + "ab".repeat(32)
                + "\",\"size\":" + Long.MAX_VALUE + "}";
        String diffId = "\"sha256:" + "cd".repeat(32) + "\"";
        String config = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                + diffId + "," + diffId + "]}}";
        builder.list(builder.manifest(config, List.of(vast, vast)), "latest").write();
        Cli.Result shown = Cli.run("inspect", "oci:" + work).ends(0);
        assertTrue(shown.out().contains("2 layers, 9223372 TB"), shown.out());
    }
}

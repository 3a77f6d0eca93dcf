package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo and the rehearsal, which run every part together. */
class DemoTest {
    @TempDir
    Path work;

    @Test
    void demo_accepts_one_image_and_refuses_three() throws Exception {
        Path folder = work.resolve("a demo");
        String printed = demo(folder);
        List<String> words =
                printed.lines().limit(6).map(line -> line.split(" ", 2)[0]).toList();
        assertEquals(List.of("made", "signed", "accepted", "refused", "refused", "refused"), words, printed);
        assertTrue(printed.contains("  './my attest' verify 'oci:" + folder + "/image' --local"), printed);
        for (String made : List.of("image", "bundles", "documents/cyclonedx.json", "trusted_root.json")) {
            assertTrue(Files.exists(folder.resolve(made)), made);
        }
        Cli.run("verify", "oci:" + folder + "/image", "--local", "--local-dir", folder + "/sigstore")
                .ends(0);
        demo(folder);
        Path foreign = Files.createDirectories(work.resolve("mine"));
        Files.writeString(foreign.resolve("thesis"), "years of work");
        assertThrows(IOException.class, () -> demo(foreign));
        assertTrue(Files.exists(foreign.resolve("thesis")));
    }

    @Test
    void rehearsal_runs_through() throws Exception {
        assertTrue(new Rehearsal(work.resolve("rehearsal")).run());
    }

    private static String demo(Path folder) throws Exception {
        var out = new ByteArrayOutputStream();
        var console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        Path jackson = Path.of(ObjectMapper.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var wiring = new Wiring(Map.of("ATTEST_COMMAND", "./my attest"), Clock.systemUTC(), console)) {
            ExitCode code = new Demo(wiring, console, folder, List.of(jackson)).run();
            assertEquals(ExitCode.DONE, code, out.toString(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}

package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code attest local serve} in a thread, until it is stopped. */
record Served(Thread thread, ByteArrayOutputStream out) {
    static Served start(Path sigstore, Path config) throws Exception {
        var out = new ByteArrayOutputStream();
        String[] arguments = {
            "local", "serve", "--local-dir", sigstore.toString(), "--signing-config", config.toString(), "--quiet"
        };
        var thread = new Thread(
                () -> Attest.run(
                        arguments,
                        Map.of(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)),
                "served");
        thread.start();
        for (int i = 0; i < 600 && out.size() == 0 && thread.isAlive(); i++) {
            Thread.sleep(50);
        }
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("http://127.0.0.1:"), "it says where it serves");
        assertTrue(Files.size(config) > 0, "the signing config was there first");
        return new Served(thread, out);
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(10_000);
    }
}

package dev.attest.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs the common commands once on an empty image, so that the JVM can archive the classes that they load
 * ({@code ATTEST_MAKE_ARCHIVE} of the launcher). It prints nothing and leaves its work in the folder that is its only argument.
 */
final class Rehearsal {
    private final Path directory;
    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    Rehearsal(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        System.exit(new Rehearsal(Path.of(arguments[0])).run() ? 0 : 1);
    }

    /** Whether every command did what it should. */
    boolean run() throws IOException {
        Path layout = directory.resolve("image");
        DemoImage.of(List.of()).write(layout);
        String image = "oci:" + layout;
        String sigstore = directory.resolve("sigstore").toString();
        boolean done = ends(0, "--version") && ends(0, "--help") && ends(0, "verify", "--help");
        done &= ends(0, "sign", image, "--local", "--local-dir", sigstore);
        // Refused, as an image without packages must be; that takes every check.
        done &= ends(1, "verify", image, "--local", "--local-dir", sigstore);
        done &= ends(1, "verify", image, "--local", "--local-dir", sigstore, "--format", "json");
        done &= ends(0, "get", image, "--type", "cyclonedx", "--local", "--local-dir", sigstore);
        done &= ends(0, "inspect", image, "--local", "--local-dir", sigstore);
        done &= ends(0, "sbom", image, "--format", "table");
        return done;
    }

    private boolean ends(int code, String... arguments) {
        return Attest.run(arguments, Map.of(), nowhere, nowhere) == code;
    }
}

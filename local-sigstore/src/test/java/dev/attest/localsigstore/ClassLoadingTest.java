package dev.attest.localsigstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifying locally starts fast: reading the trusted root loads neither BouncyCastle nor Jackson nor the HTTP server. */
class ClassLoadingTest {

    @TempDir
    private Path folder;

    @Test
    void reading_the_trusted_root_loads_no_library() throws Exception {
        Path state = folder.resolve("state");
        LocalSigstore.open(state, Clock.systemUTC()).close();
        Path console = folder.resolve("console");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClassLoadingTest.class.getName(),
                        state.toString())
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(console))
                .contains("dev.attest.localsigstore.LocalSigstore ")
                .doesNotContain("org.bouncycastle", "com.fasterxml", "com.sun.net.httpserver");
    }

    /** What the forked process runs. */
    public static void main(String[] arguments) throws Exception {
        if (LocalSigstore.readTrustedRoot(Path.of(arguments[0])).length == 0) {
            throw new IllegalStateException("empty");
        }
    }
}

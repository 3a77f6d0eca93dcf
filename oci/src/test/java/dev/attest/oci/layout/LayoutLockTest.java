package dev.attest.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutLockTest {
    @TempDir
    private Path folder;

    @Test
    void lock_that_is_a_link_makes_no_file_outside_of_the_layout() throws Exception {
        Path layout = Files.createDirectory(folder.resolve("layout"));
        Files.createSymbolicLink(layout.resolve(".attest.lock"), folder.resolve("outside"));
        assertThatThrownBy(() -> LayoutLock.of(layout).close()).isInstanceOf(IOException.class);
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void lock_that_is_a_pipe_is_refused_and_not_waited_for() throws Exception {
        Path layout = Files.createDirectory(folder.resolve("layout"));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "mkfifo makes pipes here");
        Process made = new ProcessBuilder(
                        "/usr/bin/mkfifo", layout.resolve(".attest.lock").toString())
                .start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThatThrownBy(() -> LayoutLock.of(layout))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(".attest.lock is not a regular file"));
    }
}

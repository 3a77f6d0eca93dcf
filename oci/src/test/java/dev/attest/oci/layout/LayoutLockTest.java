package dev.attest.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}

package dev.attest.provenance.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program git makes is read as git itself would; skipped where there is none. */
class RealGitTest {
    @TempDir
    Path folder;

    @BeforeEach
    void git_is_there() throws Exception {
        assumeTrue(hasGit(), "no git on the PATH");
    }

    @ParameterizedTest
    @CsvSource({"2, sha1, false", "4, sha1, false", "3, sha1, true", "2, sha256, true"})
    void a_commit_is_clean_until_a_file_changes(int version, String format, boolean packed) throws Exception {
        git("init", "-q", "-b", "main", "--object-format=" + format);
        git("config", "index.version", String.valueOf(version));
        Files.createDirectories(folder.resolve("a/b"));
        for (int i = 0; i < 30; i++) {
            Files.writeString(folder.resolve("a/b/file-" + i), "content " + i);
        }
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a/b"));
        git("add", ".");
        commit();
        if (packed) {
            git("gc", "-q");
        }
        Files.writeString(folder.resolve("untracked"), "x");
        assertThat(state()).isEqualTo(WorkTreeState.CLEAN);
        Files.writeString(folder.resolve("a/b/file-7"), "CONTENT 7");
        assertThat(state()).isEqualTo(WorkTreeState.MODIFIED);
        git("add", "a/b/file-7");
        assertThat(state()).isNotEqualTo(WorkTreeState.CLEAN);
        commit();
        assertThat(state()).isEqualTo(WorkTreeState.CLEAN);
    }

    @Test
    void a_linked_work_tree_has_a_state_of_its_own() throws Exception {
        git("init", "-q", "-b", "main");
        Files.writeString(folder.resolve("a"), "a");
        git("add", ".");
        commit();
        git("worktree", "add", "-q", "linked");
        assertThat(GitWorkTree.read(folder.resolve("linked")).state()).contains(WorkTreeState.CLEAN);
        Files.writeString(folder.resolve("linked/a"), "bb");
        assertThat(GitWorkTree.read(folder.resolve("linked")).state()).contains(WorkTreeState.MODIFIED);
        assertThat(state()).isEqualTo(WorkTreeState.CLEAN);
    }

    private WorkTreeState state() throws IOException {
        return GitWorkTree.read(folder).state().orElseThrow();
    }

    private void commit() throws Exception {
        git("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false", "commit", "-qm", "x");
    }

    private static boolean hasGit() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}

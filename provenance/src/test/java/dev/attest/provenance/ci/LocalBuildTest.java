package dev.attest.provenance.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.json.StrictJson;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBuildTest {
    private static final String COMMIT = "babca52ab0c93ae16539e5923cb0d7403b9a093b";
    private static final String OTHER = "c".repeat(40);

    @TempDir
    Path folder;

    @Test
    void a_branch_is_read_with_remote_and_commit() throws Exception {
        config("https://user:secret-token@git.example.com/owner/repo.git?x=y#z");
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(".git/refs/heads/main", COMMIT + "\n");
        assertThat(written())
                .isEqualTo(("{'buildDefinition':{'buildType':'https://attest.dev/buildtypes/local/v1',"
                                + "'externalParameters':{'source':{'ref':'refs/heads/main','repository':'git+https://git.example.com/owner/repo'}},"
                                + "'internalParameters':{'attest_source':'worktree','worktree':'unknown'},"
                                + "'resolvedDependencies':[{'digest':{'gitCommit':'" + COMMIT + "'},"
                                + "'uri':'git+https://git.example.com/owner/repo@refs/heads/main'}]},"
                                + "'runDetails':{'builder':{'id':'https://attest.dev/builders/local'}}}")
                        .replace('\'', '"'));
    }

    @Test
    void neither_path_nor_user_nor_secret_of_the_machine_is_written() throws Exception {
        config("https://user:secret-token@git.example.com/owner/repo.git");
        write(".git/HEAD", COMMIT + "\n");
        assertThat(written())
                .doesNotContain(folder.toString(), "user", "secret")
                .contains("git+https://git.example.com/owner/repo\"");
    }

    @Test
    void without_a_source_nothing_is_claimed() throws Exception {
        String expected = "\"externalParameters\":{},\"internalParameters\":{\"attest_source\":\"worktree\"}}";
        assertThat(written()).contains(expected);
        Provenance unknown = new LocalBuild(Optional.empty(), BuildTimes.UNKNOWN, Optional.empty()).provenance();
        assertThat(new String(StrictJson.write(unknown.json()), UTF_8)).isEqualTo(written());
        assertThat(unknown.buildDefinition().buildType()).isEqualTo(BuildTypes.LOCAL);
        assertThat(unknown.unknownParameters()).isEmpty();
        assertThat(new LocalBuild(Optional.empty(), BuildTimes.UNKNOWN, Optional.empty()).name())
                .isEqualTo("local");
    }

    @Test
    void a_command_is_recorded_without_credentials() throws Exception {
        assertThat(command("make image FROM=https://me:secret@example.com/base"))
                .contains("\"externalParameters\":{\"command\":\"make image FROM=https://example.com/base\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u001bb"})
    void a_command_is_one_line(String command) {
        assertThatThrownBy(() -> command(command))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining("one line");
    }

    private static String command(String command) throws Exception {
        var build = new LocalBuild(Optional.empty(), BuildTimes.UNKNOWN, Optional.of(command));
        return new String(StrictJson.write(build.provenance().json()), UTF_8);
    }

    @Test
    void a_packed_ref_is_found() throws Exception {
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(
                ".git/packed-refs",
                "# pack-refs with: peeled\n" + OTHER + " refs/heads/main2\n" + COMMIT + " refs/heads/main\n^" + OTHER
                        + "\n");
        assertThat(tree().commit()).contains(COMMIT);
        assertThat(written()).doesNotContain("\"uri\"").contains(COMMIT);
    }

    @Test
    void a_loose_ref_outranks_a_packed_one() throws Exception {
        write(".git/HEAD", "ref: refs/heads/main\n");
        write(".git/refs/heads/main", COMMIT);
        write(".git/packed-refs", OTHER + " refs/heads/main\n");
        assertThat(tree().commit()).contains(COMMIT);
    }

    @Test
    void a_linked_work_tree_is_followed() throws Exception {
        write("main/.git/worktrees/w/HEAD", "ref: refs/heads/topic\n");
        write("main/.git/worktrees/w/commondir", "../..\n");
        write("main/.git/refs/heads/topic", COMMIT + "\n");
        write("main/.git/config", "[remote \"origin\"]\n\turl = git@git.example.com:owner/repo.git\n");
        write(".git", "gitdir: main/.git/worktrees/w\n");
        assertThat(tree())
                .isEqualTo(new GitWorkTree(
                        Optional.of("git+ssh://git.example.com/owner/repo"),
                        Optional.of("refs/heads/topic"),
                        Optional.of(COMMIT),
                        Optional.of(WorkTreeState.UNKNOWN)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ref: ../../../etc/passwd", "ref: refs/../../secret", "ref: refs/heads/a//b", "ref: refs/heads/a b",
                        "main",
                "", "ref: refs/heads/gone", "ref: refs/heads/loop", "ref: refs/heads/junk", "ref: refs/heads/\u0001"
            })
    void a_head_that_leads_nowhere_gives_no_commit(String head) throws Exception {
        write(".git/HEAD", head);
        write(".git/refs/heads/loop", "ref: refs/heads/loop");
        write(".git/refs/heads/junk", "junk");
        write("secret", COMMIT);
        assertThat(tree().commit()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitdir: nowhere", "gitdir: \0", "nonsense", "", "gitdir: a\nb"})
    void a_git_file_that_leads_nowhere_is_no_work_tree(String text) throws Exception {
        write(".git", text);
        assertThat(tree()).isEqualTo(GitWorkTree.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.com/o/r, git+https://git.example.com/o/r",
        "https://GIT.Example.com:8443/o/r.git/, git+https://git.example.com:8443/o/r",
        "ssh://git@git.example.com/o/r.git, git+ssh://git.example.com/o/r",
        "git@git.example.com:o/r.git, git+ssh://git.example.com/o/r",
        "git.example.com:o/r, git+ssh://git.example.com/o/r",
        "https://token@git.example.com/o/r, git+https://git.example.com/o/r",
    })
    void a_remote_is_written_without_credentials(String remote, String uri) {
        assertThat(RemoteUrl.uri(remote)).contains(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:secret@git.example.com/o/r.git",
                "/home/somebody/repo",
                "../repo",
                "file:///home/somebody/repo",
                "C:\\Users\\somebody",
                "C:/Users/x",
                "https://",
                "https://git.example.com/",
                "ext::sh -c x",
                "helper::/home/x",
                "https://exa mple/x",
                "https://github.com/ghp_tok@o/r",
                "https://u:12/ss@git.example.com/o/r",
                "https://git.example.com/ghp_0123456789/r",
                "user@host:"
            })
    void what_is_no_public_url_is_left_out(String remote) {
        assertThat(RemoteUrl.uri(remote)).isEmpty();
    }

    @Test
    void only_the_remote_origin_counts() {
        assertThat(RemoteUrl.origin(
                        "[core]\nurl = a\n[remote \"fork\"]\nurl = b\n[remote \"origin\"]\n\tfetch = +\n url=c\n"))
                .contains("c");
        assertThat(RemoteUrl.origin("[remote \"fork\"]\nurl = b\n")).isEmpty();
    }

    private void config(String url) throws IOException {
        write(".git/config", "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = " + url + "\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private GitWorkTree tree() throws IOException {
        return GitWorkTree.read(folder);
    }

    private String written() throws Exception {
        Provenance provenance = new LocalBuild(Optional.of(folder), BuildTimes.UNKNOWN, Optional.empty()).provenance();
        return new String(StrictJson.write(provenance.json()), UTF_8);
    }
}

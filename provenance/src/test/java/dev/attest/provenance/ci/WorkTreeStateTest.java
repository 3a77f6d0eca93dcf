package dev.attest.provenance.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Work trees are written here byte by byte, so that no git is needed; {@link RealGitTest} compares with what git says. */
class WorkTreeStateTest {
    private static final String COMMIT = "babca52ab0c93ae16539e5923cb0d7403b9a093b";
    private static final String TREE = "d".repeat(40);
    private static final Instant THEN = Instant.ofEpochSecond(1_700_000_000);

    @TempDir
    Path folder;

    private Path git;
    private int version = 2;
    private int mode = 0x81a4;
    private int flags = 0;
    private int extended = 0;
    private String extension = "TREE";
    private String tree = "\0" + "1 0\n";

    @BeforeEach
    void file_and_commit() throws IOException {
        git = Files.createDirectories(folder.resolve(".git"));
        content("hello\n");
        commit("tree " + TREE + "\nauthor x\n");
    }

    @Test
    void files_that_look_as_they_did_are_those_of_the_commit() throws Exception {
        index("hello\n");
        assertThat(state()).isEqualTo(WorkTreeState.CLEAN);
    }

    @ParameterizedTest
    @CsvSource({"hello!, MODIFIED", "hullo, MODIFIED", "hello, CLEAN"})
    void files_that_look_different_are_read(String text, WorkTreeState expected) throws Exception {
        index("hello\n");
        content(text + "\n");
        Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(THEN.plusSeconds(5)));
        assertThat(state()).isEqualTo(expected);
    }

    @Test
    void a_file_that_may_have_changed_right_after_the_index_is_read() throws Exception {
        index("hello\n");
        content("hullo\n");
        Files.setLastModifiedTime(git.resolve("index"), FileTime.from(THEN));
        assertThat(state()).isEqualTo(WorkTreeState.MODIFIED);
    }

    @Test
    void a_missing_file_is_a_change_unless_it_was_never_checked_out() throws Exception {
        index("hello\n");
        Files.delete(folder.resolve("a.txt"));
        assertThat(state()).isEqualTo(WorkTreeState.MODIFIED);
        version = 3;
        flags = 0x4000;
        extended = 0x4000;
        index("hello\n");
        assertThat(state()).isEqualTo(WorkTreeState.CLEAN);
    }

    @Test
    void a_file_that_became_executable_is_a_change_where_modes_count() throws Exception {
        index("hello\n");
        Files.setPosixFilePermissions(folder.resolve("a.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(state()).isEqualTo(WorkTreeState.MODIFIED);
        Files.writeString(git.resolve("config"), "[core]\n\tfileMode = false\n");
        assertThat(state()).isEqualTo(WorkTreeState.CLEAN);
    }

    @Test
    void a_link_is_compared_by_what_it_names() throws Exception {
        mode = 0xa000;
        index("hello\n");
        assertThat(state()).isEqualTo(WorkTreeState.MODIFIED);
        Files.delete(folder.resolve("a.txt"));
        Files.createSymbolicLink(folder.resolve("a.txt"), Path.of("target"));
        index("target");
        assertThat(state()).isEqualTo(WorkTreeState.CLEAN);
        index("other");
        assertThat(state()).isEqualTo(WorkTreeState.MODIFIED);
    }

    @Test
    void line_ends_that_may_have_been_converted_are_not_judged() throws Exception {
        index("hello\n");
        content("hello\r\n");
        assertThat(state()).isEqualTo(WorkTreeState.UNKNOWN);
        content("hullo\n");
        Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(THEN.plusSeconds(5)));
        Files.writeString(git.resolve("config"), "[core]\n\tautocrlf = input\n");
        assertThat(state()).isEqualTo(WorkTreeState.UNKNOWN);
    }

    @Test
    void what_is_staged_is_a_change() throws Exception {
        index("hello\n");
        commit("tree " + "e".repeat(40) + "\n");
        assertThat(state()).isEqualTo(WorkTreeState.MODIFIED);
    }

    @ParameterizedTest
    @CsvSource({"0x5000, 0", "0x4000, 0x2000"})
    void a_conflict_or_an_announced_file_is_a_change(String flag, String more) throws Exception {
        version = 3;
        flags = Integer.decode(flag);
        extended = Integer.decode(more);
        index("hello\n");
        assertThat(state()).isEqualTo(WorkTreeState.MODIFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0-1 0\n", "\0", "x", "\0x 0\n"})
    void an_index_that_knows_no_tree_tells_nothing(String counts) throws Exception {
        tree = counts;
        index("hello\n");
        assertThat(state()).isEqualTo(WorkTreeState.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "sdir"})
    void an_index_that_shares_its_entries_tells_nothing(String name) throws Exception {
        extension = name;
        index("hello\n");
        assertThat(state()).isEqualTo(WorkTreeState.UNKNOWN);
    }

    @Test
    void a_submodule_tells_nothing() throws Exception {
        mode = 0xe000;
        index("hello\n");
        assertThat(state()).isEqualTo(WorkTreeState.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "blob 3\0abc", "commit 3\0abc"})
    void a_commit_that_is_not_there_or_none_tells_nothing(String object) throws Exception {
        index("hello\n");
        Path file = git.resolve("objects/" + COMMIT.substring(0, 2) + "/" + COMMIT.substring(2));
        Files.delete(file);
        if (!object.isEmpty()) {
            Files.write(file, deflated(object.getBytes(UTF_8)));
        }
        assertThat(state()).isEqualTo(WorkTreeState.UNKNOWN);
        Files.write(file, new byte[] {1, 2, 3});
        assertThat(state()).isEqualTo(WorkTreeState.UNKNOWN);
    }

    @Test
    void an_index_cut_anywhere_ends_in_no_exception() throws Exception {
        index("hello\n");
        byte[] whole = Files.readAllBytes(git.resolve("index"));
        for (int length = 0; length < whole.length - 20; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(GitIndex.parse(cut, 20).flatMap(GitIndex::tree)).isEmpty();
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) 0xff;
            Files.write(git.resolve("index"), flipped);
            assertThat(state()).isNotNull();
        }
    }

    private WorkTreeState state() throws IOException {
        return WorkTreeState.of(folder, git, git, COMMIT);
    }

    private void content(String text) throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(THEN));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void commit(String text) throws IOException {
        Path file = git.resolve("objects/" + COMMIT.substring(0, 2) + "/" + COMMIT.substring(2));
        Files.createDirectories(file.getParent());
        Files.write(file, deflated(("commit " + text.length() + "\0" + text).getBytes(UTF_8)));
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }

    /** An index of one file with this content, as gitformat-index describes it. */
    private void index(String text) throws Exception {
        byte[] blob = ("blob " + text.length() + "\0" + text).getBytes(UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        buffer.put("DIRC".getBytes(UTF_8)).putInt(version).putInt(1);
        int start = buffer.position();
        buffer.putLong(0)
                .putInt((int) THEN.getEpochSecond())
                .putInt(0)
                .putLong(0)
                .putInt(mode);
        buffer.putLong(0).putInt(text.length());
        buffer.put(MessageDigest.getInstance("SHA-1").digest(blob)).putShort((short) (flags | 5));
        if (version > 2) {
            buffer.putShort((short) extended);
        }
        buffer.put("a.txt".getBytes(UTF_8));
        do {
            buffer.put((byte) 0);
        } while ((buffer.position() - start) % 8 != 0);
        byte[] counts = tree.getBytes(UTF_8);
        buffer.put(extension.getBytes(UTF_8)).putInt(counts.length + 20);
        buffer.put(counts).put(HexFormat.of().parseHex(TREE)).put(new byte[20]);
        Files.write(git.resolve("index"), bytes(buffer));
        Files.setLastModifiedTime(git.resolve("index"), FileTime.from(THEN.plusSeconds(60)));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }
}

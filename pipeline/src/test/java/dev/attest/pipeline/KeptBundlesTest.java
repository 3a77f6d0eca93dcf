package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptBundlesTest {
    private static final String PLACE = "registry.test/app";
    private static final Digest IMAGE = Digest.sha256(bytes("image"));
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private KeptBundles at(Instant time) {
        return new KeptBundles(folder.resolve("kept"), Clock.fixed(time, ZoneOffset.UTC));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void bundles_are_kept_for_their_place_and_image_until_they_are_forgotten() throws Exception {
        KeptBundles kept = at(NOW);
        kept.keep(PLACE, IMAGE, List.of(bytes("a"), bytes("b")));
        assertThat(kept.read(PLACE, IMAGE, said::add).values()).containsExactlyInAnyOrder(bytes("a"), bytes("b"));
        assertThat(kept.read("registry.test/other", IMAGE, said::add)).isEmpty();
        assertThat(kept.read(PLACE, Digest.sha256(bytes("other")), said::add)).isEmpty();
        kept.forget(PLACE, IMAGE, List.of(Digest.sha256(bytes("a"))));
        assertThat(kept.read(PLACE, IMAGE, said::add).values()).containsExactly(bytes("b"));
        kept.forget(PLACE, IMAGE, List.of(Digest.sha256(bytes("b"))));
        assertThat(folder.resolve("kept")).isEmptyDirectory();
        assertThat(said).isEmpty();
    }

    @Test
    void of_one_image_only_so_many_are_used_and_that_is_said() throws Exception {
        var bundles = new ArrayList<byte[]>();
        for (int i = 0; i < 210; i++) {
            bundles.add(bytes("bundle " + i));
        }
        at(NOW).keep(PLACE, IMAGE, bundles);
        assertThat(at(NOW).read(PLACE, IMAGE, said::add)).hasSize(200);
        assertThat(said).singleElement().asString().contains("only a part of the bundles");
    }

    @Test
    void what_cannot_be_kept_is_an_error_and_what_cannot_be_read_is_nothing() throws Exception {
        Files.writeString(folder.resolve("kept"), "a file in the way");
        assertThatThrownBy(() -> at(NOW).keep(PLACE, IMAGE, List.of(bytes("a"))))
                .isInstanceOf(IOException.class);
        assertThat(at(NOW).read(PLACE, IMAGE, said::add)).isEmpty();
        at(NOW).forget(PLACE, IMAGE, List.of(Digest.sha256(bytes("a"))));
        assertThat(Files.readString(folder.resolve("kept"))).isEqualTo("a file in the way");
    }

    @Test
    void nobody_else_may_look() throws Exception {
        at(NOW).keep(PLACE, IMAGE, List.of(bytes("a")));
        Path file = files().get(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (Path parent : List.of(file.getParent(), folder.resolve("kept"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void what_is_a_month_old_is_not_read_and_goes_with_the_next_write() throws Exception {
        at(NOW).keep(PLACE, IMAGE, List.of(bytes("a")));
        KeptBundles later = at(NOW.plus(Duration.ofDays(KeptBundles.MAX_DAYS)).plusSeconds(1));
        assertThat(later.read(PLACE, IMAGE, said::add)).isEmpty();
        later.keep(PLACE, Digest.sha256(bytes("other")), List.of(bytes("b")));
        assertThat(files()).singleElement().satisfies(file -> assertThat(file).hasBinaryContent(bytes("b")));
    }

    @Test
    void too_many_lose_the_oldest() throws Exception {
        at(NOW.minusSeconds(60)).keep(PLACE, Digest.sha256(bytes("old")), List.of(bytes("old")));
        Path crowd = folder.resolve("kept").resolve("crowd");
        Files.createDirectories(crowd);
        for (int i = 0; i < KeptBundles.MAX_FILES - 1; i++) {
            Files.setLastModifiedTime(Files.createFile(crowd.resolve(i + ".json")), FileTime.from(NOW));
        }
        at(NOW).keep(PLACE, IMAGE, List.of(bytes("new")));
        assertThat(files()).hasSize(KeptBundles.MAX_FILES);
        assertThat(at(NOW).read(PLACE, IMAGE, said::add)).hasSize(1);
        assertThat(at(NOW).read(PLACE, Digest.sha256(bytes("old")), said::add)).isEmpty();
    }

    @Test
    void what_was_changed_or_is_no_file_is_not_used() throws Exception {
        KeptBundles kept = at(NOW);
        kept.keep(PLACE, IMAGE, List.of(bytes("a"), bytes("b")));
        Path file = files().get(0);
        Files.write(file, bytes("changed"));
        Files.setLastModifiedTime(file, FileTime.from(NOW));
        Files.createDirectory(file.resolveSibling("folder.json"));
        Path secret = Files.write(folder.resolve("secret"), bytes("secret"));
        Files.createSymbolicLink(
                file.resolveSibling(Digest.sha256(bytes("secret")).hex() + ".json"), secret);
        assertThat(kept.read(PLACE, IMAGE, said::add)).hasSize(1);
        assertThat(said).singleElement().asString().contains("not what was kept");
    }

    @Test
    void a_draft_of_a_killed_writer_goes_after_an_hour() throws Exception {
        at(NOW).keep(PLACE, IMAGE, List.of(bytes("a")));
        Path draft = Files.write(files().get(0).resolveSibling(".draft-x"), bytes("half"));
        Files.setLastModifiedTime(draft, FileTime.from(NOW));
        assertThat(at(NOW).read(PLACE, IMAGE, said::add)).hasSize(1);
        assertThat(draft).exists();
        at(NOW.plus(Duration.ofHours(2))).read(PLACE, IMAGE, said::add);
        assertThat(draft).doesNotExist();
    }

    @Test
    void a_folder_that_cannot_be_made_is_an_error() throws Exception {
        Files.write(folder.resolve("kept"), bytes("a file"));
        assertThatThrownBy(() -> at(NOW).keep(PLACE, IMAGE, List.of(bytes("a"))))
                .isInstanceOf(IOException.class);
        assertThat(at(NOW).read(PLACE, IMAGE, said::add)).isEmpty();
    }

    @Test
    void several_at_once_do_not_disturb_each_other() throws Exception {
        var tasks = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 8; i++) {
            byte[] own = bytes("bundle " + i);
            tasks.add(() -> {
                for (int round = 0; round < 20; round++) {
                    at(NOW).keep(PLACE, IMAGE, List.of(own));
                    assertThat(at(NOW).read(PLACE, IMAGE, said::add)).containsKey(Digest.sha256(own));
                    at(NOW).forget(PLACE, IMAGE, List.of(Digest.sha256(own)));
                }
                return 0;
            });
        }
        var threads = Executors.newFixedThreadPool(tasks.size());
        for (Future<Integer> done : threads.invokeAll(tasks)) {
            assertThat(done.get()).isZero();
        }
        threads.shutdown();
        assertThat(files()).isEmpty();
    }
}

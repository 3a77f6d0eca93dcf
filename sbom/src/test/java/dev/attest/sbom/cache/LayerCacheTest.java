package dev.attest.sbom.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attest.oci.Digest;
import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerRecord;
import dev.attest.sbom.catalog.LayerScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerCacheTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path work;

    @Test
    void scan_comes_back_equal_whatever_its_texts_are() throws Exception {
        var scan = new LayerScan(
                List.of(
                        entry("", LayerEntry.Type.DIRECTORY, 0, ""),
                        entry("usr/lib/ä€😀", LayerEntry.Type.FILE, Long.MAX_VALUE, ""),
                        entry("usr/lib/\ud800", LayerEntry.Type.SYMLINK, 0, "../\udc00\0\n"),
                        entry("a", LayerEntry.Type.HARDLINK, 0, "usr/lib/ä€😀")),
                List.of(
                        record(1, new Finding(Map.of("name", "x\ud83d", "version", "1"), List.of(named("inner")))),
                        new LayerRecord(
                                "other/2",
                                3,
                                List.of(),
                                Optional.of(new LayerRecord.Unread(Gap.Kind.LIMIT, "too long")),
                                Optional.of("spoilt"))));
        cache("1").keep(key(1), scan);
        assertThat(cache("1").find(key(1))).contains(scan);
    }

    @Test
    void scan_of_another_layer_bound_or_version_is_not_found() throws Exception {
        cache("1").keep(key(1), scan("a"));
        assertThat(cache("2").find(key(1))).isEmpty();
        assertThat(cache("1").find(key(2))).isEmpty();
        var otherBlob = new LayerKey(digest(9), key(1).diffId(), ScanLimits.DEFAULT);
        var otherContent = new LayerKey(key(1).blob(), digest(9), ScanLimits.DEFAULT);
        var otherBound = new LayerKey(key(1).blob(), key(1).diffId(), new ScanLimits(1, 1, 1, 1));
        for (LayerKey other : List.of(otherBlob, otherContent, otherBound)) {
            assertThat(cache("1").find(other)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "cut", "longer", "empty"})
    void spoilt_file_is_as_if_it_had_never_been(String how) throws Exception {
        cache("1").keep(key(1), scan("a"));
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        byte[] spoilt =
                switch (how) {
                    case "changed" -> changed(bytes, bytes.length - 40);
                    case "cut" -> java.util.Arrays.copyOf(bytes, bytes.length - 1);
                    case "longer" -> java.util.Arrays.copyOf(bytes, bytes.length + 1);
                    default -> new byte[0];
                };
        Files.write(file, spoilt);
        assertThat(cache("1").find(key(1))).isEmpty();
        cache("1").keep(key(1), scan("b"));
        assertThat(cache("1").find(key(1))).contains(scan("b"));
    }

    @Test
    void file_of_one_layer_under_the_name_of_another_is_not_taken_for_it() throws Exception {
        cache("1").keep(key(1), scan("a"));
        Path first = files().get(0);
        cache("1").keep(key(2), scan("b"));
        Path second =
                files().stream().filter(file -> !file.equals(first)).findFirst().orElseThrow();
        Files.write(second, Files.readAllBytes(first));
        assertThat(cache("1").find(key(2))).isEmpty();
    }

    @Test
    void folder_that_others_may_write_to_is_not_used() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        cache("1").keep(key(1), scan("a"));
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(cache("1").find(key(1))).isEmpty();
        cache("1").keep(key(2), scan("b"));
        assertThat(files()).hasSize(1);
    }

    @Test
    void folder_of_another_user_is_not_used() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        cache("1").keep(key(1), scan("a"));
        try {
            var others = FileSystems.getDefault().getUserPrincipalLookupService();
            Files.setOwner(folder(), others.lookupPrincipalByName("nobody"));
        } catch (IOException e) {
            assumeTrue(false, "only root gives folders away: " + e.getMessage());
        }
        assertThat(cache("1").find(key(1))).isEmpty();
    }

    @Test
    void folder_that_cannot_be_made_costs_nothing() throws Exception {
        Files.writeString(folder(), "a file");
        cache("1").keep(key(1), scan("a"));
        assertThat(cache("1").find(key(1))).isEmpty();
    }

    @Test
    void what_was_not_used_for_longest_goes_first() throws Exception {
        long one = size("a".repeat(1000));
        for (int i = 0; i < 8; i++) {
            at(i, 4 * one).keep(key(i), scan("a".repeat(1000)));
            at(i, 4 * one).find(key(0));
        }
        var left = IntStream.range(0, 8)
                .filter(i -> cache("1").find(key(i)).isPresent())
                .boxed()
                .toList();
        assertThat(left).containsExactly(0, 5, 6, 7);
    }

    @Test
    void unfinished_files_of_others_are_left_for_an_hour() throws Exception {
        cache("1").keep(key(1), scan("a"));
        Path young = Files.writeString(folder().resolve("young.part"), "x");
        Path old = Files.writeString(folder().resolve("old.part"), "x");
        Files.setLastModifiedTime(young, FileTime.from(NOW.minus(Duration.ofMinutes(50))));
        Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofMinutes(70))));
        cache("1").keep(key(2), scan("b"));
        assertThat(young).exists();
        assertThat(old).doesNotExist();
    }

    @Test
    void many_at_once_find_whole_scans_or_none() throws Exception {
        long bound = 6 * size("scan 0");
        var threads = Executors.newFixedThreadPool(8);
        try {
            var tasks = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 400; i++) {
                int number = i % 10;
                tasks.add(() -> {
                    LayerCache cache = at(number, bound);
                    cache.keep(key(number), scan("scan " + number));
                    cache.find(key(number)).ifPresent(found -> assertThat(found).isEqualTo(scan("scan " + number)));
                    return null;
                });
            }
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(files()).noneMatch(file -> file.toString().endsWith(".part"));
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private long size(String name) throws IOException {
        var other = new LayerCache(work.resolve("other"), 1 << 20, "1", clock(0));
        other.keep(key(0), scan(name));
        try (Stream<Path> files = Files.list(work.resolve("other"))) {
            return Files.size(files.findFirst().orElseThrow());
        }
    }

    private LayerCache cache(String scanner) {
        return new LayerCache(folder(), 1 << 20, scanner, clock(100));
    }

    private LayerCache at(int second, long bound) {
        return new LayerCache(folder(), bound, "1", clock(second));
    }

    private static Clock clock(int second) {
        return Clock.fixed(NOW.plusSeconds(second), ZoneOffset.UTC);
    }

    private Path folder() {
        return work.resolve("layers");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().toList();
        }
    }

    private static LayerKey key(int number) {
        return new LayerKey(digest(number), digest(100 + number), ScanLimits.DEFAULT);
    }

    private static Digest digest(int number) {
        return Digest.sha256(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
    }

    private static LayerScan scan(String name) {
        return new LayerScan(
                List.of(entry("etc/" + name, LayerEntry.Type.FILE, 5, "")), List.of(record(0, named(name))));
    }

    private static LayerRecord record(int ordinal, Finding finding) {
        return new LayerRecord("some/1", ordinal, List.of(finding), Optional.empty(), Optional.empty());
    }

    private static Finding named(String name) {
        return new Finding(Map.of("name", name));
    }

    private static LayerEntry entry(String path, LayerEntry.Type type, long size, String target) {
        return new LayerEntry(path, type, 04755, new LayerEntry.Owner(1000, 0), size, target, "0100000200\u00e4");
    }
}

package dev.attest.sbom.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.sbom.Component;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.catalog.KnownFiles;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveIndexTest {
    @TempDir
    private Path folder;

    @Test
    void every_entry_is_found_and_nothing_else() throws Exception {
        var known = new TreeMap<String, String>();
        for (int i = 0; i < 256; i += 2) {
            known.put(String.format("%02x", i) + "0".repeat(38), "g:a:" + i);
        }
        Path file = Files.write(folder.resolve("index"), ArchiveIndexWriter.write(known));
        ArchiveIndex index = ArchiveIndex.of(file);
        for (int i = 0; i < 256; i++) {
            String sha1 = String.format("%02x", i) + "0".repeat(38);
            assertThat(index.coordinates(sha1).orElse("none")).isEqualTo(known.getOrDefault(sha1, "none"));
        }
    }

    @Test
    void repository_is_indexed_by_its_folders() throws Exception {
        Path place = Files.createDirectories(folder.resolve("repository/org/acme/tool/1.0"));
        Files.writeString(place.resolve("tool-1.0.jar"), "abc");
        Files.writeString(place.resolve("tool-1.0.pom"), "abc");
        Path copy = Files.createDirectories(folder.resolve("repository/org/acme/again/1.0"));
        Files.writeString(copy.resolve("again-1.0.jar"), "abc");
        Files.writeString(folder.resolve("repository/stray.jar"), "abc");
        Path file = Files.write(folder.resolve("index"), ArchiveIndexWriter.ofRepository(folder.resolve("repository")));
        assertThat(ArchiveIndex.of(file).coordinates("a9993e364706816aba3e25717850c26c9cd0d89d"))
                .contains("org.acme:again:1.0");
    }

    @Test
    void archive_is_what_the_index_says() throws Exception {
        byte[] jar = new Zips().manifest("A: b").bytes();
        var image = new TestImage().layer().file("etc/os-release", "ID=x\n").file("app/renamed.jar", jar);
        Component before = image.scan().sbom().components().get(0);
        String sha1 = before.declared().hashes().getOrDefault("SHA-1", "");
        KnownFiles list = asked -> Optional.of(asked).filter(sha1::equals).map(same -> "org.acme:tool:1.0");
        var scanned = image.scan(list).sbom();
        assertThat(scanned.components()).extracting(Component::ref).containsExactly("pkg:maven/org.acme/tool@1.0");
        assertThat(scanned.components().get(0).declared().properties()).containsEntry("identified-by", "sha1-index");
        assertThat(scanned.gaps()).isEmpty();
        assertThat(image.scan(asked -> Optional.of("nonsense")).sbom().gaps()).hasSize(1);
    }

    @Test
    void file_that_is_no_index_is_refused() throws Exception {
        byte[] good = ArchiveIndexWriter.write(java.util.Map.of("0".repeat(40), "g:a:1"));
        for (int length : new int[] {0, 5, 11, 20}) {
            Path cut = Files.write(folder.resolve("cut" + length), Arrays.copyOf(good, length));
            assertThatThrownBy(() -> ArchiveIndex.of(cut)).isInstanceOf(MalformedContentException.class);
        }
        Path other = Files.write(folder.resolve("other"), "no index of anything".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ArchiveIndex.of(other)).isInstanceOf(MalformedContentException.class);
        Path shorter = Files.write(folder.resolve("shorter"), Arrays.copyOf(good, good.length - 1));
        ArchiveIndex index = ArchiveIndex.of(shorter);
        assertThatThrownBy(() -> index.coordinates("0".repeat(40))).isInstanceOf(EOFException.class);
    }
}

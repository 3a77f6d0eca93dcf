package dev.attest.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination;
import dev.attest.oci.Digest;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.oci.layer.TarReader;
import dev.attest.oci.layout.LayoutRepository;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveDestinationTest {
    private static final byte[] LAYER = "layer".repeat(1000).getBytes(StandardCharsets.UTF_8);
    private static final byte[] ODD = "odd".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path work;

    private static Descriptor of(Digest.Algorithm algorithm, byte[] content) {
        return new Descriptor(LayoutBuilder.LAYER, Digest.of(algorithm, content), content.length);
    }

    private static Descriptor layer() {
        return of(Digest.Algorithm.SHA256, LAYER);
    }

    private static byte[] manifest() {
        return ("{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\"" + layer().digest()
                        + "\",\"size\":" + LAYER.length + "},\"layers\":[]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Descriptor root() {
        return new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(manifest()), manifest().length);
    }

    private void write(Path file, boolean turned) throws Exception {
        Descriptor odd = of(Digest.Algorithm.SHA512, ODD);
        try (Destination to = new ArchiveDestination(file)) {
            to.expect(turned ? List.of(root(), odd, layer()) : List.of(layer(), odd, root()));
            if (turned) {
                to.blob(odd, ODD);
                to.blob(layer(), LAYER);
            } else {
                to.blob(layer(), LAYER);
                to.blob(odd, ODD);
            }
            to.manifest(root(), manifest());
            to.point(Optional.of("1"), root(), manifest());
            to.finish();
        }
    }

    @Test
    void equal_content_gives_equal_bytes_in_any_order() throws Exception {
        write(work.resolve("a.tar"), false);
        write(work.resolve("b.tar"), true);
        assertThat(work.resolve("a.tar")).hasSameBinaryContentAs(work.resolve("b.tar"));
        assertThat(work.toFile().list()).containsExactlyInAnyOrder("a.tar", "b.tar");
    }

    @Test
    void entries_are_sorted_and_bear_no_time_and_no_owner() throws Exception {
        write(work.resolve("a.tar"), false);
        byte[] tar = Files.readAllBytes(work.resolve("a.tar"));
        var names = new ArrayList<String>();
        var reader = new TarReader(new ByteArrayInputStream(tar), new LayerLimits(100, 1 << 20, 1024, 1 << 20));
        for (var entry = reader.next(); entry != null; entry = reader.next()) {
            names.add(entry.path());
        }
        assertThat(names)
                .startsWith("blobs", "blobs/sha256")
                .contains("blobs/sha512/"
                        + of(Digest.Algorithm.SHA512, ODD).digest().hex())
                .endsWith("index.json", "oci-layout")
                .isSorted();
        assertThat(tar.length % 512).isZero();
        assertThat(new String(tar, 108, 8, StandardCharsets.US_ASCII)).isEqualTo("0000000\0");
        assertThat(new String(tar, 136, 12, StandardCharsets.US_ASCII)).isEqualTo("00000000000\0");
    }

    @Test
    void what_was_written_is_read_again_by_tag_and_by_digest() throws Exception {
        Path file = work.resolve("a.tar");
        write(file, false);
        for (Reference reference : List.<Reference>of(
                new Reference.Archive(Reference.Archive.Kind.OCI, file),
                new Reference.Archive(Reference.Archive.Kind.OCI, file, Optional.of("1"), Optional.empty()),
                new Reference.Archive(
                        Reference.Archive.Kind.OCI, file, Optional.empty(), Optional.of(root().digest())))) {
            try (Repository archive = Archives.open((Reference.Archive) reference)) {
                assertThat(archive.resolve(reference)).isEqualTo(root());
                assertThat(archive.manifest(root())).isEqualTo(manifest());
                try (var blob = archive.blob(of(Digest.Algorithm.SHA512, ODD))) {
                    assertThat(blob.readAllBytes()).isEqualTo(ODD);
                }
                assertThatThrownBy(() -> archive.resolve(reference.withTag("2").orElseThrow()))
                        .isInstanceOf(NotFoundException.class);
            }
        }
    }

    @Test
    void sizes_that_ustar_has_no_room_for_are_written() throws Exception {
        byte[] header = TarBlocks.header("blobs/sha256/x", 9L << 30);
        var reader =
                new TarReader(new ByteArrayInputStream(header), new LayerLimits(10, Long.MAX_VALUE, 1024, 1 << 20));
        assertThat(reader.next()).extracting(LayerEntry::size).isEqualTo(9L << 30);
    }

    @Test
    void a_move_that_breaks_off_leaves_the_older_archive() throws Exception {
        Path file = work.resolve("a.tar");
        write(file, false);
        byte[] older = Files.readAllBytes(file);
        var builder = new LayoutBuilder(work.resolve("liar"));
        String listed = builder.blob(LayoutBuilder.LAYER, LAYER);
        builder.list(listed).write();
        Path blob = work.resolve("liar/blobs/sha256").resolve(layer().digest().hex());
        Files.writeString(blob, "LAYER".repeat(1000));
        try (Repository liar = new LayoutRepository(work.resolve("liar"));
                Destination to = new ArchiveDestination(file)) {
            to.expect(List.of(layer()));
            assertThatThrownBy(() -> to.blob(liar, layer())).isInstanceOf(MalformedImageException.class);
            assertThatThrownBy(to::finish).isInstanceOf(IllegalStateException.class);
        }
        assertThat(file).hasBinaryContent(older);
        assertThat(work.toFile().list()).containsExactlyInAnyOrder("a.tar", "liar");
        write(file, false);
        assertThat(Files.size(file)).isGreaterThan(LAYER.length);
    }

    @Test
    void places_that_cannot_hold_an_archive_are_named() throws Exception {
        assertThatThrownBy(() -> new ArchiveDestination(work))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> new ArchiveDestination(work.resolve("no/a.tar")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no folder");
        try (Destination to = new ArchiveDestination(work.resolve("full.tar"))) {
            assertThatThrownBy(() -> to.expect(List.of(new Descriptor("", layer().digest(), Long.MAX_VALUE >> 1))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("are free");
        }
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void file_that_is_no_archive_is_not_replaced() throws Exception {
        Path letter = Files.writeString(work.resolve("letter.txt"), "dear reader");
        Path tar = Files.write(
                work.resolve("backup.tar"),
                new TarWriter().file("home/me", "all I have").bytes());
        for (Path theirs : List.of(letter, tar)) {
            byte[] before = Files.readAllBytes(theirs);
            assertThatThrownBy(() -> write(theirs, false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not an archive of an image")
                    .hasMessageContaining("another name");
            assertThat(theirs).hasBinaryContent(before);
        }
        // What mktemp makes holds nothing that could be lost.
        write(Files.createFile(work.resolve("empty")), false);
    }

    @Test
    void program_that_is_ended_in_the_middle_leaves_no_part_of_an_archive() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Interrupted.class.getName(),
                        work.toString())
                .inheritIO()
                .start();
        assertThat(program.waitFor()).isEqualTo(7);
        assertThat(work).isEmptyDirectory();
    }

    /** Begins an archive and is ended as a signal ends it. */
    static final class Interrupted {
        private Interrupted() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            new ArchiveDestination(folder.resolve("a.tar")).expect(List.of(layer()));
            String[] parts = folder.toFile().list();
            System.exit(parts != null && parts.length == 1 ? 7 : 1);
        }
    }
}

package dev.attest.sbom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileContentTest {
    @TempDir
    Path work;

    private static final int LARGE = (int) FileContent.IN_MEMORY + (3 << 18) + 17;

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static LayerFile file(byte[] bytes, InputStream content) {
        var entry = new LayerEntry("bin/x", LayerEntry.Type.FILE, 0755, new LayerEntry.Owner(0, 0), bytes.length, "");
        return new LayerFile(entry, content, ScanLimits.DEFAULT);
    }

    private static LayerFile file(byte[] bytes) {
        return file(bytes, new ByteArrayInputStream(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 1 << 18, (1 << 18) + 1, LARGE})
    void bytes_are_those_of_the_file_in_any_order_and_for_all_readers(int size) throws Exception {
        byte[] bytes = random(size);
        LayerFile file = file(bytes);
        FileContent content = file.content();
        assertThat(content.stream().readAllBytes()).isEqualTo(bytes);
        for (int at : new int[] {size - 1, size / 2, 0}) {
            if (at >= 0 && at < size) {
                int length = Math.min(size - at, 70_000);
                byte[] part = content.slice(at, length, ByteOrder.LITTLE_ENDIAN).bytes();
                assertThat(part).isEqualTo(Arrays.copyOfRange(bytes, at, at + length));
            }
        }
        assertThat(file.bytes()).isEqualTo(bytes);
        assertThat(file.head()).isEqualTo(Arrays.copyOf(bytes, Math.min(size, 512)));
        assertThat(file.stream().readAllBytes()).isEqualTo(bytes);
        file.release();
    }

    @Test
    void stream_is_read_only_as_far_as_is_asked_for() throws Exception {
        byte[] bytes = random(4 << 20);
        var stream = new ByteArrayInputStream(bytes);
        file(bytes, stream).content().slice(1000, 10, ByteOrder.LITTLE_ENDIAN);
        assertThat(stream.available()).isGreaterThan(3 << 20);
    }

    @Test
    void executable_can_be_streamed_and_then_read_again() throws Exception {
        byte[] bytes = random(100_000);
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F'}, 0, bytes, 0, 4);
        LayerFile file = file(bytes);
        assertThat(file.stream().readAllBytes()).isEqualTo(bytes);
        assertThat(file.content().slice(99_999, 1, ByteOrder.LITTLE_ENDIAN).u8(0))
                .isEqualTo(bytes[99_999] & 0xff);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 95, 101, Long.MAX_VALUE})
    void what_lies_outside_is_malformed(long at) {
        FileContent content = open(random(100));
        assertThatThrownBy(() -> content.slice(at, 10, ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(MalformedContentException.class);
        assertThatThrownBy(() -> content.slice(1, Long.MAX_VALUE, ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(MalformedContentException.class);
    }

    @Test
    void file_that_ends_before_its_size_is_as_long_as_it_is() throws Exception {
        byte[] bytes = random(1000);
        LayerFile file = file(bytes, new ByteArrayInputStream(bytes, 0, 700));
        assertThat(file.content().stream().readAllBytes()).hasSize(700);
        assertThatThrownBy(() -> file.content().slice(650, 100, ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(MalformedContentException.class);
    }

    private static FileContent open(byte[] bytes) {
        try {
            return file(bytes).content();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bytes_that_found_no_room_are_not_taken_for_those_behind_them() throws Exception {
        byte[] bytes = random(LARGE);
        Path room = work.resolve("room");
        var memory = new ContentMemory(room);
        var content = new FileContent("bin/x", LARGE, new ByteArrayInputStream(bytes), memory);
        assertThatThrownBy(() -> content.slice(LARGE - 1, 1, ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(UnreadFileException.class);
        assertThat(memory.lackedRoom()).isTrue();
        Files.createDirectory(room);
        assertThatThrownBy(() -> content.slice(FileContent.IN_MEMORY, 1, ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(UnreadFileException.class);
        content.release();
    }

    @Test
    void known_program_for_which_there_is_no_room_is_a_gap_and_no_failure() throws Exception {
        byte[] bytes = new byte[LARGE];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F'}, 0, bytes, 0, 4);
        var memory = new ContentMemory(work.resolve("none"));
        var scanner = new LayerScanner(Catalogers.ALL, ScanLimits.DEFAULT, memory);
        var entry = new LayerEntry("usr/bin/node", LayerEntry.Type.FILE, 0755, new LayerEntry.Owner(0, 0), LARGE, "");
        scanner.entry(entry, new ByteArrayInputStream(bytes));
        assertThat(scanner.result().records())
                .filteredOn(record -> record.cataloger().startsWith("known-program/"))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.unread().orElseThrow().detail()).contains("temporary folder"));
    }
}

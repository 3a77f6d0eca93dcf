package dev.attest.sbom.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.sbom.ScanLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveTest {
    private static final byte[] TEXT = "some text, some text, some text".getBytes(StandardCharsets.UTF_8);

    private static byte[] zip(int method, byte[] content, String... names) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (String name : names) {
                var entry = new ZipEntry(name);
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    var crc = new CRC32();
                    crc.update(content);
                    entry.setSize(content.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Budget budget() {
        return new Budget(ScanLimits.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void content_and_beginning_are_those_that_were_put_in(int method) throws Exception {
        ZipArchive zip = ZipArchive.open(zip(method, TEXT, "a"));
        ZipEntryHeader entry = zip.entries().get(0);
        assertThat(zip.read(entry, budget())).isEqualTo(TEXT);
        assertThat(zip.content(entry, budget())).isEqualTo(ByteBuffer.wrap(TEXT));
        assertThat(zip.beginning(entry, 4, budget())).isEqualTo(Arrays.copyOf(TEXT, 4));
        assertThat(zip.beginning(entry, 400, budget())).isEqualTo(TEXT);
    }

    @Test
    void more_entries_than_two_bytes_count_are_all_read() throws Exception {
        String[] names = new String[66_000];
        Arrays.setAll(names, i -> "n" + i);
        byte[] zip = zip(ZipEntry.STORED, new byte[0], names);
        assertThat(ZipArchive.open(zip).entries()).hasSize(66_000);
        assertThat(ZipArchive.open(concat("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), zip))
                        .entries())
                .hasSize(66_000);
    }

    @Test
    void sizes_that_stand_in_the_zip64_field_are_read_from_there() throws Exception {
        ZipArchive zip = ZipArchive.open(withZip64Field(zip(ZipEntry.STORED, TEXT, "a"), TEXT.length));
        assertThat(zip.read(zip.entries().get(0), budget())).isEqualTo(TEXT);
        assertThatThrownBy(() -> ZipArchive.open(withZip64Field(zip(ZipEntry.STORED, TEXT, "a"), -1)))
                .isInstanceOf(MalformedZipException.class);
    }

    @Test
    void last_end_counts_and_what_stands_behind_it_is_refused() throws Exception {
        byte[] first = zip(ZipEntry.STORED, TEXT, "first");
        byte[] both = concat(first, zip(ZipEntry.STORED, TEXT, "second"));
        assertThat(ZipArchive.open(both).entries())
                .extracting(ZipEntryHeader::name)
                .containsExactly("second");
        assertThatThrownBy(() -> ZipArchive.open(concat(first, new byte[3]))).hasMessage("not a ZIP");
    }

    @Test
    void names_are_text_and_nothing_more() throws Exception {
        byte[] zip = zip(ZipEntry.DEFLATED, TEXT, "../../etc/x", "/y", "nul\0", "a");
        assertThat(ZipArchive.open(zip).entries())
                .extracting(ZipEntryHeader::name)
                .isEqualTo(List.of("../../etc/x", "/y", "nul\0", "a"));
    }

    @Test
    void one_name_twice_is_two_entries() throws Exception {
        byte[] zip = zip(ZipEntry.DEFLATED, TEXT, "a", "b");
        byte[] twice =
                new String(zip, StandardCharsets.ISO_8859_1).replace("b", "a").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(ZipArchive.open(twice).entries()).hasSize(2);
    }

    @Test
    void entry_of_another_size_checksum_or_method_is_refused() throws Exception {
        byte[] zip = zip(ZipEntry.DEFLATED, TEXT, "a");
        int central = central(zip);
        for (int field : new int[] {10, 16, 24, 42}) {
            byte[] changed = zip.clone();
            changed[central + field] ^= 4;
            assertThatThrownBy(() -> {
                        ZipArchive opened = ZipArchive.open(changed);
                        opened.read(opened.entries().get(0), budget());
                    })
                    .as("field at %d", field)
                    .isInstanceOf(MalformedZipException.class);
        }
    }

    @Test
    void claimed_size_reserves_nothing() throws Exception {
        byte[] zip = zip(ZipEntry.DEFLATED, TEXT, "a");
        byte[] claimed = zip.clone();
        claimed[central(zip) + 27] = 0x10;
        ZipArchive opened = ZipArchive.open(claimed);
        assertThatThrownBy(() -> opened.read(opened.entries().get(0), budget()))
                .isInstanceOf(MalformedZipException.class);
        assertThatThrownBy(() -> opened.beginning(opened.entries().get(0), 20, budget()))
                .hasMessageContaining("impossible size");
    }

    private static int central(byte[] zip) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.getInt(zip.length - 6);
    }

    /** The only record of the directory again, its sizes moved to the extra field. */
    private static byte[] withZip64Field(byte[] zip, long size) {
        int central = central(zip);
        ByteBuffer changed = ByteBuffer.allocate(zip.length + 20).order(ByteOrder.LITTLE_ENDIAN);
        changed.put(zip, 0, zip.length - 22)
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(size)
                .putLong(size);
        changed.put(zip, zip.length - 22, 22);
        changed.putInt(central + 20, -1).putInt(central + 24, -1).putShort(central + 30, (short) 20);
        changed.putInt(changed.capacity() - 10, changed.getInt(changed.capacity() - 10) + 20);
        return changed.array();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}

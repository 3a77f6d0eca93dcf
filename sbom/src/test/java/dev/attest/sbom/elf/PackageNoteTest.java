package dev.attest.sbom.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Purl;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.binary.ElfFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageNoteTest {
    private static byte[] note(int ownerLength, int length, String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        var note = ByteBuffer.allocate(16 + ((text.length + 4) & ~3)).order(ByteOrder.LITTLE_ENDIAN);
        note.putInt(ownerLength).putInt(length < 0 ? text.length + 1 : length).putInt(0xcafe1a7e);
        note.put("FDO\0".getBytes(StandardCharsets.ISO_8859_1)).put(text);
        return note.array();
    }

    private static ScanResult scan(byte[] note) throws Exception {
        byte[] program = ElfFiles.program().section(".note.package", 7, note).bytes();
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=wolfi\nVERSION_ID=20230201\n")
                .file("bin/x", program, 0755)
                .scan();
    }

    private static List<String> purls(ScanResult scan) {
        return scan.sbom().components().stream()
                .flatMap(c -> c.identity().purl().stream())
                .map(Purl::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
            {"type":"rpm","name":"systemd","version":"255-1.fc40","architecture":"x86_64","osCpe":"cpe:/o:fedoraproject:fedora:40"} | pkg:rpm/fedora/systemd@255-1.fc40?arch=x86_64&distro=fedora-40
            {"type":"deb","name":"a","version":"1:2-3","architecture":"amd64","osCpe":"cpe:2.3:o:debian:debian_linux:12:*:*:*:*:*:*:*"} | pkg:deb/debian/a@1:2-3?arch=amd64&distro=debian-12
            {"type":"apk","name":"b","version":"1-r0","os":"alpine","osVersion":"3.19"} | pkg:apk/alpine/b@1-r0?distro=alpine-3.19
            {"type":"apk","name":"b","version":"1-r0"} | pkg:apk/wolfi/b@1-r0?distro=wolfi-20230201
            {"type":"unknown","name":"c","version":"1"} | pkg:generic/c@1
            """)
    void note_names_the_package(String json, String purl) throws Exception {
        ScanResult scan = scan(note(4, -1, json));
        assertThat(purls(scan)).containsExactly(purl);
        assertThat(scan.sbom().gaps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            4          | 2147483647 | {"name":"a"}
            2147483647 | 12         | {"name":"a"}
            -1         | -1         | {"name":"a"}
            4          | -1         | {"name":7}
            4          | -1         | {"nam
            4          | -1         | garbage
            """)
    void damaged_note_is_a_gap(int ownerLength, int length, String json) throws Exception {
        ScanResult scan = scan(note(ownerLength, length, json));
        assertThat(scan.sbom().components()).isEmpty();
        assertThat(scan.sbom().gaps()).isNotEmpty();
    }

    @Test
    void file_of_a_package_is_that_package() throws Exception {
        byte[] program = ElfFiles.program()
                .section(".note.package", 7, note(4, -1, "{\"type\":\"deb\",\"name\":\"a\",\"version\":\"2\"}"))
                .bytes();
        ScanResult scan = new TestImage()
                .layer()
                .file("etc/os-release", "ID=debian\n")
                .file("bin/x", program, 0755)
                .file("var/lib/dpkg/status", "Package: a\nVersion: 2\nStatus: install ok installed\n")
                .file("var/lib/dpkg/info/a.list", "/bin/x\n")
                .scan();
        assertThat(purls(scan)).hasSize(1);
    }
}

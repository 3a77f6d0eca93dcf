package dev.attest.sbom.graal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Gap;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.binary.ElfFiles;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class NativeImageTest {
    private static byte[] program(byte[] json, long stated) throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(json);
        }
        long begin =
                ElfFiles.BASE + ElfFiles.program().section(".svm_heap", "x").offset(2);
        var data = ByteBuffer.allocate(8 + packed.size()).order(ByteOrder.LITTLE_ENDIAN);
        data.putLong(stated < 0 ? packed.size() : stated).put(packed.toByteArray());
        var symbols = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        symbols.putInt(0, 1).putLong(8, begin + 8).putInt(24, 6).putLong(32, begin);
        return ElfFiles.program()
                .section(".svm_heap", "x")
                .data(".data", data.array())
                .symbols(".symtab", symbols.array(), 4)
                .section(".strtab", "\0sbom\0sbom_length\0")
                .bytes();
    }

    private static ScanResult scan(byte[] program) throws Exception {
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file("app", program, 0755)
                .scan();
    }

    @Test
    void components_of_the_embedded_sbom_are_in_the_program() throws Exception {
        String json =
                """
                {"bomFormat":"CycloneDX","components":[{"type":"library","group":"io.netty","name":"netty-common",
                "version":"4.1.76.Final","purl":"pkg:maven/io.netty/netty-common@4.1.76.Final"},{"name":"jdk","version":"17"}]}
                """;
        ScanResult scan = scan(program(json.getBytes(StandardCharsets.UTF_8), -1));
        assertThat(scan.sbom().components())
                .extracting(c -> c.identity()
                        .purl()
                        .map(Object::toString)
                        .orElse(c.identity().name()))
                .containsExactlyInAnyOrder("app", "jdk", "pkg:maven/io.netty/netty-common@4.1.76.Final");
        assertThat(scan.sbom().gaps()).isEmpty();
    }

    @Test
    void damaged_or_missing_sbom_is_a_gap() throws Exception {
        byte[] none = ElfFiles.program().section(".svm_heap", "x").bytes();
        assertThat(scan(none).sbom().gaps()).extracting(Gap::kind).contains(Gap.Kind.UNIDENTIFIED);
        byte[] json = "{\"components\":[]}".getBytes(StandardCharsets.UTF_8);
        for (long length : new long[] {0, 5, 1L << 40, Long.MAX_VALUE}) {
            assertThat(scan(program(json, length)).sbom().gaps())
                    .extracting(Gap::kind)
                    .contains(Gap.Kind.UNREADABLE);
        }
        assertThat(scan(program(new byte[32 << 20], -1)).sbom().gaps())
                .extracting(Gap::kind)
                .contains(Gap.Kind.UNREADABLE);
    }
}

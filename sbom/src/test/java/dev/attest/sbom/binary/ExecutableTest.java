package dev.attest.sbom.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Gap;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.catalog.ExecutableMagic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutableTest {
    private static ScanResult scan(byte[] program) throws Exception {
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file("bin/x", program, 0755)
                .scan();
    }

    @ParameterizedTest
    @CsvSource({
        "7f454c46,true",
        "feedface,true",
        "cffaedfe,true",
        "cafebabe00000002,true",
        "cafebabe00000034,false",
        "cafebabe0000003d,false",
        "4d5a,false",
        "23212f62,false",
        "504b0304,false"
    })
    void first_bytes_decide(String start, boolean executable) {
        byte[] head = Arrays.copyOf(HexFormat.of().parseHex(start), 512);
        assertThat(ExecutableMagic.matches(head)).isEqualTo(executable);
    }

    /** Every number of a header takes values that lead out of the file, overlap or are many. */
    @ParameterizedTest
    @CsvSource({"true,false", "true,true", "false,false", "false,true"})
    void damaged_headers_end_in_a_gap_and_never_in_a_failure(boolean wide, boolean big) {
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] program = ElfFiles.program(wide, order)
                .section(".text", "x".repeat(100))
                .data(".go.buildinfo", new byte[64])
                .section(".dep-v0", 1, new byte[40])
                .section(".svm_heap", 1, new byte[8])
                .symbols(".symtab", new byte[48], 7)
                .section(".strtab", "\0sbom\0sbom_length\0")
                .section(".note.package", 7, new byte[32])
                .bytes();
        var random = new Random(7);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 400; i++) {
                byte[] damaged = program.clone();
                int at = i < 64 ? i : random.nextInt(damaged.length);
                damaged[at] = (byte) (i % 2 == 0 ? 0xff : random.nextInt());
                damaged[Math.min(at + 1, damaged.length - 1)] = (byte) 0xff;
                System.arraycopy(program, 0, damaged, 0, 4);
                scan(i % 5 == 0 ? Arrays.copyOf(damaged, 60 + random.nextInt(damaged.length - 60)) : damaged);
            }
        });
    }

    @Test
    void damaged_pe_and_mach_o_files_end_in_a_gap_and_never_in_a_failure() {
        var pe = ByteBuffer.allocate(600).order(ByteOrder.LITTLE_ENDIAN);
        pe.put(0, (byte) 'M').put(1, (byte) 'Z').putInt(60, 64).putInt(64, 0x4550);
        pe.putShort(70, (short) 2).putShort(84, (short) 224).putShort(88, (short) 0x20b);
        pe.putInt(196, 16)
                .putInt(216, 0x1000)
                .putInt(220, 64)
                .putInt(328, 0x1000)
                .putInt(332, 0x200);
        var mach = ByteBuffer.allocate(600).order(ByteOrder.LITTLE_ENDIAN);
        mach.putInt(0, 0xfeedfacf).putInt(12, 2).putInt(16, 2).putInt(20, 304);
        mach.putInt(32, 0x19).putInt(36, 152).putInt(96, 1);
        var random = new Random(7);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 600; i++) {
                byte[] damaged = (i % 2 == 0 ? pe : mach).array().clone();
                for (int n = 0; n < 3; n++) {
                    damaged[4 + random.nextInt(396)] = (byte) (n == 0 ? 0xff : random.nextInt());
                }
                scan(damaged);
            }
        });
    }

    @Test
    void program_with_damaged_headers_is_not_passed_over() throws Exception {
        byte[] program = ElfFiles.program().section(".text", "x").bytes();
        program[60] = (byte) 0xff;
        program[61] = (byte) 0xff;
        assertThat(scan(program).sbom().gaps())
                .extracting(Gap::subject)
                .containsExactly("executables of no known software");
    }

    @Test
    void object_files_are_no_programs() throws Exception {
        byte[] object = ElfFiles.program().type(1).section(".text", "x").bytes();
        assertThat(scan(object).sbom().gaps()).isEmpty();
    }

    @Test
    void shared_object_without_the_executable_bit_is_seen() throws Exception {
        byte[] library = ElfFiles.program().type(3).section(".text", "x").bytes();
        ScanResult scan = new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file("lib/x", library)
                .scan();
        assertThat(scan.sbom().gaps()).extracting(Gap::detail).containsExactly("1 seen, not read: lib/x");
    }
}

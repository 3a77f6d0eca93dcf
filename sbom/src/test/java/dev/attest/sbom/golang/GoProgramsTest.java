package dev.attest.sbom.golang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.binary.ElfFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoProgramsTest {
    private static final String MODULES =
            """
            path\texample.org/Tool/v2/cmd/tool
            mod\texample.org/Tool/v2\tv2.3.4\th1:main=
            dep\tgithub.com/spf13/cobra\tv1.8.0\th1:abc=
            dep\texample.org/old\tv1.0.0
            =>\texample.org/new\tv1.5.0\th1:def=
            dep\texample.org/here\tv0.1.0
            =>\t./here\t
            build\tCGO_ENABLED=0
            build\t-ldflags="-s -w"
            build\tvcs.revision=0123456789abcdef0123456789abcdef01234567
            build\tvcs.time=2024-03-05T06:07:08Z
            """;

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    private static List<String> purls(ScanResult scan) {
        return scan.sbom().components().stream()
                .map(c -> c.identity()
                        .purl()
                        .map(Purl::toString)
                        .orElse(c.identity().name()))
                .sorted()
                .toList();
    }

    private static Component component(ScanResult scan, String name) {
        return scan.sbom().components().stream()
                .filter(c -> c.identity().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertModules(ScanResult scan) {
        assertThat(purls(scan))
                .containsExactly(
                        "pkg:golang/example.org/here",
                        "pkg:golang/example.org/new@v1.5.0",
                        "pkg:golang/example.org/tool/v2@v2.3.4",
                        "pkg:golang/github.com/spf13/cobra@v1.8.0",
                        "pkg:golang/stdlib@1.22.1");
        assertThat(scan.sbom().gaps()).isEmpty();
    }

    @Test
    void program_is_its_module_with_modules_and_standard_library_in_it() throws Exception {
        ScanResult scan = image().file("bin/tool", GoFiles.program("go1.22.1", MODULES), 0755)
                .scan();
        assertModules(scan);
        Component main = component(scan, "example.org/Tool/v2");
        assertThat(main.identity().type()).isEqualTo(Component.Type.APPLICATION);
        assertThat(main.dependsOn()).hasSize(4);
        assertThat(main.declared().properties())
                .containsEntry("go.build.CGO_ENABLED", "0")
                .containsEntry("go.build.vcs.time", "2024-03-05T06:07:08Z")
                .containsEntry("go.path", "example.org/Tool/v2/cmd/tool")
                .doesNotContainKey("go.build.-ldflags");
        assertThat(component(scan, "example.org/new").declared().properties())
                .containsEntry("go.replaces", "example.org/old@v1.0.0")
                .containsEntry("go.sum", "h1:def=");
        assertThat(component(scan, "example.org/here").declared().properties())
                .containsEntry("go.replaced-by", "./here");
        assertThat(component(scan, "stdlib").identity().cpes())
                .containsExactly("cpe:2.3:a:golang:go:1.22.1:*:*:*:*:*:*:*");
        assertThat(component(scan, "stdlib").contained()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true,false", "true,true", "false,false", "false,true"})
    void pointers_of_both_widths_and_orders_lead_to_the_modules(boolean wide, boolean big) throws Exception {
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] program = GoFiles.pointing(wide, order, "go1.22.1", MODULES);
        assertModules(image().file("bin/tool", program, 0755).scan());
    }

    @Test
    void program_without_the_executable_bit_and_under_any_name_is_one() throws Exception {
        assertModules(image().file("opt/plugin.so", GoFiles.program("go1.22.1", MODULES))
                .scan());
    }

    @Test
    void mark_in_the_first_data_of_a_pe_file_is_found() throws Exception {
        byte[] data = GoFiles.inline("go1.22.1", MODULES);
        var file = ByteBuffer.allocate(0x200 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, (byte) 'M').put(1, (byte) 'Z').putInt(60, 64);
        file.putInt(64, 0x4550).putShort(70, (short) 1).putShort(84, (short) 112);
        file.putShort(88, (short) 0x20b);
        file.put(200, ".data".getBytes(StandardCharsets.ISO_8859_1));
        file.putInt(212, 0x1000).putInt(216, data.length).putInt(220, 0x200).putInt(236, 0xc0000040);
        file.put(0x200, data);
        assertModules(image().file("tool.exe", file.array()).scan());
    }

    @Test
    void mark_in_a_section_of_a_mach_o_file_is_found() throws Exception {
        byte[] data = GoFiles.inline("go1.22.1", MODULES);
        var file = ByteBuffer.allocate(0x200 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0xfeedfacf).putInt(12, 2).putInt(16, 1).putInt(20, 152);
        file.putInt(32, 0x19).putInt(36, 152).put(40, "__DATA".getBytes(StandardCharsets.ISO_8859_1));
        file.putLong(56, 0x1000)
                .putLong(72, 0x200)
                .putLong(80, data.length)
                .putInt(92, 3)
                .putInt(96, 1);
        file.put(104, "__go_buildinfo".getBytes(StandardCharsets.ISO_8859_1));
        file.putLong(136, 0x1000).putLong(144, data.length).putInt(152, 0x200);
        file.put(0x200, data);
        assertModules(image().file("tool", file.array()).scan());
        var fat = ByteBuffer.allocate(64 + file.capacity());
        fat.putInt(0, 0xcafebabe).putInt(4, 1).putInt(16, 64).putInt(20, file.capacity());
        byte[] inner = file.array();
        // Offsets count from the program, not from the file.
        fat.put(64, inner);
        assertModules(image().file("tool", fat.array()).scan());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            (devel) | -X main.version=v1.2.3                            | v1.2.3
            (devel) | -X=example.org/t/internal.Version=1.2.3-rc.1      | v1.2.3-rc.1
            ''      | -s -X 'example.org/t.gitVersion=v2.0.1' -w        | v2.0.1
            (devel) | -X k8s.io/version.Version=v9.9.9 -X main.version=v1.0.0 | v1.0.0
            (devel) | -X main.goVersion=1.22.1                          | v0.0.0-20240305060708-0123456789ab
            (devel) | -X main.version=unknown                           | v0.0.0-20240305060708-0123456789ab
            v3.0.0  | -X main.version=v1.2.3                            | v3.0.0
            """)
    void version_of_the_main_module_is_stated_linked_or_the_commit(String stated, String flags, String version)
            throws Exception {
        String modules = "path\texample.org/t\nmod\texample.org/t\t" + (stated == null ? "" : stated) + "\t\n"
                + "build\t-ldflags=\"" + flags + "\"\nbuild\tvcs.revision=0123456789abcdef0123456789abcdef01234567\n"
                + "build\tvcs.time=2024-03-05T06:07:08Z\n";
        ScanResult scan = image().file("bin/t", GoFiles.program("go1.22.1", modules), 0755)
                .scan();
        assertThat(component(scan, "example.org/t").identity().version()).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({"go1.22.1 X:loopvar,1.22.1", "go1.26.8-X:nodwarf5,1.26.8", "go1.21rc2,1.21rc2", "devel go1.23-abc,''"})
    void standard_library_has_the_release(String go, String version) throws Exception {
        ScanResult scan = image().file("bin/t", GoFiles.program(go, "path\ta\nmod\ta\tv1.0.0\t\n"), 0755)
                .scan();
        assertThat(purls(scan))
                .containsExactlyElementsOf(
                        version.isEmpty()
                                ? List.of("pkg:golang/a@v1.0.0")
                                : List.of("pkg:golang/a@v1.0.0", "pkg:golang/stdlib@" + version));
    }

    @Test
    void toolchain_is_go_itself() throws Exception {
        ScanResult scan = image().file("usr/local/go/bin/gofmt", GoFiles.program("go1.22.1", "path\tcmd/gofmt\n"), 0755)
                .scan();
        assertThat(purls(scan)).containsExactly("pkg:generic/go@1.22.1", "pkg:golang/stdlib@1.22.1");
    }

    @Test
    void modules_in_a_program_of_a_package_belong_to_the_package() throws Exception {
        ScanResult scan = image().file("usr/bin/tool", GoFiles.program("go1.22.1", MODULES), 0755)
                .file("usr/bin/other", GoFiles.program("go1.22.1", "path\tb\nmod\texample.org/other\tv1.0.0\t\n"), 0755)
                .file("var/lib/dpkg/status", "Package: tool\nVersion: 2\nStatus: install ok installed\n")
                .file("var/lib/dpkg/info/tool.list", "/usr/bin/tool\n/usr/bin/other\n")
                .scan();
        assertThat(purls(scan))
                .doesNotContain("pkg:golang/example.org/tool/v2@v2.3.4")
                .contains("pkg:golang/example.org/other@v1.0.0", "pkg:golang/github.com/spf13/cobra@v1.8.0");
        Component cobra = component(scan, "github.com/spf13/cobra");
        assertThat(cobra.contained()).isTrue();
        assertThat(component(scan, "tool").dependsOn()).contains(cobra.ref());
    }

    @ParameterizedTest
    @CsvSource({"2,40", "2,33", "8,20", "9,32"})
    void damaged_information_is_a_gap(int flags, int length) throws Exception {
        byte[] info = GoFiles.inline("go1.22.1", MODULES);
        info[15] = (byte) flags;
        info[14] = (byte) (flags == 9 ? 3 : 8);
        byte[] cut = Arrays.copyOf(info, Math.max(length, 32));
        Arrays.fill(cut, Math.min(32, cut.length), cut.length, (byte) 0xff);
        byte[] program = ElfFiles.program().data(".go.buildinfo", cut).bytes();
        ScanResult scan = image().file("bin/t", program, 0755).scan();
        assertThat(scan.sbom().components()).isEmpty();
        assertThat(scan.sbom().gaps()).extracting(Gap::kind).isNotEmpty();
    }
}

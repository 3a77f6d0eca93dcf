package dev.attest.sbom.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownProgramsTest {
    private static byte[] program(int size, int at, String text) {
        byte[] bytes = new byte[size];
        byte[] mark = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy("\u007fELF".getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, 4);
        System.arraycopy(mark, 0, bytes, at, mark.length);
        return bytes;
    }

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 500, 65_520, 65_530, 65_536, 131_060, (2 << 20) - 18})
    void runtime_without_package_is_a_platform_wherever_the_version_stands(int at) throws Exception {
        byte[] program = program(2 << 20, at, "node.js/v20.20.2\0");
        var result = image().file("usr/local/bin/node", program, 0755).scan();
        assertThat(result.sbom().components())
                .extracting(Component::identity)
                .extracting(i -> i.type().id() + " " + i.purl().orElseThrow())
                .containsExactly("platform pkg:generic/node@20.20.2");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void program_of_another_kind_or_of_a_package_is_none() throws Exception {
        byte[] other = program(2 << 20, 600, "node.js/v20\0 node.js/vx.1.2\0");
        assertThat(image().file("bin/node", other, 0755).scan().sbom().components())
                .isEmpty();
        byte[] node = program(2 << 20, 600, "node.js/v20.20.2\0");
        var result = image().file("usr/bin/node", node, 0755)
                .file("var/lib/dpkg/status", "Package: nodejs\nVersion: 20\nStatus: install ok installed\n")
                .file("var/lib/dpkg/info/nodejs.list", "/usr/bin/node\n")
                .scan();
        assertThat(result.sbom().components())
                .extracting(c -> c.identity().name())
                .isEqualTo(List.of("nodejs"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            usr/local/bin/redis-server  | 0 7.2.3buildkitsandbox-1702957734000000000 | pkg:generic/redis@7.2.3
            usr/sbin/nginx              | nginx version: nginx/1.25.1                | pkg:generic/nginx@1.25.1
            usr/lib/libpython3.11.so.1.0 | ~3.11.9~%.80s                             | pkg:generic/python@3.11.9
            usr/local/bin/mysqld        | /usr/percona-server-8.0.35-27/x /mysql-8.0.35/ | pkg:generic/percona-server@8.0.35
            opt/libcrypto.so.3          | ~OpenSSL 3.0.9 30 May 2023~                | pkg:generic/openssl@3.0.9
            bin/busybox                 | ~BusyBox v1.36.1 (2023)~                   | pkg:generic/busybox@1.36.1
            bin/haproxy                 | version 2.7.3-1065b10, released 2023/02/14 | pkg:generic/haproxy@2.7.3
            """)
    void program_without_package_is_known_by_its_file_and_a_text(String path, String text, String purl)
            throws Exception {
        byte[] program = program(300_000, 131_000, "~" + text + "~");
        for (int i = 0; i < program.length; i++) {
            program[i] = program[i] == '~' ? 0 : program[i];
        }
        var result = image().file(path, program, 0755).scan();
        assertThat(result.sbom().components())
                .extracting(c -> c.identity().purl().orElseThrow().toString())
                .containsExactly(purl);
        assertThat(result.sbom().components().get(0).identity().cpes()).isNotEmpty();
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void program_that_has_its_version_in_a_library_belongs_to_it() throws Exception {
        byte[] library = program(2_000, 600, "\0" + "3.11.9\0");
        var result = image().file("usr/local/lib/libpython3.11.so.1.0", library, 0755)
                .file("usr/local/bin/python3.11", program(2_000, 600, "x"), 0755)
                .scan();
        assertThat(result.sbom().components()).hasSize(1);
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void text_that_stands_everywhere_makes_no_search_slow() {
        byte[] program = program(8 << 20, 8, "nginx version: ".repeat(400_000));
        byte[] digits = program(8 << 20, 8, "PostgreSQL 1".repeat(600_000));
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> image().file("bin/nginx", program, 0755)
                .file("bin/postgres", digits, 0755)
                .scan());
    }

    @Test
    void every_row_has_files_texts_and_patterns_with_a_version() {
        assertThat(KnownPrograms.all().rows()).hasSizeGreaterThan(60).allSatisfy(row -> {
            assertThat(row.files()).isNotEmpty();
            assertThat(row.versions()).isNotEmpty().allSatisfy(text -> {
                assertThat(text.anchor().length()).isGreaterThan(2);
                assertThat(Pattern.compile(text.of("1.2").pattern()).matcher("").groupCount())
                        .isEqualTo(1);
            });
        });
    }
}

package dev.attest.sbom.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.sqlite.SqliteFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RpmDatabaseTest {
    private static List<byte[]> headers(int count) {
        var headers = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            headers.add(Headers.sized("package" + i, i * 150));
        }
        return headers;
    }

    private static byte[] database(DatabaseKind kind, List<byte[]> headers) {
        return switch (kind) {
            case SQLITE -> new SqliteFiles(512).database(headers);
            case NDB -> NdbFiles.database(headers);
            case BERKELEY -> new BerkeleyFiles(ByteOrder.LITTLE_ENDIAN).database(headers);
        };
    }

    private static List<Finding> read(DatabaseKind kind, byte[] bytes) throws MalformedContentException {
        return DatabaseFiles.packages(kind, Slice.of("rpm/db", bytes, ByteOrder.BIG_ENDIAN), Optional.empty());
    }

    private static Finding read(byte[] header) throws MalformedContentException {
        return read(DatabaseKind.NDB, NdbFiles.database(List.of(header))).get(0);
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void packages_of_every_kind_of_database_are_read(DatabaseKind kind) throws Exception {
        assertThat(read(kind, database(kind, headers(20))))
                .extracting(finding -> finding.text("name"))
                .hasSize(20)
                .startsWith("package0", "package1");
        assertThat(read(kind, database(kind, List.of()))).isEmpty();
    }

    @Test
    void berkeley_file_of_a_big_endian_machine_is_read() throws Exception {
        byte[] file = new BerkeleyFiles(ByteOrder.BIG_ENDIAN).database(headers(5));
        assertThat(read(DatabaseKind.BERKELEY, file)).hasSize(5);
    }

    @Test
    void berkeley_value_on_its_page_is_read() {
        byte[] file = new BerkeleyFiles(ByteOrder.LITTLE_ENDIAN).database(List.of(new byte[40]));
        assertThatThrownBy(() -> read(DatabaseKind.BERKELEY, file))
                .hasMessageContaining("package header of 40 bytes")
                .hasMessageContaining("package 1 of the database");
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void database_cut_off_anywhere_is_refused(DatabaseKind kind) {
        byte[] whole = database(kind, headers(8));
        for (int length = 0; length < whole.length; length += 512) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(kind, cut)).isInstanceOf(MalformedContentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void random_damage_ends_in_the_checked_exception_or_in_packages(DatabaseKind kind) {
        byte[] whole = database(kind, headers(8));
        var random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = random.nextBoolean() ? random.nextInt(damaged.length) : random.nextInt(600);
                damaged[at] = (byte) random.nextInt(256);
            }
            try {
                assertThat(read(kind, damaged)).hasSizeLessThan(30);
            } catch (MalformedContentException e) {
                assertThat(e).hasMessageStartingWith("rpm/db: ");
            }
        }
    }

    @Test
    void random_damage_to_a_header_ends_in_the_checked_exception_or_in_a_package() {
        byte[] whole = Headers.of("a", "1", "1")
                .texts(1117, "x", "y")
                .texts(1118, "/usr/bin/", "/etc/")
                .numbers(1116, 0, 1)
                .texts(1047, "a", "b")
                .dribble(1005, "text")
                .bytes();
        var random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                assertThat(read(damaged).text("name")).isNotEmpty();
            } catch (MalformedContentException e) {
                assertThat(e).hasMessageStartingWith("rpm/db: ");
            }
        }
    }

    /** Position and value in 32-bit words of the machine's order. */
    @ParameterizedTest
    @CsvSource({
        "NDB,0,7",
        "NDB,4,1",
        "NDB,12,0",
        "NDB,12,3000",
        "NDB,12,2",
        "NDB,32,0",
        "NDB,36,9",
        "NDB,40,3",
        "NDB,44,1",
        "NDB,44,100000000",
        "NDB,52,1",
        "NDB,4096,0",
        "NDB,4108,1",
        "NDB,4112,0",
        "BERKELEY,12,1",
        "BERKELEY,16,4",
        "BERKELEY,20,0",
        "BERKELEY,20,1000",
        "BERKELEY,24,0",
        "BERKELEY,24,2049",
        "BERKELEY,24,67584",
        "BERKELEY,32,9999",
        "BERKELEY,520,7",
        "BERKELEY,532,3",
        "BERKELEY,536,3584"
    })
    void structure_that_cannot_be_is_refused(DatabaseKind kind, int at, int value) {
        byte[] whole = database(kind, headers(3));
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        assertThatThrownBy(() -> read(kind, whole)).isInstanceOf(MalformedContentException.class);
    }

    @Test
    void berkeley_chain_in_a_circle_or_of_another_length_is_refused() {
        byte[] header = Headers.sized("a", 2000);
        byte[] circle = new BerkeleyFiles(ByteOrder.LITTLE_ENDIAN).database(List.of(header));
        ByteBuffer bytes = ByteBuffer.wrap(circle).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(4 * 512 + 16, 3);
        assertThatThrownBy(() -> read(DatabaseKind.BERKELEY, circle)).hasMessageContaining("does not go on");
        bytes.putInt(4 * 512 + 16, 0);
        assertThatThrownBy(() -> read(DatabaseKind.BERKELEY, circle)).hasMessageContaining("a value ends after");
        int item = 3 * 512 - 5 - 12;
        bytes.putInt(item + 8, 70 << 20);
        assertThatThrownBy(() -> read(DatabaseKind.BERKELEY, circle)).hasMessageContaining("a value of 73400320");
        bytes.put(item, (byte) 4);
        assertThatThrownBy(() -> read(DatabaseKind.BERKELEY, circle)).hasMessageContaining("a value of type 4");
    }

    @Test
    void header_with_all_tags_becomes_a_finding() throws Exception {
        Finding finding = read(Headers.of("bash", "5.1", "9.el9")
                .numbers(1003, 2)
                .text(1011, "Vendor")
                .text(1014, "MIT")
                .text(5096, "nodejs:18:1:2")
                .texts(1047, "bash", "/bin/sh")
                .texts(1049, "rpmlib(X)", "libc", "libc")
                .texts(1117, "sh", "bash")
                .texts(1118, "/usr/bin/", "/etc/")
                .numbers(1116, 0, 1)
                .bytes());
        assertThat(finding.fields())
                .containsEntry("name", "bash")
                .containsEntry("version", "5.1-9.el9")
                .containsEntry("epoch", "2")
                .containsEntry("arch", "x86_64")
                .containsEntry("source", "bash-5.1-9.el9.src.rpm")
                .containsEntry("module", "nodejs:18:1:2")
                .containsEntry("supplier", "Vendor")
                .containsEntry("licence", "MIT")
                .containsEntry("provides", "bash\n/bin/sh")
                .containsEntry("requires", "libc");
        assertThat(OwnedFiles.paths(finding.children().get(0))).containsExactly("usr/bin/sh", "etc/bash");
    }

    @Test
    void dribbles_replace_what_the_region_says_and_headers_without_region_are_read() throws Exception {
        assertThat(read(Headers.of("a", "1", "1")
                                .dribble(1011, "New")
                                .dribble(1000, "b")
                                .bytes())
                        .text("name"))
                .isEqualTo("b");
        Finding old = read(Headers.of("a", "1", "1")
                .texts(1027, "/usr/bin/a")
                .text(1044, "(none)")
                .withoutRegion()
                .bytes());
        assertThat(OwnedFiles.paths(old.children().get(0))).containsExactly("usr/bin/a");
        assertThat(old.text("source")).isEmpty();
    }

    static Stream<byte[]> brokenHeaders() {
        return Stream.of(
                new byte[0],
                new byte[8],
                Headers.assemble(List.of(new int[] {1000, 6, 0, 1}), new byte[] {'a'}),
                Headers.assemble(List.of(new int[] {1000, 6, 9, 1}), new byte[] {'a', 0}),
                Headers.assemble(List.of(new int[] {1000, 6, 0, 0}), new byte[] {'a', 0}),
                Headers.assemble(List.of(new int[] {63, 6, 0, 16}), new byte[16]),
                Headers.assemble(List.of(new int[] {63, 7, 8, 16}), new byte[16]),
                Headers.assemble(List.of(new int[] {63, 7, 4, 16}), new byte[20]),
                Headers.of("", "1", "1").bytes(),
                Headers.of("a", "", "1").bytes(),
                Headers.of("a", "1", "").bytes(),
                Headers.of("a".repeat(1025), "1", "1").bytes(),
                Headers.of("a", "1", "1").kind(1000, 4, 1).bytes(),
                Headers.of("a", "1", "1").text(1003, "1").bytes(),
                Headers.of("a", "1", "1").numbers(1047, 1).bytes(),
                Headers.of("a", "1", "1")
                        .texts(1047, "x")
                        .kind(1047, 8, 2_000_000)
                        .bytes(),
                Headers.of("a", "1", "1")
                        .texts(1047, "x")
                        .kind(1047, 8, 900_000)
                        .bytes(),
                Headers.of("a", "1", "1")
                        .numbers(1003, 1)
                        .kind(1003, 4, 0x40000001)
                        .bytes(),
                Headers.of("a", "1", "1").texts(1117, "x").texts(1118, "/").bytes(),
                Headers.of("a", "1", "1")
                        .texts(1117, "x")
                        .texts(1118, "/")
                        .numbers(1116, 1)
                        .bytes(),
                Headers.of("a", "1", "1")
                        .texts(1117, "x")
                        .texts(1118, "/")
                        .numbers(1116, -1)
                        .bytes(),
                Arrays.copyOf(Headers.of("a", "1", "1").bytes(), 200));
    }

    @ParameterizedTest
    @MethodSource("brokenHeaders")
    void one_damaged_package_makes_the_database_unreadable(byte[] header) {
        byte[] file = NdbFiles.database(List.of(Headers.sized("fine", 10), header));
        assertThatThrownBy(() -> read(DatabaseKind.NDB, file))
                .isInstanceOf(MalformedContentException.class)
                .hasMessageStartingWith("rpm/db: ")
                .hasMessageEndingWith("(package 2 of the database)");
    }

    @Test
    void many_names_in_a_folder_of_a_long_name_are_refused_before_they_fill_the_memory() {
        String[] names = new String[200_000];
        Arrays.fill(names, "x");
        byte[] header = Headers.of("a", "1", "1")
                .texts(1117, names)
                .texts(1118, "/" + "y".repeat(100_000))
                .numbers(1116, new int[names.length])
                .bytes();
        assertThatThrownBy(() -> read(header)).hasMessageContaining("names and files of more than");
    }

    @ParameterizedTest
    @CsvSource({"cbl-mariner-2.0/rpmdb.sqlite,SQLITE,129", "sle15-bci/Packages.db,NDB,35", "libuuid/Packages,BERKELEY,1"
    })
    void real_database_is_read_whole(String name, DatabaseKind kind, int count) throws Exception {
        Path file = Path.of("../../shared/vectors/rpmdb").resolve(name);
        assumeTrue(Files.exists(file), "../shared/vectors/rpmdb is not beside the project");
        List<Finding> findings = read(kind, Files.readAllBytes(file));
        assertThat(findings).hasSize(count);
        assertThat(findings).allSatisfy(finding -> assertThat(finding.fields()).containsKeys("name", "version"));
    }

    @ParameterizedTest
    @CsvSource({
        "cbl-mariner-2.0/rpmdb.sqlite,SQLITE,4096",
        "sle15-bci/Packages.db,NDB,4096",
        "libuuid/Packages,BERKELEY,4096"
    })
    void real_database_cut_off_at_any_page_loses_no_package_in_silence(String name, DatabaseKind kind, int page)
            throws Exception {
        Path file = Path.of("../../shared/vectors/rpmdb").resolve(name);
        assumeTrue(Files.exists(file), "../shared/vectors/rpmdb is not beside the project");
        byte[] whole = Files.readAllBytes(file);
        int packages = read(kind, whole).size();
        for (int length = 0; length < whole.length; length += page) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                assertThat(read(kind, cut)).hasSize(packages);
            } catch (MalformedContentException e) {
                assertThat(e).hasMessageStartingWith("rpm/db: ");
            }
        }
    }
}

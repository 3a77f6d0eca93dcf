package dev.attest.sbom.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteDatabaseTest {
    private static final int PAGE = 512;

    private static List<byte[]> blobs(int count, int bytes) {
        var blobs = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            byte[] blob = new byte[bytes + i];
            Arrays.fill(blob, (byte) (i + 1));
            blobs.add(blob);
        }
        return blobs;
    }

    private static Slice slice(byte[] bytes) {
        return Slice.of("db", bytes, ByteOrder.LITTLE_ENDIAN);
    }

    private static List<byte[]> read(byte[] database, byte[] log) throws Exception {
        var rows = new ArrayList<byte[]>();
        SqliteDatabase.open(slice(database), WriteAheadLog.read(slice(log))).rows("packages", row -> {
            assertThat(row.id()).isEqualTo(rows.size() + 1);
            rows.add(row.blob(1).bytes());
        });
        return rows;
    }

    private static List<byte[]> read(byte[] database) throws Exception {
        return read(database, new byte[0]);
    }

    @ParameterizedTest
    @CsvSource({"512,0,1", "512,1,20", "512,3,100", "512,1,470", "512,40,900", "1024,25,5000", "65536,7,200000"})
    void rows_of_small_and_large_databases_are_read(int pageSize, int count, int bytes) throws Exception {
        List<byte[]> blobs = blobs(count, bytes);
        List<byte[]> rows = read(new SqliteFiles(pageSize).database(blobs));
        assertThat(rows).hasSize(count).zipSatisfy(blobs, (row, blob) -> assertThat(row)
                .isEqualTo(blob));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void committed_log_counts_before_the_database(String order) throws Exception {
        byte[] old = new SqliteFiles(PAGE).database(blobs(4, 300));
        byte[] current = new SqliteFiles(PAGE).database(blobs(9, 700));
        ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] log = SqliteFiles.log(old, current, PAGE, byteOrder);
        assertThat(read(old)).hasSize(4);
        assertThat(read(old, log)).hasSize(9);
        byte[] back = SqliteFiles.log(current, old, PAGE, byteOrder);
        assertThat(read(current, back)).hasSize(4);
    }

    @Test
    void log_holds_a_database_whose_file_is_one_page() throws Exception {
        byte[] current = new SqliteFiles(PAGE).database(blobs(9, 700));
        byte[] empty = new SqliteFiles(PAGE).table("Other").database(List.of());
        byte[] log = SqliteFiles.log(new byte[0], current, PAGE, ByteOrder.LITTLE_ENDIAN);
        assertThat(read(Arrays.copyOf(empty, PAGE), log)).hasSize(9);
    }

    @Test
    void log_beside_an_empty_file_does_not_count_as_sqlite_deletes_it() {
        byte[] current = new SqliteFiles(PAGE).database(blobs(2, 100));
        byte[] log = SqliteFiles.log(new byte[0], current, PAGE, ByteOrder.LITTLE_ENDIAN);
        assertThatThrownBy(() -> read(new byte[0], log)).isInstanceOf(MalformedContentException.class);
    }

    @Test
    void frames_after_the_last_commit_or_with_another_salt_or_checksum_do_not_count() throws Exception {
        byte[] old = new SqliteFiles(PAGE).database(blobs(4, 300));
        byte[] current = new SqliteFiles(PAGE).database(blobs(9, 700));
        byte[] log = SqliteFiles.log(old, current, PAGE, ByteOrder.LITTLE_ENDIAN);
        int lastFrame = log.length - PAGE - 24;
        for (int damaged : new int[] {lastFrame + 8, lastFrame + 12, lastFrame + 16, lastFrame + 100, 32 + 24, 40}) {
            byte[] bytes = log.clone();
            bytes[damaged] ^= 1;
            assertThat(read(old, bytes)).hasSize(4);
        }
        byte[] uncommitted = Arrays.copyOf(log, lastFrame);
        assertThat(read(old, uncommitted)).hasSize(4);
        byte[] cut = Arrays.copyOf(log, log.length - 1);
        assertThat(read(old, cut)).hasSize(4);
        byte[] twice = Arrays.copyOf(log, log.length + 24 + PAGE);
        assertThat(read(old, twice)).hasSize(9);
    }

    @Test
    void log_with_a_wrong_header_is_none_and_one_of_another_version_is_refused() throws Exception {
        byte[] old = new SqliteFiles(PAGE).database(blobs(1, 30));
        byte[] log = SqliteFiles.log(old, new SqliteFiles(PAGE).database(blobs(2, 30)), PAGE, ByteOrder.BIG_ENDIAN);
        for (int at : new int[] {0, 8, 10, 17, 25}) {
            byte[] bytes = log.clone();
            bytes[at] ^= 0x40;
            assertThat(WriteAheadLog.read(slice(bytes))).as("byte " + at).isEmpty();
        }
        byte[] otherSize =
                SqliteFiles.log(old, new SqliteFiles(1024).database(blobs(2, 30)), 1024, ByteOrder.BIG_ENDIAN);
        byte[] mixed = SqliteFiles.log(new byte[0], Arrays.copyOf(old, 1024), 1024, ByteOrder.BIG_ENDIAN);
        assertThat(WriteAheadLog.read(slice(otherSize))).isPresent();
        assertThatThrownBy(() -> read(old, mixed)).hasMessageContaining("in its write-ahead log of 1024");
    }

    @Test
    void database_cut_off_at_any_page_is_refused() {
        byte[] whole = new SqliteFiles(PAGE).database(blobs(20, 900));
        for (int length = 0; length < whole.length; length += PAGE) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedContentException.class);
        }
    }

    @Test
    void pages_that_lead_back_to_each_other_are_refused() {
        byte[] whole = new SqliteFiles(PAGE).database(blobs(30, 40));
        int root = whole.length / PAGE;
        ByteBuffer bytes = ByteBuffer.wrap(whole);
        bytes.putInt((root - 1) * PAGE + 8, root);
        assertThatThrownBy(() -> read(whole)).hasMessageContaining("is in two places");
    }

    @Test
    void chain_that_runs_in_a_circle_is_refused() {
        byte[] whole = new SqliteFiles(PAGE).database(blobs(1, 5000));
        ByteBuffer.wrap(whole).putInt(PAGE, 2);
        assertThatThrownBy(() -> read(whole)).hasMessageContaining("is in two places");
    }

    @Test
    void chain_that_goes_on_behind_the_end_of_its_row_is_refused() {
        byte[] whole = new SqliteFiles(PAGE).database(blobs(1, 600));
        ByteBuffer.wrap(whole).putInt(PAGE, 3);
        assertThatThrownBy(() -> read(whole)).hasMessageContaining("goes on behind its length");
    }

    @Test
    void many_cells_that_share_one_row_are_refused() {
        byte[] whole = new SqliteFiles(65_536).database(blobs(1, 60_000));
        ByteBuffer bytes = ByteBuffer.wrap(whole);
        short cell = bytes.getShort(65_536 + 8);
        bytes.putShort(65_536 + 3, (short) 2000);
        for (int i = 0; i < 2000; i++) {
            bytes.putShort(65_536 + 8 + 2 * i, cell);
        }
        assertThatThrownBy(() -> readAny(whole)).hasMessageContaining("more than");
    }

    @ParameterizedTest
    @CsvSource({"0,1", "16,3", "17,1", "19,3", "20,200", "31,120", "56,1", "59,9", "100,10"})
    void header_that_says_what_cannot_be_is_refused(int at, int value) {
        byte[] whole = new SqliteFiles(PAGE).database(blobs(2, 30));
        whole[at] = (byte) value;
        assertThatThrownBy(() -> read(whole)).isInstanceOf(MalformedContentException.class);
    }

    @Test
    void table_that_is_missing_or_a_column_of_another_type_is_refused() {
        byte[] other = new SqliteFiles(PAGE).table("Names").database(blobs(2, 30));
        assertThatThrownBy(() -> read(other)).hasMessageContaining("no table packages");
        byte[] whole = new SqliteFiles(PAGE).database(blobs(2, 30));
        for (int column : new int[] {0, 2}) {
            assertThatThrownBy(() -> SqliteDatabase.open(slice(whole), Optional.empty())
                            .rows("Packages", row -> row.blob(column)))
                    .isInstanceOf(MalformedContentException.class);
        }
        assertThatThrownBy(() ->
                        SqliteDatabase.open(slice(whole), Optional.empty()).rows("Packages", row -> row.text(1)))
                .hasMessageContaining("no TEXT");
        assertThatThrownBy(() ->
                        SqliteDatabase.open(slice(whole), Optional.empty()).rows("Packages", row -> row.number(1)))
                .hasMessageContaining("no INTEGER");
    }

    @Test
    void random_damage_ends_in_the_checked_exception_or_in_rows() {
        byte[] old = new SqliteFiles(PAGE).database(blobs(4, 300));
        byte[] current = new SqliteFiles(PAGE).database(blobs(12, 700));
        byte[] log = SqliteFiles.log(old, current, PAGE, ByteOrder.LITTLE_ENDIAN);
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] file = (i % 4 == 0 ? log : current).clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextBoolean() ? random.nextInt(file.length) : random.nextInt(PAGE);
                file[at] = (byte) random.nextInt(256);
            }
            try {
                List<byte[]> rows = i % 4 == 0 ? read(old, file) : readAny(file);
                assertThat(rows).hasSizeLessThan(100);
            } catch (MalformedContentException e) {
                assertThat(e).hasMessageStartingWith("db: ");
            } catch (Exception e) {
                throw new AssertionError("round " + i, e);
            }
        }
    }

    private static List<byte[]> readAny(byte[] file) throws Exception {
        var rows = new ArrayList<byte[]>();
        SqliteDatabase.open(slice(file), Optional.empty())
                .rows("Packages", row -> rows.add(row.blob(1).bytes()));
        return rows;
    }
}

package dev.attest.sbom.sqlite;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/**
 * An SQLite 3 database in memory (SQLite, "Database File Format"), of which whole tables can be read; indices, WITHOUT
 * ROWID tables and SQL are not. Anything that is not as the format says ends in a {@link MalformedContentException}; time
 * and memory are bounded by the file's size.
 */
public final class SqliteDatabase {
    private final Pages pages;

    private SqliteDatabase(Pages pages) {
        this.pages = pages;
    }

    /** The database as the last transaction left it: the file with what is committed in the log. */
    public static SqliteDatabase open(Slice file, Optional<WriteAheadLog> log) throws MalformedContentException {
        return new SqliteDatabase(new Pages(file.order(ByteOrder.BIG_ENDIAN), log));
    }

    /** Hands out the rows of a table, whose name is compared without case. */
    public void rows(String table, RowVisitor visitor) throws MalformedContentException {
        long[] root = {0};
        String name = table.toLowerCase(Locale.ROOT);
        // sqlite_schema: type, name, tbl_name, rootpage, sql
        new TableScan(pages, row -> {
                    if (row.text(0).equals("table")
                            && row.text(1).toLowerCase(Locale.ROOT).equals(name)) {
                        root[0] = row.number(3);
                    }
                })
                .walk(1);
        if (root[0] == 0) {
            throw pages.malformed("there is no table " + table);
        }
        new TableScan(pages, visitor).walk(root[0]);
    }
}

package dev.attest.sbom.sqlite;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;

/** One row of a table, in the record format (section 2.1). Valid only while its visitor is called. */
public final class Row {
    private static final int BLOB = 12;
    private static final int TEXT = 13;
    /** Sizes of the serial types 0 to 9: NULL, integers, a float, the constants 0 and 1. */
    private static final int[] SIZES = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

    private final long id;
    private final Slice payload;
    private final Pages pages;

    Row(long id, Slice payload, Pages pages) {
        this.id = id;
        this.payload = payload;
        this.pages = pages;
    }

    /** The row id, which is the value of an INTEGER PRIMARY KEY. */
    public long id() {
        return id;
    }

    /** The bytes of a column, counted from 0, that is a BLOB. */
    public Slice blob(int column) throws MalformedContentException {
        return value(column, BLOB, "BLOB");
    }

    /** The characters of a column that is TEXT. */
    public String text(int column) throws MalformedContentException {
        return value(column, TEXT, "TEXT").text(pages.charset());
    }

    /** The value of a column that is an INTEGER of 0 or more. */
    public long number(int column) throws MalformedContentException {
        var header = new VarintReader(payload, 0);
        long at = at(header, column);
        long type = header.next();
        if (type == 8 || type == 9) {
            return type - 8;
        }
        if (type < 1 || type > 6) {
            throw pages.malformed("column " + column + " of row " + id + " is no INTEGER");
        }
        long value = payload.u8(at) > 127 ? -1 : 0;
        for (int i = 0; i < SIZES[(int) type]; i++) {
            value = value << 8 | payload.u8(at + i);
        }
        return value;
    }

    private Slice value(int column, int kind, String name) throws MalformedContentException {
        var header = new VarintReader(payload, 0);
        long at = at(header, column);
        long type = header.next();
        if (type < BLOB || type % 2 != kind % 2) {
            throw pages.malformed("column " + column + " of row " + id + " is no " + name);
        }
        return payload.part(at, size(type));
    }

    /** Where the column's value begins; the header is left where its type is. */
    private long at(VarintReader header, int column) throws MalformedContentException {
        long length = header.next();
        long at = length;
        for (int i = 0; i < column; i++) {
            at += size(header.next());
        }
        if (length < 0 || at < length || at > payload.length() || header.position() >= length) {
            throw pages.malformed("row " + id + " has no column " + column);
        }
        return at;
    }

    private long size(long type) throws MalformedContentException {
        if (type >= BLOB) {
            return Math.min((type - BLOB) / 2, Integer.MAX_VALUE);
        }
        if (type < 0 || type >= SIZES.length) {
            throw pages.malformed("row " + id + " has a column of type " + type);
        }
        return SIZES[(int) type];
    }
}

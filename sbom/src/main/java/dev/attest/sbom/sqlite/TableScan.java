package dev.attest.sbom.sqlite;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Walks one table's b-tree (section 1.6) in the order of row ids. Every page is used once, so that pages that lead back
 * to each other end the walk and all work together stays below the database's size.
 */
final class TableScan {
    private static final int LEAF = 0x0d;
    private static final int INTERIOR = 0x05;
    /** SQLite's own limit; more cannot be had with two children each. */
    private static final int MAX_DEPTH = 20;
    /** Bytes of one row. The header of a package with 100,000 files is a tenth of it. */
    private static final int MAX_ROW = 64 << 20;

    private final Pages pages;
    private final RowVisitor visitor;
    private final BitSet used = new BitSet();
    private long unspent;

    TableScan(Pages pages, RowVisitor visitor) {
        this.pages = pages;
        this.visitor = visitor;
        this.unspent = pages.count() * pages.usable();
    }

    void walk(long root) throws MalformedContentException {
        walk(root, 0);
    }

    private Slice use(long number) throws MalformedContentException {
        Slice page = pages.page(number);
        if (used.get((int) number)) {
            throw pages.malformed("page " + number + " is in two places");
        }
        used.set((int) number);
        return page;
    }

    private void walk(long number, int depth) throws MalformedContentException {
        if (depth > MAX_DEPTH) {
            throw pages.malformed("a tree more than " + MAX_DEPTH + " deep");
        }
        Slice page = use(number);
        int start = number == 1 ? Pages.FILE_HEADER_BYTES : 0;
        int type = page.u8(start);
        if (type != LEAF && type != INTERIOR) {
            throw pages.malformed("page " + number + " is of type " + type + ", not of a table");
        }
        int cells = page.u16(start + 3);
        int array = start + (type == LEAF ? 8 : 12);
        for (int i = 0; i < cells; i++) {
            int cell = page.u16(array + 2L * i);
            if (type == LEAF) {
                row(page, cell);
            } else {
                walk(page.u32(cell), depth + 1);
            }
        }
        if (type == INTERIOR) {
            walk(page.u32(start + 8), depth + 1);
        }
    }

    private void row(Slice page, int cell) throws MalformedContentException {
        var reader = new VarintReader(page, cell);
        long length = reader.next();
        long id = reader.next();
        unspent -= Math.max(length, 1);
        if (length < 0 || length > MAX_ROW || unspent < 0) {
            throw pages.malformed(
                    "row " + id + " of " + length + " bytes, more than " + MAX_ROW + " or than there are");
        }
        int usable = pages.usable();
        if (length <= usable - 35) {
            visitor.row(new Row(id, page.part(reader.position(), length), pages));
            return;
        }
        int least = (usable - 12) * 32 / 255 - 23;
        long fitting = least + (length - least) % (usable - 4);
        int local = fitting <= usable - 35 ? (int) fitting : least;
        byte[] payload = new byte[(int) length];
        page.part(reader.position(), local).copyTo(payload, 0);
        overflow(page.u32(reader.position() + (long) local), payload, local);
        visitor.row(new Row(id, Slice.of(page.file(), payload, ByteOrder.BIG_ENDIAN), pages));
    }

    /** Section 1.7: each page begins with the number of the next one, the last with 0. */
    private void overflow(long first, byte[] payload, int local) throws MalformedContentException {
        long next = first;
        for (int at = local; at < payload.length; ) {
            Slice page = use(next);
            int length = Math.min(payload.length - at, pages.usable() - 4);
            page.part(4, length).copyTo(payload, at);
            at += length;
            next = page.u32(0);
        }
        if (next != 0) {
            throw pages.malformed("a row goes on behind its length");
        }
    }
}

package dev.attest.sbom.sqlite;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes SQLite databases with one table of a number and a blob: leaves of three rows at most, interior pages above,
 * overflow pages; and write-ahead logs.
 */
public final class SqliteFiles {
    private static final int ROWS_PER_LEAF = 3;
    private static final int CHILDREN = 4;

    private final int pageSize;
    private final List<byte[]> pages = new ArrayList<>();
    private String table = "Packages";

    public SqliteFiles(int pageSize) {
        this.pageSize = pageSize;
        pages.add(new byte[pageSize]);
    }

    public SqliteFiles table(String name) {
        table = name;
        return this;
    }

    /** The database with these rows, numbered from 1. */
    public byte[] database(List<byte[]> blobs) {
        var level = new TreeMap<Integer, Long>();
        var cells = new ArrayList<byte[]>();
        int room = pageSize - 8;
        for (int i = 0; i < blobs.size(); i++) {
            byte[] cell = leafCell(i + 1, record(new Object[] {null, blobs.get(i)}));
            if (cells.size() == ROWS_PER_LEAF || cell.length + 2 > room) {
                level.put(add(page(0x0d, 0, cells, 0)), (long) i);
                cells.clear();
                room = pageSize - 8;
            }
            cells.add(cell);
            room -= cell.length + 2;
        }
        level.put(add(page(0x0d, 0, cells, 0)), (long) blobs.size());
        List<Map.Entry<Integer, Long>> nodes = List.copyOf(level.entrySet());
        while (nodes.size() > 1) {
            nodes = above(nodes);
        }
        String sql = "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT,blob BLOB NOT NULL)";
        byte[] schema =
                record(new Object[] {"table", table, table, (long) nodes.get(0).getKey(), sql});
        pages.set(0, page(0x0d, 100, List.of(leafCell(1, schema)), 0));
        return finish();
    }

    private List<Map.Entry<Integer, Long>> above(List<Map.Entry<Integer, Long>> nodes) {
        var parents = new ArrayList<Map.Entry<Integer, Long>>();
        for (int from = 0; from < nodes.size(); from += CHILDREN) {
            List<Map.Entry<Integer, Long>> children = nodes.subList(from, Math.min(nodes.size(), from + CHILDREN));
            var cells = new ArrayList<byte[]>();
            for (var child : children.subList(0, children.size() - 1)) {
                byte[] key = varint(child.getValue());
                cells.add(ByteBuffer.allocate(4 + key.length)
                        .putInt(child.getKey())
                        .put(key)
                        .array());
            }
            var last = children.get(children.size() - 1);
            parents.add(Map.entry(add(page(0x05, 0, cells, last.getKey())), last.getValue()));
        }
        return parents;
    }

    private byte[] finish() {
        ByteBuffer file = ByteBuffer.allocate(pages.size() * pageSize);
        pages.forEach(file::put);
        file.put(0, "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        file.putShort(16, (short) (pageSize == 65_536 ? 1 : pageSize));
        file.put(18, new byte[] {2, 2, 0, 64, 32, 32});
        file.putInt(24, 7).putInt(28, pages.size()).putInt(56, 1).putInt(92, 7);
        return file.array();
    }

    private int add(byte[] page) {
        pages.add(page);
        return pages.size();
    }

    private byte[] page(int type, int start, List<byte[]> cells, int right) {
        ByteBuffer page = ByteBuffer.allocate(pageSize);
        page.put(start, (byte) type).putShort(start + 3, (short) cells.size());
        int array = start + (type == 0x05 ? 12 : 8);
        if (type == 0x05) {
            page.putInt(start + 8, right);
        }
        int end = pageSize;
        for (int i = 0; i < cells.size(); i++) {
            end -= cells.get(i).length;
            page.putShort(array + 2 * i, (short) end).put(end, cells.get(i));
        }
        return page.array();
    }

    private byte[] leafCell(long id, byte[] payload) {
        var cell = new ByteArrayOutputStream();
        cell.writeBytes(varint(payload.length));
        cell.writeBytes(varint(id));
        if (payload.length <= pageSize - 35) {
            cell.writeBytes(payload);
            return cell.toByteArray();
        }
        int least = (pageSize - 12) * 32 / 255 - 23;
        int fitting = least + (payload.length - least) % (pageSize - 4);
        int local = fitting <= pageSize - 35 ? fitting : least;
        cell.write(payload, 0, local);
        int first = pages.size() + 1;
        for (int at = local; at < payload.length; at += pageSize - 4) {
            int length = Math.min(pageSize - 4, payload.length - at);
            boolean last = at + length == payload.length;
            add(ByteBuffer.allocate(pageSize)
                    .putInt(last ? 0 : pages.size() + 2)
                    .put(payload, at, length)
                    .array());
        }
        cell.writeBytes(ByteBuffer.allocate(4).putInt(first).array());
        return cell.toByteArray();
    }

    /** A record of NULLs, texts, blobs and numbers. */
    private static byte[] record(Object[] columns) {
        var header = new ByteArrayOutputStream();
        var body = new ByteArrayOutputStream();
        for (Object column : columns) {
            if (column == null) {
                header.write(0);
            } else if (column instanceof Long number) {
                header.write(4);
                body.writeBytes(ByteBuffer.allocate(4).putInt(number.intValue()).array());
            } else {
                byte[] bytes =
                        column instanceof byte[] blob ? blob : column.toString().getBytes(StandardCharsets.UTF_8);
                header.writeBytes(varint(2L * bytes.length + (column instanceof byte[] ? 12 : 13)));
                body.writeBytes(bytes);
            }
        }
        var record = new ByteArrayOutputStream();
        record.writeBytes(varint(header.size() + 1));
        record.writeBytes(header.toByteArray());
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    private static byte[] varint(long value) {
        int length = 1;
        while ((value >>> (7 * length)) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (((value >>> (7 * (length - 1 - i))) & 0x7f) | (i < length - 1 ? 0x80 : 0));
        }
        return bytes;
    }

    /** A log that turns one database into another in one transaction: every page that differs, the last with the commit. */
    public static byte[] log(byte[] from, byte[] to, int pageSize, ByteOrder order) {
        var changed = new ArrayList<Integer>();
        for (int page = 0; page < to.length / pageSize; page++) {
            ByteBuffer after = ByteBuffer.wrap(to, page * pageSize, pageSize);
            boolean same = (page + 1) * pageSize <= from.length
                    && after.equals(ByteBuffer.wrap(from, page * pageSize, pageSize));
            if (!same) {
                changed.add(page);
            }
        }
        ByteBuffer log = ByteBuffer.allocate(32 + changed.size() * (24 + pageSize));
        log.putInt(order == ByteOrder.BIG_ENDIAN ? 0x377f0683 : 0x377f0682)
                .putInt(3_007_000)
                .putInt(pageSize)
                .putInt(1)
                .putInt(0x5a17)
                .putInt(0x0fee);
        int[] sum = new int[2];
        add(sum, ByteBuffer.wrap(log.array(), 0, 24).order(order));
        log.putInt(sum[0]).putInt(sum[1]);
        for (int page : changed) {
            boolean last = page == changed.get(changed.size() - 1);
            int at = log.position();
            log.putInt(page + 1).putInt(last ? to.length / pageSize : 0);
            add(sum, ByteBuffer.wrap(log.array(), at, 8).order(order));
            add(sum, ByteBuffer.wrap(to, page * pageSize, pageSize).order(order));
            log.putInt(0x5a17).putInt(0x0fee).putInt(sum[0]).putInt(sum[1]);
            log.put(to, page * pageSize, pageSize);
        }
        return log.array();
    }

    private static void add(int[] sum, ByteBuffer words) {
        while (words.hasRemaining()) {
            sum[0] += words.getInt() + sum[1];
            sum[1] += words.getInt() + sum[0];
        }
    }
}

package dev.attest.sbom.rpm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds package headers as a database keeps them: a region of all entries, dribbles behind it. */
final class Headers {
    private static final int INT32 = 4;
    private static final int STRING = 6;
    private static final int BIN = 7;
    private static final int STRING_ARRAY = 8;

    private final Map<Integer, byte[]> region = new TreeMap<>();
    private final Map<Integer, byte[]> dribbles = new TreeMap<>();
    private final Map<Integer, int[]> kinds = new TreeMap<>();
    private boolean withRegion = true;

    static Headers of(String name, String version, String release) {
        return new Headers()
                .text(1000, name)
                .text(1001, version)
                .text(1002, release)
                .text(1022, "x86_64")
                .text(1044, name + "-" + version + "-" + release + ".src.rpm");
    }

    /** A header of about this many bytes. */
    static byte[] sized(String name, int bytes) {
        return of(name, "1.0", "1.el9").text(1005, "x".repeat(bytes)).bytes();
    }

    Headers text(int tag, String value) {
        kinds.put(tag, new int[] {STRING, 1});
        region.put(tag, (value + "\0").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Headers texts(int tag, String... values) {
        kinds.put(tag, new int[] {STRING_ARRAY, values.length});
        region.put(tag, (String.join("\0", values) + "\0").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Headers numbers(int tag, int... values) {
        kinds.put(tag, new int[] {INT32, values.length});
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        region.put(tag, bytes.array());
        return this;
    }

    Headers kind(int tag, int type, int count) {
        kinds.put(tag, new int[] {type, count});
        return this;
    }

    Headers dribble(int tag, String value) {
        dribbles.put(tag, (value + "\0").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Headers withoutRegion() {
        withRegion = false;
        return this;
    }

    byte[] bytes() {
        var index = new ArrayList<int[]>();
        var data = new ByteArrayOutputStream();
        region.forEach((tag, value) -> {
            int[] kind = kinds.getOrDefault(tag, new int[] {STRING, 1});
            while (kind[0] == INT32 && data.size() % 4 != 0) {
                data.write(0);
            }
            index.add(new int[] {tag, kind[0], data.size(), kind[1]});
            data.writeBytes(value);
        });
        if (withRegion) {
            index.add(0, new int[] {63, BIN, data.size(), 16});
            data.writeBytes(entry(63, BIN, -16 * index.size(), 16));
        }
        dribbles.forEach((tag, value) -> {
            index.add(new int[] {tag, STRING, data.size(), 1});
            data.writeBytes(value);
        });
        return assemble(index, data.toByteArray());
    }

    static byte[] assemble(List<int[]> index, byte[] data) {
        ByteBuffer blob = ByteBuffer.allocate(8 + 16 * index.size() + data.length);
        blob.putInt(index.size()).putInt(data.length);
        index.forEach(entry -> blob.put(entry(entry[0], entry[1], entry[2], entry[3])));
        return blob.put(data).array();
    }

    private static byte[] entry(int tag, int type, int offset, int count) {
        return ByteBuffer.allocate(16)
                .putInt(tag)
                .putInt(type)
                .putInt(offset)
                .putInt(count)
                .array();
    }
}

package dev.attest.sbom.rpm;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A package's header as a database keeps it (rpm, "Package format", Header, without the magic number): how many index
 * entries and data bytes, the entries of tag, type, offset and count, the data. The entries of the region, which the
 * builder signed, come first; those behind ("dribbles") were added at installation and replace them.
 */
final class HeaderBlob {
    private static final int ENTRY_BYTES = 16;
    private static final int MAX_ENTRIES = 0xffff;
    private static final int FIRST_REGION_TAG = 61;
    private static final int LAST_REGION_TAG = 63;
    /** Values of one tag. A package of the whole of TeX has some ten thousand files. */
    private static final int MAX_VALUES = 1_000_000;

    private static final int INT32 = 4;
    private static final int STRING = 6;
    private static final int BIN = 7;
    private static final int STRING_ARRAY = 8;
    private static final int I18N_STRING = 9;

    private final Slice data;
    private final Map<Integer, Entry> entries = new HashMap<>();

    private record Entry(int type, long offset, long count) {}

    private HeaderBlob(Slice data) {
        this.data = data;
    }

    static HeaderBlob parse(Slice bytes) throws MalformedContentException {
        Slice blob = bytes.order(ByteOrder.BIG_ENDIAN);
        long count = blob.u32(0);
        long length = blob.u32(4);
        if (count < 1 || count > MAX_ENTRIES || 8 + count * ENTRY_BYTES + length != blob.length()) {
            throw blob.malformed("a package header of " + blob.length() + " bytes says it has " + count
                    + " entries and " + length + " bytes of data");
        }
        var header = new HeaderBlob(blob.from(8 + count * ENTRY_BYTES));
        Slice index = blob.part(8, count * ENTRY_BYTES);
        long region = header.regionEntries(index, count);
        for (int i = 0; i < count; i++) {
            Slice entry = index.part((long) i * ENTRY_BYTES, ENTRY_BYTES);
            var parsed = new Entry(entry.i32(4), entry.u32(8), entry.u32(12));
            if (parsed.offset() >= length || parsed.count() < 1) {
                throw blob.malformed("a package header with an entry outside of its data");
            }
            if (i < region) {
                header.entries.putIfAbsent(entry.i32(0), parsed);
            } else {
                header.entries.put(entry.i32(0), parsed);
            }
        }
        return header;
    }

    /** How many entries belong to the region: its own entry leads to a trailer that says so, as a negative offset. */
    private long regionEntries(Slice index, long count) throws MalformedContentException {
        int tag = index.i32(0);
        if (tag < FIRST_REGION_TAG || tag > LAST_REGION_TAG) {
            return 0;
        }
        long at = index.u32(8);
        if (index.i32(4) != BIN || index.i32(12) != ENTRY_BYTES) {
            throw data.malformed("a package header with a region of another form");
        }
        // Headers of very old packages lead nowhere: the region is then everything.
        long entries = at == 0 ? count : -(long) data.part(at, ENTRY_BYTES).i32(8) / ENTRY_BYTES;
        if (entries < 1 || entries > count) {
            throw data.malformed("a package header whose region has " + entries + " of " + count + " entries");
        }
        return entries;
    }

    /** A text, of a translated one the first; empty where there is none. */
    String text(int tag) throws MalformedContentException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return "";
        }
        if (entry.type() != STRING && entry.type() != STRING_ARRAY && entry.type() != I18N_STRING) {
            throw wrongType(tag, entry);
        }
        return strings(entry, 1).get(0);
    }

    List<String> texts(int tag) throws MalformedContentException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return List.of();
        }
        if (entry.type() != STRING_ARRAY && entry.type() != STRING) {
            throw wrongType(tag, entry);
        }
        checkCount(tag, entry);
        return strings(entry, entry.count());
    }

    List<Integer> numbers(int tag) throws MalformedContentException {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return List.of();
        }
        if (entry.type() != INT32) {
            throw wrongType(tag, entry);
        }
        checkCount(tag, entry);
        Slice values = data.part(entry.offset(), 4 * entry.count());
        var numbers = new ArrayList<Integer>();
        for (long at = 0; at < values.length(); at += 4) {
            numbers.add(values.i32(at));
        }
        return numbers;
    }

    private List<String> strings(Entry entry, long count) throws MalformedContentException {
        var texts = new ArrayList<String>();
        long at = entry.offset();
        for (long i = 0; i < count; i++) {
            int end = data.indexOf(0, (int) Math.min(at, data.length()));
            if (end >= data.length()) {
                throw data.malformed("a package header with a text that does not end");
            }
            texts.add(data.part(at, end - at).text(StandardCharsets.UTF_8));
            at = end + 1L;
        }
        return texts;
    }

    private void checkCount(int tag, Entry entry) throws MalformedContentException {
        if (entry.count() > MAX_VALUES) {
            throw data.malformed("a package header with " + entry.count() + " values of tag " + tag + ", at most "
                    + MAX_VALUES + " are read");
        }
    }

    private MalformedContentException wrongType(int tag, Entry entry) {
        return data.malformed("a package header with tag " + tag + " of type " + entry.type());
    }
}

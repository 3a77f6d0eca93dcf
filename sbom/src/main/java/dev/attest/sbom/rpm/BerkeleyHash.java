package dev.attest.sbom.rpm;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * A Berkeley DB file of access method hash (db_page.h of versions 8 to 10), as rpm before 4.16 kept its packages: the
 * key is a package's number, the value its header, which is on the page or, mostly, in a chain of overflow pages. Key 0
 * counts the numbers. Every page is read in its turn rather than by bucket; a page belongs to one value only.
 */
final class BerkeleyHash {
    private static final int MAGIC = 0x00061561;
    private static final int MIN_VERSION = 8;
    private static final int MAX_VERSION = 10;
    private static final int PAGE_HEADER = 26;
    private static final int MAX_VALUE = 64 << 20;

    private static final int PAGE_FREE = 0;
    private static final int PAGE_HASH_UNSORTED = 2;
    private static final int PAGE_OVERFLOW = 7;
    private static final int PAGE_META = 8;
    private static final int PAGE_HASH = 13;

    private static final int ITEM_INLINE = 1;
    private static final int ITEM_OVERFLOW = 3;

    private final Slice file;
    private final int pageSize;
    private final long lastPage;
    private final BitSet used = new BitSet();

    BerkeleyHash(Slice bytes) throws MalformedContentException {
        Slice big = bytes.order(ByteOrder.BIG_ENDIAN);
        boolean isBig = big.length() >= 512 && big.i32(12) == MAGIC;
        this.file = isBig ? big : bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (file.length() < 512 || file.i32(12) != MAGIC || file.u8(25) != PAGE_META) {
            throw file.malformed("not a Berkeley DB file of access method hash");
        }
        long version = file.u32(16);
        this.pageSize = file.i32(20);
        if (version < MIN_VERSION || version > MAX_VERSION) {
            throw file.malformed("a Berkeley DB hash of version " + version);
        }
        if (Integer.bitCount(pageSize) != 1 || pageSize < 512 || pageSize > 65_536) {
            throw damaged("pages of " + pageSize + " bytes");
        }
        if (file.u8(24) != 0 || file.u8(26) != 0) {
            throw file.malformed("a Berkeley DB file with encryption, checksums or partitions, which rpm never makes");
        }
        this.lastPage = file.u32(32);
        if ((lastPage + 1) * pageSize > file.length()) {
            throw damaged("cut off: " + (lastPage + 1) + " pages of " + pageSize + " bytes, " + file.length()
                    + " bytes are there");
        }
    }

    void read(BlobVisitor visitor) throws MalformedContentException {
        for (long number = 1; number <= lastPage; number++) {
            Slice page = page(number);
            int entries = page.u16(20);
            switch (page.u8(25)) {
                case PAGE_HASH, PAGE_HASH_UNSORTED -> readItems(number, page, entries, visitor);
                case PAGE_OVERFLOW -> {}
                case PAGE_FREE -> {
                    if (entries != 0) {
                        throw damaged("page " + number + " is free and has entries");
                    }
                }
                default -> throw damaged("page " + number + " is of type " + page.u8(25));
            }
        }
    }

    /** Offsets of keys and values in turn stand behind the header, the items themselves fill the page from its end. */
    private void readItems(long number, Slice page, int entries, BlobVisitor visitor) throws MalformedContentException {
        if (entries % 2 != 0) {
            throw damaged("page " + number + " has a key without a value");
        }
        int end = pageSize;
        for (int i = 0; i < entries; i += 2) {
            int keyAt = page.u16(PAGE_HEADER + 2L * i);
            int valueAt = page.u16(PAGE_HEADER + 2L * (i + 1));
            if (keyAt >= end || valueAt >= keyAt || valueAt < PAGE_HEADER + 2 * entries) {
                throw damaged("page " + number + " has items in the wrong place");
            }
            Slice key = page.part(keyAt, end - keyAt);
            Slice value = page.part(valueAt, keyAt - valueAt);
            end = valueAt;
            if (key.length() != 5 || key.u8(0) != ITEM_INLINE) {
                throw damaged("page " + number + " has a key that is no number");
            }
            long packageNumber = key.u32(1);
            if (packageNumber != 0) {
                visitor.header(packageNumber, value(number, value));
            }
        }
    }

    private Slice value(long number, Slice item) throws MalformedContentException {
        return switch (item.u8(0)) {
            case ITEM_INLINE -> item.from(1);
            case ITEM_OVERFLOW -> overflow(item.u32(4), item.u32(8));
            default -> throw damaged("page " + number + " has a value of type " + item.u8(0));
        };
    }

    private Slice overflow(long first, long length) throws MalformedContentException {
        if (length > Math.min(MAX_VALUE, file.length())) {
            throw damaged("a value of " + length + " bytes");
        }
        byte[] value = new byte[(int) length];
        int at = 0;
        for (long next = first; next != 0; ) {
            Slice page = page(next);
            int part = page.u16(22);
            boolean again = used.get((int) next);
            if (page.u8(25) != PAGE_OVERFLOW || again || part > length - at) {
                throw damaged("page " + next + " does not go on with a value of " + length + " bytes");
            }
            used.set((int) next);
            page.part(PAGE_HEADER, part).copyTo(value, at);
            at += part;
            next = page.u32(16);
        }
        if (at != length) {
            throw damaged("a value ends after " + at + " of " + length + " bytes");
        }
        return Slice.of(file.file(), value, ByteOrder.BIG_ENDIAN);
    }

    /** A page by its number, which it also carries. Buckets that were never used are pages of zeros. */
    private Slice page(long number) throws MalformedContentException {
        if (number > lastPage) {
            throw damaged("page " + number + " of " + lastPage + " is asked for");
        }
        Slice page = file.part(number * pageSize, pageSize);
        if (page.u32(8) != number && page.u8(25) != PAGE_FREE) {
            throw damaged("page " + number + " says it is page " + page.u32(8));
        }
        return page;
    }

    private MalformedContentException damaged(String what) {
        return file.malformed("damaged Berkeley DB file: " + what);
    }
}

package dev.attest.sbom.rpm;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Adler32;

/**
 * rpm's own database format ("ndb", Packages.db), little-endian: a header, slots of 16 bytes that say where a package's
 * blob lies in blocks of 16 bytes, and the blobs, each between a head and a tail with a checksum. Slots that share blocks
 * are refused, so that the work stays below the file's size.
 */
final class NdbDatabase {
    private static final int FILE_MAGIC = 0x506d7052;
    private static final int SLOT_MAGIC = 0x746f6c53;
    private static final int HEAD_MAGIC = 0x53626c42;
    private static final int TAIL_MAGIC = 0x45626c42;

    private static final int SLOT_BYTES = 16;
    private static final int SLOTS_PER_PAGE = 256;
    /** The header takes the place of the first slots. */
    private static final int FIRST_SLOT = 2;

    private static final int MAX_SLOT_PAGES = 2048;
    private static final int BLOCK = 16;
    private static final int HEAD_BYTES = 16;
    private static final int TAIL_BYTES = 12;

    private final Slice file;
    private final Set<Long> numbers = new HashSet<>();
    private long unspent;

    private NdbDatabase(Slice file) {
        this.file = file;
        this.unspent = file.length();
    }

    static void read(Slice bytes, BlobVisitor visitor) throws MalformedContentException {
        var database = new NdbDatabase(bytes.order(ByteOrder.LITTLE_ENDIAN));
        database.readSlots(visitor);
    }

    private void readSlots(BlobVisitor visitor) throws MalformedContentException {
        if (file.length() < SLOT_BYTES * FIRST_SLOT || file.i32(0) != FILE_MAGIC || file.i32(4) != 0) {
            throw file.malformed("not an ndb database of version 0");
        }
        long slotPages = file.u32(12);
        if (slotPages < 1 || slotPages > MAX_SLOT_PAGES) {
            throw damaged("it has " + slotPages + " pages of slots");
        }
        for (long slot = FIRST_SLOT; slot < slotPages * SLOTS_PER_PAGE; slot++) {
            long at = slot * SLOT_BYTES;
            if (file.i32(at) != SLOT_MAGIC) {
                throw damaged("slot " + slot + " is none");
            }
            long number = file.u32(at + 4);
            if (number != 0) {
                if (!numbers.add(number)) {
                    throw damaged("package " + number + " has two slots");
                }
                visitor.header(number, blob(number, file.u32(at + 8), file.u32(at + 12)));
            }
        }
    }

    private Slice blob(long number, long block, long blocks) throws MalformedContentException {
        unspent -= blocks * BLOCK;
        if (unspent < 0) {
            throw damaged("its slots claim more than there is");
        }
        Slice all = file.part(block * BLOCK, blocks * BLOCK);
        long length = all.u32(12);
        boolean fits = blocks == (HEAD_BYTES + length + TAIL_BYTES + BLOCK - 1) / BLOCK;
        if (all.i32(0) != HEAD_MAGIC || all.u32(4) != number || !fits) {
            throw damaged("package " + number + " has no blob at its place");
        }
        Slice tail = all.from(all.length() - TAIL_BYTES);
        var checksum = new Adler32();
        checksum.update(all.part(0, all.length() - TAIL_BYTES).buffer());
        if (tail.u32(0) != checksum.getValue() || tail.u32(4) != length || tail.i32(8) != TAIL_MAGIC) {
            throw damaged("the blob of package " + number + " does not have its checksum");
        }
        return all.part(HEAD_BYTES, length);
    }

    private MalformedContentException damaged(String what) {
        return file.malformed("damaged ndb database: " + what);
    }
}

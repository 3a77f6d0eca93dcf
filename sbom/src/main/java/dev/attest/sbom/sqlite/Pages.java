package dev.attest.sbom.sqlite;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The pages of a database, those of the write-ahead log first, and what page 1 says of all (section 1.3). */
final class Pages {
    static final int MIN_SIZE = 512;
    static final int MAX_SIZE = 65_536;
    static final int FILE_HEADER_BYTES = 100;

    /** A log may claim any number of pages; more than this do not fit into what is read of a file. */
    private static final long MAX_PAGES = 1L << 26;

    private static final String MAGIC = "SQLite format 3\0";

    private final Slice file;
    private final Optional<WriteAheadLog> log;
    private final int size;
    private final long count;
    private final int usable;
    private final Charset charset;

    Pages(Slice file, Optional<WriteAheadLog> log) throws MalformedContentException {
        this.file = file;
        this.log = log.filter(one -> !one.isEmpty());
        // A database without a first page has no log either: SQLite deletes it.
        if (file.length() < FILE_HEADER_BYTES) {
            throw file.malformed("not an SQLite database: " + file.length() + " bytes");
        }
        Slice written = this.log.isPresent() ? this.log.get().page(1).orElse(file) : file;
        if (!written.part(0, MAGIC.length()).text(StandardCharsets.ISO_8859_1).equals(MAGIC)) {
            throw file.malformed("not an SQLite database: another magic number");
        }
        int code = written.u16(16);
        this.size = code == 1 ? MAX_SIZE : code;
        this.usable = size - written.u8(20);
        if (Integer.bitCount(size) != 1 || size < MIN_SIZE || usable < 480 || written.u8(19) > 2) {
            throw file.malformed("an SQLite database of page size " + size + ", " + usable
                    + " bytes of it usable, read version " + written.u8(19));
        }
        this.charset = charset(written.i32(56));
        this.count = count(written);
    }

    private long count(Slice header) throws MalformedContentException {
        if (log.isPresent()) {
            if (log.get().pageSize() != size) {
                throw file.malformed("pages of " + size + " bytes, in its write-ahead log of "
                        + log.get().pageSize());
            }
            if (log.get().pageCount() > MAX_PAGES) {
                throw file.malformed(
                        "its write-ahead log says that it has " + log.get().pageCount() + " pages");
            }
            return log.get().pageCount();
        }
        long present = file.length() / size;
        boolean counted = header.i32(24) == header.i32(92);
        if (counted && header.u32(28) > present) {
            throw file.malformed(
                    "cut off: " + header.u32(28) + " pages of " + size + " bytes, " + present + " of them are there");
        }
        return present;
    }

    private Charset charset(int encoding) throws MalformedContentException {
        return switch (encoding) {
            case 0, 1 -> StandardCharsets.UTF_8;
            case 2 -> StandardCharsets.UTF_16LE;
            case 3 -> StandardCharsets.UTF_16BE;
            default -> throw file.malformed("an SQLite database with text encoding " + encoding);
        };
    }

    /** A page by its number, counted from 1. */
    Slice page(long number) throws MalformedContentException {
        if (number < 1 || number > count) {
            throw malformed("page " + number + " of " + count + " is asked for");
        }
        Optional<Slice> newer = log.isPresent() ? log.get().page(number) : Optional.empty();
        return newer.isPresent() ? newer.get() : file.part((number - 1) * size, size);
    }

    long count() {
        return count;
    }

    int usable() {
        return usable;
    }

    Charset charset() {
        return charset;
    }

    MalformedContentException malformed(String what) {
        return file.malformed("damaged SQLite database: " + what);
    }
}

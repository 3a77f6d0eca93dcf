package dev.attest.oci.layer;

import dev.attest.oci.EntryDetails;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar forward, once: ustar, PAX and GNU long names as Go's archive/tar takes them, because that is what every
 * runtime extracts with. Sparse files, truncation and anything hidden behind the end are refused, as
 * {@link MismatchException}.
 */
public final class TarReader {
    private static final int BUFFER = 1 << 17;
    private static final int MAX_EXTENSION = 1 << 20;
    private static final long MAX_NAMES = 256L << 20;
    // git archive, pax and GNU tar.
    private static final Pattern GLOBAL_NAME =
            Pattern.compile("pax_global_header|(/?tmp/|\\./)?GlobalHead\\.[0-9]+(\\.[0-9]+)?");

    private final InputStream in;
    private final LayerLimits limits;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long consumed;
    private long remaining;
    private long padding;
    private long entries;
    private long names;
    private LayerEntry.Owner owner = new LayerEntry.Owner(0, 0);
    private EntryDetails details = EntryDetails.NONE;
    private final boolean detailed;
    private boolean ended;

    public TarReader(InputStream in, LayerLimits limits) {
        this(in, limits, false);
    }

    /** With {@code detailed} it also reads the {@link #details()}, which may be wrong like everything else. */
    TarReader(InputStream in, LayerLimits limits, boolean detailed) {
        this.in = in;
        this.limits = limits;
        this.detailed = detailed;
    }

    /** The next entry, or null at the end, after which everything up to the stream's end was found to be zero. */
    public @Nullable LayerEntry next() throws IOException {
        if (ended) {
            return null;
        }
        PaxRecords pax = PaxRecords.NONE;
        Optional<byte[]> longName = Optional.empty();
        Optional<byte[]> longLink = Optional.empty();
        while (true) {
            TarHeader header = header();
            if (header == null) {
                if (pax != PaxRecords.NONE || longName.isPresent() || longLink.isPresent()) {
                    throw new MismatchException("the tar ends after the extension of an entry that is missing");
                }
                finish();
                return null;
            }
            switch (header.typeFlag()) {
                case 'x' -> pax = PaxRecords.parse(extension(header));
                case 'g' -> {
                    checkGlobal(header.name(), PaxRecords.parse(extension(header)));
                    // Go hands this header out as an entry, and what stood before it is gone.
                    pax = PaxRecords.NONE;
                    longName = Optional.empty();
                    longLink = Optional.empty();
                }
                case 'L' -> longName = cString(extension(header));
                case 'K' -> longLink = cString(extension(header));
                case 'X' -> throw new MismatchException("the layer holds a Solaris header, which runtimes do not read");
                case 'S' -> throw new MismatchException("the layer holds a sparse file, which is not read");
                default -> {
                    return entry(header, pax, longName, longLink);
                }
            }
        }
    }

    /** The bytes of the entry that {@link #next()} gave last, until it is called again. */
    public InputStream content() {
        return new EntryContent(entries);
    }

    /** What else the tar says of the entry that {@link #next()} gave last, where it was asked for. */
    EntryDetails details() {
        return details;
    }

    /** Where in the tar the content of the current entry begins. */
    public long contentOffset() {
        return consumed;
    }

    private LayerEntry entry(TarHeader header, PaxRecords pax, Optional<byte[]> longName, Optional<byte[]> longLink)
            throws IOException {
        if (++entries > limits.maxEntries()) {
            throw new MismatchException(
                    "the layer has more than " + limits.maxEntries() + " entries, which is the limit");
        }
        String rawName = TarPaths.text(
                longName.isPresent() ? longName.get() : pax.text("path").orElseGet(header::name));
        String link = TarPaths.text(
                longLink.isPresent() ? longLink.get() : pax.text("linkpath").orElseGet(header::linkName));
        LayerEntry.Type type = type(header.typeFlag(), rawName);
        long size = type == LayerEntry.Type.FILE ? pax.number("size", header.size()) : 0;
        if (size < 0) {
            throw new MismatchException("a tar entry has a negative size");
        }
        String path = TarPaths.normalise(rawName, limits.maxPathLength());
        if (path.isEmpty() && type != LayerEntry.Type.DIRECTORY) {
            throw new MismatchException("the layer replaces the root by something that is no directory");
        }
        if (link.length() > limits.maxPathLength()) {
            throw new MismatchException(
                    "a link in the layer is longer than " + limits.maxPathLength() + ", which is the limit");
        }
        names += path.length() + link.length();
        if (names > MAX_NAMES) {
            throw new MismatchException(
                    "the layer's names have more than " + MAX_NAMES + " characters, which is the limit");
        }
        var stated = new LayerEntry.Owner(pax.number("uid", header.uid()), pax.number("gid", header.gid()));
        // Nearly always that of the entry before; millions of entries are held at once.
        owner = stated.equals(owner) ? owner : stated;
        String target =
                switch (type) {
                    case SYMLINK -> link;
                    case HARDLINK -> TarPaths.hardLinkTarget(link, limits.maxPathLength());
                    default -> "";
                };
        int mode = (int) (header.mode() & 07777);
        details = detailed ? details(header, pax, type) : EntryDetails.NONE;
        begin(size);
        return new LayerEntry(path, type, mode, owner, size, target, pax.capability());
    }

    private static EntryDetails details(TarHeader header, PaxRecords pax, LayerEntry.Type type) throws IOException {
        PaxRecords.Time mtime = pax.mtime(header.mtime());
        boolean device = type == LayerEntry.Type.CHARACTER_DEVICE || type == LayerEntry.Type.BLOCK_DEVICE;
        return new EntryDetails(
                mtime.seconds(),
                mtime.nanos(),
                device ? header.deviceMajor() : 0,
                device ? header.deviceMinor() : 0,
                pax.attributes());
    }

    /** Unknown types are regular files (POSIX pax, "typeflag"). */
    private static LayerEntry.Type type(char flag, String name) {
        return switch (flag) {
            case '1' -> LayerEntry.Type.HARDLINK;
            case '2' -> LayerEntry.Type.SYMLINK;
            case '3' -> LayerEntry.Type.CHARACTER_DEVICE;
            case '4' -> LayerEntry.Type.BLOCK_DEVICE;
            case '5' -> LayerEntry.Type.DIRECTORY;
            case '6' -> LayerEntry.Type.FIFO;
            case '\0' -> name.endsWith("/") ? LayerEntry.Type.DIRECTORY : LayerEntry.Type.FILE;
            default -> LayerEntry.Type.FILE;
        };
    }

    /** Valid until the buffer is filled again. */
    private @Nullable TarHeader header() throws IOException {
        skip(remaining);
        skip(padding);
        remaining = 0;
        padding = 0;
        int available = fill(TarHeader.SIZE);
        if (available == 0) {
            return null;
        }
        if (available < TarHeader.SIZE) {
            throw truncated();
        }
        boolean zero = TarHeader.isZero(buffer, position);
        TarHeader header = zero ? null : new TarHeader(buffer, position);
        consume(TarHeader.SIZE);
        return header;
    }

    private byte[] extension(TarHeader header) throws IOException {
        long size = header.size();
        if (size < 0 || size > MAX_EXTENSION) {
            throw new MismatchException("a tar entry's extended header is larger than " + MAX_EXTENSION + " bytes");
        }
        begin(size);
        byte[] bytes = new byte[(int) size];
        int read = 0;
        while (read < bytes.length) {
            read += take(bytes, read, bytes.length - read);
        }
        return bytes;
    }

    /** A runtime removes what has the name of a global header, so it must have one of those that writers give it. */
    private static void checkGlobal(byte[] name, PaxRecords global) throws MismatchException {
        if (!GLOBAL_NAME.matcher(TarPaths.text(name)).matches()) {
            throw new MismatchException("a global PAX header has the name of a file");
        }
        if (global.changesEntries()) {
            throw new MismatchException("a global PAX header renames or resizes the entries after it");
        }
    }

    private void begin(long size) {
        remaining = size;
        padding = -size & (TarHeader.SIZE - 1);
    }

    private int take(byte[] target, int offset, int length) throws IOException {
        if (fill(1) == 0) {
            throw truncated();
        }
        int count = (int) Math.min(Math.min(length, remaining), limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        consume(count);
        remaining -= count;
        return count;
    }

    private void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            int buffered = (int) Math.min(left, limit - position);
            consume(buffered);
            left -= buffered;
            if (left > BUFFER) {
                long skipped = in.skip(left);
                consumed += skipped;
                left -= skipped;
            }
            if (left > 0 && fill(1) == 0) {
                throw truncated();
            }
        }
    }

    private void consume(int count) {
        position += count;
        consumed += count;
    }

    /** Makes {@code count} bytes available unless the stream ends before; returns how many there are, up to that. */
    private int fill(int count) throws IOException {
        if (limit - position < count) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
            while (limit < count) {
                int read = in.read(buffer, limit, buffer.length - limit);
                if (read < 0) {
                    break;
                }
                limit += read;
            }
        }
        return Math.min(count, limit - position);
    }

    /** What lies behind the end would be seen by a tar that does not stop there. */
    private void finish() throws IOException {
        ended = true;
        byte[] zeros = new byte[BUFFER];
        while (fill(1) > 0) {
            if (!Arrays.equals(buffer, position, limit, zeros, 0, limit - position)) {
                throw new MismatchException("the layer holds data behind the end of its tar");
            }
            consume(limit - position);
        }
    }

    /** The text before the first zero; an empty one counts as none. */
    private static Optional<byte[]> cString(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return length == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, length));
    }

    private static MismatchException truncated() {
        return new MismatchException("the tar ends in the middle of an entry");
    }

    /** Ends with its entry, and cannot be read once the reader has gone on. */
    private final class EntryContent extends InputStream {
        private final long entry;

        private EntryContent(long entry) {
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (entry != entries) {
                throw new IOException("the content of an entry is read after its turn");
            }
            if (length == 0) {
                return 0;
            }
            return remaining == 0 ? -1 : take(target, offset, length);
        }

        /** Hands the buffer itself on: who looks at every byte needs no copy of it. */
        @Override
        public long transferTo(OutputStream out) throws IOException {
            if (entry != entries) {
                throw new IOException("the content of an entry is read after its turn");
            }
            long handed = 0;
            while (remaining > 0) {
                if (fill(1) == 0) {
                    throw truncated();
                }
                int count = (int) Math.min(remaining, limit - position);
                out.write(buffer, position, count);
                consume(count);
                remaining -= count;
                handed += count;
            }
            return handed;
        }

        @Override
        public int available() {
            return entry == entries ? (int) Math.min(remaining, limit - position) : 0;
        }
    }
}

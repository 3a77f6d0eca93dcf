package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/**
 * One regular file of a layer while the layer streams by. Nothing is read before it is asked for; what was read is
 * shared by the catalogers that want the same file. Valid only during the call that hands it out.
 */
public final class LayerFile {
    private static final int HEAD_BYTES = 512;

    private final LayerEntry entry;
    private final InputStream content;
    private final ScanLimits limits;
    private byte[] head = new byte[0];
    private boolean headRead;
    private byte[] whole = new byte[0];
    private boolean wholeRead;
    private boolean streamed;

    /** A file whose bytes are still in the stream. */
    public LayerFile(LayerEntry entry, InputStream content, ScanLimits limits) {
        this.entry = entry;
        this.content = content;
        this.limits = limits;
    }

    public LayerEntry entry() {
        return entry;
    }

    public String path() {
        return entry.path();
    }

    public ScanLimits limits() {
        return limits;
    }

    /** The first 512 bytes, or all of a shorter file; not to be changed. */
    public byte[] head() throws IOException {
        if (!headRead) {
            head = content.readNBytes(HEAD_BYTES);
            headRead = true;
        }
        return head;
    }

    /** All bytes, not to be changed; a file larger than the bound stays unread. */
    public byte[] bytes() throws IOException, UnreadFileException {
        if (entry.size() > limits.fileBytes()) {
            throw new UnreadFileException(
                    Gap.Kind.LIMIT, entry.size() + " bytes, at most " + limits.fileBytes() + " are read");
        }
        if (streamed) {
            throw new IllegalStateException("a file that another cataloger has streamed");
        }
        if (!wholeRead) {
            byte[] first = head();
            byte[] all = Arrays.copyOf(first, (int) entry.size());
            int read = content.readNBytes(all, first.length, all.length - first.length);
            whole = first.length + read == all.length ? all : Arrays.copyOf(all, first.length + read);
            wholeRead = true;
        }
        return whole;
    }

    /** As {@link #bytes()}, with a bound of the format's own, in bytes. */
    public byte[] bytes(int limit) throws IOException, UnreadFileException {
        if (entry.size() > limit) {
            throw new UnreadFileException(Gap.Kind.LIMIT, entry.size() + " bytes, at most " + limit + " are read");
        }
        return bytes();
    }

    /**
     * All bytes one after the other, of a file of any size, for one reader: nothing is kept, so that only the first bytes
     * can be asked for afterwards.
     */
    public InputStream stream() throws IOException {
        if (wholeRead) {
            return new ByteArrayInputStream(whole);
        }
        byte[] first = head();
        streamed = true;
        return new SequenceInputStream(new ByteArrayInputStream(first), content);
    }

    /** All bytes of a package database, which must be readable. */
    public byte[] databaseBytes() throws IOException, MalformedContentException {
        try {
            return bytes();
        } catch (UnreadFileException e) {
            throw new MalformedContentException(path() + ": a package database of " + e.getMessage());
        }
    }
}

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
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    private final ContentMemory memory;
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private @Nullable FileContent random;

    /** A file whose bytes are still in the stream. */
    public LayerFile(LayerEntry entry, InputStream content, ScanLimits limits) {
        this(entry, content, limits, new ContentMemory());
    }

    LayerFile(LayerEntry entry, InputStream content, ScanLimits limits, ContentMemory memory) {
        this.entry = entry;
        this.content = content;
        this.limits = limits;
        this.memory = memory;
    }

    /** What one cataloger works out of a file and others need too. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(LayerFile file) throws IOException, UnreadFileException;
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
        if (random != null) {
            whole = new byte[(int) random.size()];
            random.read(0, whole, 0, whole.length);
            wholeRead = true;
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
     * All bytes one after the other, of a file of any size. Of an executable they are kept for other readers; of anything
     * else nothing is, so that only the first bytes can be asked for afterwards.
     */
    public InputStream stream() throws IOException {
        if (wholeRead) {
            return new ByteArrayInputStream(whole);
        }
        if (random != null || (isExecutable() && entry.size() <= FileContent.MAX_SIZE)) {
            return content().stream();
        }
        byte[] first = head();
        streamed = true;
        return new SequenceInputStream(new ByteArrayInputStream(first), content);
    }

    /** The bytes in any order, without all of them in memory. */
    public FileContent content() throws IOException {
        if (random == null) {
            if (streamed) {
                throw new IllegalStateException("a file that another cataloger has streamed");
            }
            random = new FileContent(
                    path(), entry.size(), wholeRead ? new ByteArrayInputStream(whole) : content, memory);
            random.begin(wholeRead ? new byte[0] : head());
        }
        return random;
    }

    /** Whether the first bytes are those of a program, library or object file: ELF, PE or Mach-O. */
    public boolean isExecutable() throws IOException {
        return entry.size() >= ExecutableMagic.SMALLEST && ExecutableMagic.matches(head());
    }

    /** What {@code reading} makes of the file; it is asked once for all that want the same. */
    public <T> T shared(Class<T> kind, Reading<T> reading) throws IOException, UnreadFileException {
        Object known = shared.get(kind);
        if (known == null) {
            known = reading.read(this);
            shared.put(kind, known);
        }
        return kind.cast(known);
    }

    /** Gives back what the content holds. */
    void release() throws IOException {
        if (random != null) {
            random.release();
        }
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

package dev.attest.oci.archive;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import dev.attest.oci.layout.LayoutIndex;
import dev.attest.oci.layout.PendingIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Moves one image into an OCI archive: a tar of an image layout with sorted names, no times and no owners, so that equal
 * content gives equal bytes. Since all sizes are known before, every blob is written to its place as it comes. The archive
 * grows in a file beside it and takes the place of an older one only when it is complete.
 */
public final class ArchiveDestination implements Destination {
    private static final String MARKER = "{\"imageLayoutVersion\":\"1.0.0\"}";
    private static final int BUFFER = 1 << 17;

    private final Path file;
    private final Path temporary;
    private final Map<Digest, Long> offsets = new TreeMap<>();
    private final Set<Digest> missing = new TreeSet<>();
    private final PendingIndex pending = new PendingIndex();
    private long end;
    private @Nullable FileChannel channel;

    /** Writes nothing yet. An older archive of the name will be replaced; anything else is refused. */
    public ArchiveDestination(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + ": not a regular file; an archive is written to a file");
        }
        if (Files.exists(file) && Files.size(file) > 0) {
            checkReplaceable(file);
        }
        Path folder = this.file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException(file + ": there is no folder for the archive");
        }
        this.temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    private static void checkReplaceable(Path file) throws IOException {
        boolean archive;
        try (TarFiles older = TarFiles.open(file)) {
            archive = older.has("oci-layout") || older.has("manifest.json");
        } catch (MalformedImageException e) {
            archive = false;
        }
        if (!archive) {
            throw new IOException(
                    file + ": a file that is not an archive of an image, which stays; give another name or remove it");
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void expect(Collection<Descriptor> content) throws IOException {
        var names = new TreeMap<String, Descriptor>();
        for (Descriptor descriptor : content) {
            Digest digest = descriptor.digest();
            names.put("blobs/", new Descriptor("", digest, 0));
            names.put("blobs/" + digest.algorithm().id() + "/", new Descriptor("", digest, 0));
            names.put("blobs/" + digest.algorithm().id() + "/" + digest.hex(), descriptor);
        }
        long total = names.values().stream().mapToLong(Descriptor::size).sum();
        long free = Files.getFileStore(temporary.resolveSibling(".")).getUsableSpace();
        if (total > free) {
            throw new IOException(file + ": " + total + " bytes are to be written, " + free + " are free");
        }
        FileChannel opened = FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        channel = opened;
        // Whoever interrupts the program does not look for gigabytes under a hidden name.
        temporary.toFile().deleteOnExit();
        for (Map.Entry<String, Descriptor> entry : names.entrySet()) {
            Descriptor descriptor = entry.getValue();
            byte[] header = TarBlocks.header(entry.getKey(), descriptor.size());
            put(header, end);
            end += header.length;
            if (!entry.getKey().endsWith("/")) {
                offsets.put(descriptor.digest(), end);
                missing.add(descriptor.digest());
                end += descriptor.size() + TarBlocks.padding(descriptor.size());
            }
        }
    }

    @Override
    public Taken blob(Repository source, Descriptor descriptor) throws IOException, MalformedImageException {
        long offset = offset(descriptor);
        byte[] buffer = new byte[BUFFER];
        try (InputStream content = source.blob(descriptor)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                write(ByteBuffer.wrap(buffer, 0, read), offset);
                offset += read;
            }
        } catch (MismatchException e) {
            throw new MalformedImageException(source.name() + ": " + e.getMessage());
        }
        return written(descriptor);
    }

    @Override
    public Taken blob(Descriptor descriptor, byte[] content) throws IOException, MalformedImageException {
        put(Content.checked(content, descriptor), offset(descriptor));
        return written(descriptor);
    }

    @Override
    public Taken manifest(Descriptor descriptor, byte[] content) throws IOException, MalformedImageException {
        return blob(descriptor, content);
    }

    @Override
    public void list(Digest subject, List<Descriptor> referrers) {
        pending.list(referrers);
    }

    @Override
    public Optional<byte[]> tagged(String tag) {
        return Optional.empty();
    }

    @Override
    public void point(Optional<String> tag, Descriptor descriptor, byte[] content) {
        pending.point(tag, descriptor);
    }

    @Override
    public void finish() throws IOException {
        synchronized (missing) {
            if (!missing.isEmpty()) {
                throw new IllegalStateException("an archive without all that was expected: " + missing);
            }
        }
        LayoutIndex index = LayoutIndex.empty();
        pending.into(index);
        append("index.json", index.bytes());
        append("oci-layout", MARKER.getBytes(StandardCharsets.UTF_8));
        put(new byte[2 * TarBlocks.BLOCK], end);
        open().force(true);
        open().close();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            Files.deleteIfExists(temporary);
        }
    }

    private void append(String name, byte[] content) throws IOException {
        byte[] header = TarBlocks.header(name, content.length);
        put(header, end);
        put(content, end + header.length);
        end += header.length + content.length + TarBlocks.padding(content.length);
    }

    private long offset(Descriptor descriptor) {
        Long offset = offsets.get(descriptor.digest());
        if (offset == null) {
            throw new IllegalStateException(descriptor.digest() + " was not announced");
        }
        return offset;
    }

    private Taken written(Descriptor descriptor) {
        synchronized (missing) {
            missing.remove(descriptor.digest());
        }
        return Taken.WRITTEN;
    }

    private void put(byte[] bytes, long offset) throws IOException {
        write(ByteBuffer.wrap(bytes), offset);
    }

    private void write(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += open().write(bytes, at);
        }
    }

    private FileChannel open() {
        if (channel == null) {
            throw new IllegalStateException("nothing was announced");
        }
        return channel;
    }
}

package dev.attest.oci.layout;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves images into an image layout in a folder, which is made where there is none. index.json is changed once, at the
 * end and under the layout's lock; blobs that are there are read and replaced if they are not what their names say.
 */
public final class LayoutDestination implements Destination {
    private static final byte[] MARKER = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

    private final Path root;
    private final String name;
    private final LayoutWriter writer;
    private final PendingIndex pending = new PendingIndex();

    /** Makes the folder, but refuses one that holds something else than a layout. */
    public LayoutDestination(Path directory) throws IOException {
        this.name = directory.toString();
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(directory + ": not a folder", e);
        }
        this.root = directory.toRealPath();
        this.writer = new LayoutWriter(root);
        if (Files.notExists(root.resolve("oci-layout"))) {
            try (Stream<Path> content = Files.list(root)) {
                // Another process may be about to make the same layout.
                if (content.anyMatch(file -> !file.getFileName().toString().startsWith(".attest"))) {
                    throw new IOException(directory + ": a folder with other content than an image layout;"
                            + " name an empty or a new one");
                }
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void expect(Collection<Descriptor> content) throws IOException {
        long missing = 0;
        for (Descriptor descriptor : content) {
            if (Files.notExists(root.resolve(LayoutReader.blobName(descriptor.digest())))) {
                missing += descriptor.size();
            }
        }
        long free = Files.getFileStore(root).getUsableSpace();
        if (missing > free) {
            throw new IOException(name + ": " + missing + " bytes are to be written, " + free + " are free");
        }
        if (Files.notExists(root.resolve("oci-layout"))) {
            writer.replace("oci-layout", MARKER);
        }
    }

    @Override
    public Taken blob(Repository source, Descriptor descriptor) throws IOException, MalformedImageException {
        if (writer.has(descriptor)) {
            return Taken.PRESENT;
        }
        try (InputStream content = source.blob(descriptor)) {
            writer.stream(descriptor, content);
            return Taken.WRITTEN;
        } catch (MismatchException e) {
            throw new MalformedImageException(source.name() + ": " + e.getMessage());
        }
    }

    @Override
    public Taken blob(Descriptor descriptor, byte[] content) throws IOException, MalformedImageException {
        return writer.blob(descriptor.digest(), Content.checked(content, descriptor)) ? Taken.WRITTEN : Taken.PRESENT;
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
    public Optional<byte[]> tagged(String tag) throws IOException, MalformedImageException {
        if (Files.notExists(root.resolve("index.json"))) {
            return Optional.empty();
        }
        var reader = new LayoutReader(new DirectoryFiles(root), name);
        try {
            return Optional.of(reader.manifest(reader.resolve(Optional.of(tag), Optional.empty())));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void point(Optional<String> tag, Descriptor descriptor, byte[] content) {
        pending.point(tag, descriptor);
    }

    @Override
    public void finish() throws IOException, MalformedImageException {
        try (LayoutLock lock = LayoutLock.of(root)) {
            LayoutIndex index = LayoutIndex.empty();
            if (Files.exists(root.resolve("index.json"))) {
                index = LayoutIndex.of(new LayoutReader(new DirectoryFiles(root), name).index());
            }
            pending.into(index);
            if (index.isChanged()) {
                byte[] json = index.bytes();
                LayoutReader.checkReadable(json, name);
                lock.checkHeld();
                writer.replace("index.json", json);
            }
        }
    }

    @Override
    public void close() {}
}

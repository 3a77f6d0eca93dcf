package dev.attest.oci.layout;

import dev.attest.oci.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A layout in a folder. Links may point about inside it, never out of it. */
final class DirectoryFiles implements LayoutFiles {
    private final Path directory;
    private final Path root;

    DirectoryFiles(Path directory) throws IOException {
        this.directory = directory;
        try {
            this.root = directory.toRealPath();
        } catch (NoSuchFileException e) {
            throw new NotFoundException(directory + ": there is no such folder");
        }
        if (!Files.isDirectory(root)) {
            throw new IOException(directory + ": a file, not the folder of a layout; an archive is named oci-archive:"
                    + directory + " or docker-archive:" + directory);
        }
    }

    Path root() {
        return root;
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(regular(name));
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(regular(name));
    }

    @Override
    public void close() {}

    private Path regular(String name) throws IOException {
        Path real;
        try {
            real = root.resolve(name).toRealPath();
        } catch (NoSuchFileException e) {
            throw new NotFoundException(directory + ": the layout has no " + name);
        }
        if (!real.startsWith(root)) {
            throw new IOException(directory + ": " + name + " is a link that leaves the layout");
        }
        // A pipe or device would block or never end.
        if (!Files.isRegularFile(real)) {
            throw new IOException(directory + ": " + name + " is not a regular file");
        }
        return real;
    }
}

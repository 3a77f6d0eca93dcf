package dev.attest.oci.layout;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.oci.content.ArtifactManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image layout in a folder, {@code oci:DIR}. Its referrers are listed in index.json beside the image. */
public final class LayoutRepository implements Repository {
    private final DirectoryFiles files;
    private final LayoutReader reader;
    private final LayoutWriter writer;
    private final String name;

    public LayoutRepository(Path directory) throws IOException {
        this.name = directory.toString();
        this.files = new DirectoryFiles(directory);
        this.reader = new LayoutReader(files, name);
        this.writer = new LayoutWriter(files.root());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Descriptor resolve(Reference reference) throws IOException, MalformedImageException {
        if (!(reference instanceof Reference.Layout layout)) {
            throw new IllegalArgumentException("not a reference into a layout");
        }
        return reader.resolve(layout.tag(), layout.digest());
    }

    @Override
    public byte[] manifest(Descriptor descriptor) throws IOException, MalformedImageException {
        return reader.manifest(descriptor);
    }

    @Override
    public InputStream blob(Descriptor descriptor) throws IOException, MalformedImageException {
        return reader.blob(descriptor);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException, MalformedImageException {
        return reader.referrers(subject);
    }

    @Override
    public List<Descriptor> attach(Descriptor subject, List<Artifact> artifacts)
            throws IOException, MalformedImageException {
        reader.index();
        var attached = new ArrayList<Descriptor>();
        for (ArtifactManifest manifest : ArtifactManifest.all(subject, artifacts)) {
            writer.blob(ArtifactManifest.emptyConfig().digest(), ArtifactManifest.emptyConfigBytes());
            writer.blob(manifest.layer().digest(), manifest.layerBytes());
            writer.blob(manifest.descriptor().digest(), manifest.bytes());
            attached.add(manifest.descriptor());
        }
        try (LayoutLock lock = LayoutLock.of(files.root())) {
            lock.checkHeld();
            LayoutIndex index = LayoutIndex.of(reader.index());
            attached.forEach(index::list);
            if (index.isChanged()) {
                byte[] json = index.bytes();
                LayoutReader.checkReadable(json, name);
                writer.replace("index.json", json);
            }
        }
        return List.copyOf(attached);
    }

    @Override
    public void close() {}

    @Override
    public void checkWritable() throws IOException, MalformedImageException {
        reader.index();
        writer.check();
    }

    @Override
    public Optional<byte[]> find(Digest blob, int maxBytes) throws IOException, MalformedImageException {
        return reader.find(blob, maxBytes);
    }
}

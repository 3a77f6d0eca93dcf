package dev.attest.oci.archive;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.oci.layout.LayoutReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** An OCI layout in a tar. */
final class OciArchive implements Repository {
    private final TarFiles files;
    private final LayoutReader reader;
    private final String name;

    OciArchive(TarFiles files, String name) {
        this.files = files;
        this.reader = new LayoutReader(files, name);
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Descriptor resolve(Reference reference) throws IOException, MalformedImageException {
        return reader.resolve(reference.tag(), reference.digest());
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
    public List<Descriptor> attach(Descriptor subject, List<Artifact> artifacts) throws IOException {
        throw Archives.readOnly(name);
    }

    @Override
    public void checkWritable() throws IOException {
        throw Archives.readOnly(name);
    }

    @Override
    public Optional<byte[]> find(Digest blob, int maxBytes) throws IOException, MalformedImageException {
        return reader.find(blob, maxBytes);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}

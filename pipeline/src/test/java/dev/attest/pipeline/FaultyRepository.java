package dev.attest.pipeline;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A repository that does what another does; tests let it fail at one point. */
class FaultyRepository implements Repository {
    private final Repository good;

    FaultyRepository(Repository good) {
        this.good = good;
    }

    @Override
    public String name() {
        return good.name();
    }

    @Override
    public Descriptor resolve(Reference reference) throws IOException, MalformedImageException {
        return good.resolve(reference);
    }

    @Override
    public byte[] manifest(Descriptor descriptor) throws IOException, MalformedImageException {
        return good.manifest(descriptor);
    }

    @Override
    public InputStream blob(Descriptor descriptor) throws IOException, MalformedImageException {
        return good.blob(descriptor);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException, MalformedImageException {
        return good.referrers(subject);
    }

    @Override
    public List<Descriptor> attach(Descriptor subject, List<Artifact> artifacts)
            throws IOException, MalformedImageException {
        return good.attach(subject, artifacts);
    }

    @Override
    public void checkWritable() throws IOException, MalformedImageException {
        good.checkWritable();
    }

    @Override
    public Optional<byte[]> find(Digest blob, int maxBytes) throws IOException, MalformedImageException {
        return good.find(blob, maxBytes);
    }

    @Override
    public void close() throws IOException {
        good.close();
    }
}

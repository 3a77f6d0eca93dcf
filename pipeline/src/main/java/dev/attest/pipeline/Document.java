package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A manifest or an index as it was received, and what it says. */
final class Document {
    private final Descriptor descriptor;
    private final byte[] bytes;
    private final Manifest manifest;

    private Document(Descriptor descriptor, byte[] bytes) throws MalformedImageException {
        this.descriptor = new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
        this.bytes = bytes;
        this.manifest = Manifest.parse(bytes, descriptor);
    }

    /** What a repository has under the descriptor. */
    static Document read(Repository repository, Descriptor descriptor) throws IOException, MalformedImageException {
        return new Document(descriptor, repository.manifest(descriptor));
    }

    /** A document that is at hand; its bytes are the descriptor's. */
    static Document of(Descriptor descriptor, byte[] bytes) throws MalformedImageException {
        return new Document(descriptor, bytes);
    }

    /** Media type, digest and size. */
    Descriptor descriptor() {
        return descriptor;
    }

    Digest digest() {
        return descriptor.digest();
    }

    /** The bytes, which nobody changes. */
    byte[] bytes() {
        return bytes;
    }

    Manifest manifest() {
        return manifest;
    }

    /** As a listing of referrers has it. */
    Descriptor listed() {
        return manifest.listed(descriptor);
    }

    /** Configuration and layers. */
    List<Descriptor> blobs() {
        var blobs = new ArrayList<Descriptor>();
        manifest.config().ifPresent(blobs::add);
        blobs.addAll(manifest.layers());
        return blobs;
    }
}

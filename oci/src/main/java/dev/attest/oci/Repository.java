package dev.attest.oci;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One place where an image and its evidence live: a repository of a registry, a layout, an archive. Everything it hands
 * out was checked against the digest and size that asked for it. {@link IOException} means that the place could not be
 * asked (exit 3); {@link MalformedImageException} that what it holds is wrong (exit 1); {@link NotFoundException}, an
 * {@link IOException} of its own, that it holds no such thing.
 */
public interface Repository extends Closeable {
    /** How messages and subjects name the place: {@code registry/repo}, or the reference's path. */
    String name();

    /** The descriptor, with the digest and size of what is there now, of the manifest or index that is referred to. */
    Descriptor resolve(Reference reference) throws IOException, MalformedImageException;

    /** The bytes of a manifest or index, exactly as stored; at most 4 MiB. */
    byte[] manifest(Descriptor descriptor) throws IOException, MalformedImageException;

    /**
     * A blob as a stream that the caller closes. Size and digest are checked while it is read: at its end, before the
     * last {@code read} returns -1, a difference is thrown as {@link MismatchException}.
     */
    InputStream blob(Descriptor descriptor) throws IOException, MalformedImageException;

    /** All referrers of a subject, sorted by digest. That they cannot be listed is an error, never an empty list. */
    List<Descriptor> referrers(Digest subject) throws IOException, MalformedImageException;

    /**
     * Attaches all artifacts to the subject, listing it once, and returns the descriptors of their manifests in the order
     * given. What is already there is not written again; entries of others are kept.
     */
    List<Descriptor> attach(Descriptor subject, List<Artifact> artifacts) throws IOException, MalformedImageException;

    /**
     * Attaches to several subjects, side by side where the place allows it; {@code executor} must not be the one that
     * this is called on. A failure does not keep the rest from being attached.
     *
     * @throws IncompleteException when something could not be attached
     */
    default void attach(List<SubjectArtifacts> attachments, Executor executor)
            throws IOException, MalformedImageException {
        for (SubjectArtifacts attachment : attachments) {
            attach(attachment.subject(), attachment.artifacts());
        }
    }

    /** Proves, by a write that changes nothing for readers, that something may be attached here; else says why not. */
    void checkWritable() throws IOException, MalformedImageException;

    /** A blob that is known by its digest alone, verified; empty when it is not there. */
    Optional<byte[]> find(Digest blob, int maxBytes) throws IOException, MalformedImageException;
}

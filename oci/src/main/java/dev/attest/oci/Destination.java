package dev.attest.oci;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A place that images and their evidence are moved to: a repository of a registry, a layout, an archive. What is there of
 * others stays. Blobs come before the manifests that name them, {@link #point} and {@link #finish} last; a move that ends
 * earlier leaves no tag and no archive, and a later one goes on where it ended. Blobs and manifests may be given by
 * several threads at once. Errors are those of {@link Repository}; content that is not what its descriptor says is a
 * {@link MalformedImageException}, and nothing of it stays.
 */
public interface Destination extends Closeable {
    /** What became of something given. */
    enum Taken {
        /** It was there already. */
        PRESENT,
        /** The registry took it from another of its repositories. */
        MOUNTED,
        /** It was written now. */
        WRITTEN
    }

    /** How messages name the place. */
    String name();

    /** Announces everything that will be given, manifests and blobs, once and before the first of it. */
    void expect(Collection<Descriptor> content) throws IOException;

    /** Takes a blob as a stream, checked while it passes. */
    Taken blob(Repository source, Descriptor descriptor) throws IOException, MalformedImageException;

    /** Takes a blob that is at hand. */
    Taken blob(Descriptor descriptor, byte[] content) throws IOException, MalformedImageException;

    /** Takes a manifest or an index exactly as it is. */
    Taken manifest(Descriptor descriptor, byte[] content) throws IOException, MalformedImageException;

    /** Sees to it that referrers, given before, are listed for their subject; entries of others stay. */
    void list(Digest subject, List<Descriptor> referrers) throws IOException, MalformedImageException;

    /** The bytes of the manifest that a tag stands for now. */
    Optional<byte[]> tagged(String tag) throws IOException, MalformedImageException;

    /** Lets a tag, or where the place lists its images the image without one, stand for a manifest given before. */
    void point(Optional<String> tag, Descriptor descriptor, byte[] content) throws IOException, MalformedImageException;

    /** Completes the move. What was given without this may be lost at {@link #close}. */
    void finish() throws IOException, MalformedImageException;
}

package dev.attest.pipeline;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.Repository;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Where an image is read from, and where what is attached to it lies. Mostly that is the same repository; a repository
 * for attestations of its own, which only a registry has, need not hold the image's manifests. Closing this closes both.
 */
public record Places(Repository image, Repository evidence) implements Closeable {
    /** Opens one of the two places. */
    @FunctionalInterface
    public interface Opener {
        Repository open() throws IOException, MalformedImageException;
    }

    /** The image with its evidence beside it. */
    public static Places same(Repository repository) {
        return new Places(repository, repository);
    }

    /** Both places; the first is closed again when the second cannot be opened. */
    public static Places open(Opener image, Opener evidence) throws IOException, MalformedImageException {
        Repository first = image.open();
        try {
            return new Places(first, evidence.open());
        } catch (IOException | MalformedImageException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** Whether the evidence lies elsewhere than the image. */
    public boolean isApart() {
        return image != evidence;
    }

    /** What a tag stands for where the evidence of {@code image} lies; empty where there are no tags. */
    Optional<Reference> tagged(Reference image, String tag) {
        return isApart()
                ? Optional.of(References.parse(evidence.name() + ":" + tag, Optional.empty()))
                : image.withTag(tag);
    }

    @Override
    public void close() throws IOException {
        try (image) {
            if (isApart()) {
                evidence.close();
            }
        }
    }
}

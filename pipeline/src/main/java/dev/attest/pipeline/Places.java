package dev.attest.pipeline;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import java.io.Closeable;
import java.io.IOException;

/**
 * Where an image is read from, and where what is attached to it lies. Mostly that is the same repository; a repository
 * for attestations of its own need not hold the image's manifests. Closing this closes both.
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

    @Override
    public void close() throws IOException {
        try (image) {
            if (isApart()) {
                evidence.close();
            }
        }
    }
}

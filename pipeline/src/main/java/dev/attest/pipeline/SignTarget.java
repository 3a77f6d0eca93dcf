package dev.attest.pipeline;

import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import java.io.IOException;
import java.util.concurrent.ExecutorService;

/**
 * An image that was read, and the place for its evidence, which was proved to be writable. It is made before anybody signs:
 * a token spent, or a log entry made, for evidence that cannot be attached would be worth nothing to anybody.
 */
public final class SignTarget {
    private final Places places;
    private final Image image;

    private SignTarget(Places places, Image image) {
        this.places = places;
        this.image = image;
    }

    /**
     * Reads the image and tries the place for its evidence. The executor must not be the one that this is called on.
     *
     * @throws IOException also when nothing may be attached there; its message says what to do
     */
    public static SignTarget open(Places places, Reference reference, ExecutorService executor)
            throws IOException, MalformedImageException {
        Image image = ImageReader.read(places.image(), places.image().resolve(reference), executor);
        places.evidence().checkWritable();
        return new SignTarget(places, image);
    }

    /** Where the image and its evidence lie. */
    public Places places() {
        return places;
    }

    /** The image that is to be signed. */
    public Image image() {
        return image;
    }
}

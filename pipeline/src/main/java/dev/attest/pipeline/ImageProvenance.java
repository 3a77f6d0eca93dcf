package dev.attest.pipeline;

import dev.attest.intoto.Statement;
import dev.attest.oci.Image;
import dev.attest.oci.Reference;
import dev.attest.provenance.Provenance;

/** The provenance of an image as {@link SignImage} would sign it, for those who want to see it first. */
public final class ImageProvenance {
    private ImageProvenance() {}

    /** Says of the image and all its platforms how they were built. */
    public static Statement statement(Reference reference, Image image, Provenance provenance) {
        return provenance.statement(new Drafts(Documents.imageName(reference), image).resources());
    }
}

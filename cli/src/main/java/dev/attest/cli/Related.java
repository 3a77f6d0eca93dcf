package dev.attest.cli;

import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.Documents;
import dev.attest.sbom.facts.RelatedImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests and configurations of the images that are named beside the one that is looked at; no layer of theirs. */
final class Related {
    private final Wiring wiring;
    private final ImageOptions options;

    Related(Wiring wiring, ImageOptions options) {
        this.wiring = wiring;
        this.options = options;
    }

    RelatedImages images(RelatedOptions asked) throws IOException, MalformedImageException {
        return new RelatedImages(named(asked.bases()), named(asked.others()));
    }

    private List<RelatedImages.Named> named(List<String> references) throws IOException, MalformedImageException {
        var named = new ArrayList<RelatedImages.Named>();
        for (String text : references) {
            Reference reference = wiring.reference(text, options);
            try (Repository repository = wiring.open(reference, options)) {
                Image image = ImageReader.read(repository, repository.resolve(reference), wiring.executor());
                // Where a folder lies is nobody's business.
                String name = reference instanceof Reference.Registry ? text : Documents.imageName(reference);
                named.add(new RelatedImages.Named(name, image));
            }
        }
        return named;
    }
}

package dev.attest.sbom.facts;

import dev.attest.oci.Image;
import dev.attest.oci.PlatformImage;
import java.util.ArrayList;
import java.util.List;

/** Images that were named beside the one that is looked at: possible bases, and those whose layers are compared. */
public record RelatedImages(List<Named> bases, List<Named> others) {
    /** No image was named. */
    public static final RelatedImages NONE = new RelatedImages(List.of(), List.of());

    /** An image under the name that its facts will bear. */
    public record Named(String name, Image image) {}

    public RelatedImages {
        bases = List.copyOf(bases);
        others = List.copyOf(others);
    }

    /** What their layers prove of this image; each is taken for the same platform. */
    public List<Fact> facts(PlatformImage image) {
        var facts = new ArrayList<Fact>();
        facts.addAll(BaseImageFacts.bases(image.config().diffIds(), of(image, bases)));
        facts.addAll(BaseImageFacts.shared(image.config().diffIds(), of(image, others)));
        return facts;
    }

    /** An image without this platform counts as one without layers: it was asked for, and is no base. */
    private static List<BaseImageFacts.Other> of(PlatformImage image, List<Named> named) {
        return named.stream()
                .map(other -> other.image().platforms().stream()
                        .filter(one -> one.platform().equals(image.platform()))
                        .findFirst()
                        .map(one -> new BaseImageFacts.Other(
                                other.name(),
                                one.manifest().digest(),
                                one.config().diffIds()))
                        .orElseGet(() -> new BaseImageFacts.Other(
                                other.name(), other.image().root().digest(), List.of())))
                .toList();
    }
}

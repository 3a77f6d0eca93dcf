package dev.attest.sbom.document;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who answers for an image and where it comes from: what its labels say under the names of the OCI image-spec
 * (annotations.md), which a user may overrule. Labels are inherited from the base image, so they are claims.
 */
public record ImageOrigin(Optional<Party> supplier, Optional<Party> author, Map<String, String> labels) {
    private static final String PREFIX = "org.opencontainers.image.";

    public ImageOrigin {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** What the labels alone say. */
    public static ImageOrigin of(Map<String, String> labels) {
        return new ImageOrigin(Optional.empty(), Optional.empty(), labels);
    }

    /** The same where others than empty ones are named: who supplies the image, who made the document. */
    public ImageOrigin with(Optional<Party> suppliedBy, Optional<Party> documentBy) {
        return new ImageOrigin(suppliedBy.or(() -> supplier), documentBy.or(() -> author), labels);
    }

    /** The label of this short name ({@code vendor}, {@code source}), if it is there and not blank. */
    public Optional<String> label(String name) {
        return Optional.ofNullable(labels.get(PREFIX + name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** A label that is an address. */
    public Optional<String> address(String name) {
        return label(name).filter(Party::isAddress);
    }

    /** Who supplies the image: who was named, else its vendor, reached at the image's address. */
    public Optional<Party> imageSupplier() {
        return supplier.or(() -> label("vendor")
                .flatMap(Party::first)
                .map(vendor -> new Party(
                        vendor.name(),
                        vendor.mail(),
                        vendor.url().or(() -> address("url")).filter(Party::isWeb))));
    }

    /** The image's authors. */
    public List<Party> imageAuthors() {
        return label("authors").map(Party::parse).orElse(List.of());
    }
}

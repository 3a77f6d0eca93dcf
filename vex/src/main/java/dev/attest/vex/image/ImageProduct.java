package dev.attest.vex.image;

import dev.attest.vex.Component;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * An image as a VEX product: {@code pkg:oci/<name>@sha256%3A<digest>} without qualifiers, because that is what trivy and
 * grype both find; with {@code repository_url} each finds only its own spelling. There is one for each digest: the
 * index's and the platforms'.
 */
public final class ImageProduct {
    private final String name;
    private final String repository;
    private final List<String> hexes;

    private ImageProduct(String name, String repository, List<String> hexes) {
        this.name = name;
        this.repository = repository;
        this.hexes = hexes;
    }

    /**
     * The image in this repository.
     *
     * @param repository such as {@code registry.example.com/team/app}, or a bare name; its last part names the product
     * @param digests {@code sha256:…} of the index and of each platform, at least one
     */
    public static ImageProduct of(String repository, Collection<String> digests) {
        String name = repository.substring(repository.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (!name.matches("[a-z0-9][a-z0-9._-]*")) {
            throw new IllegalArgumentException("not a repository's name");
        }
        if (digests.isEmpty() || !digests.stream().allMatch(digest -> digest.matches("sha256:[0-9a-f]{64}"))) {
            throw new IllegalArgumentException("an image product needs sha256 digests");
        }
        List<String> hexes = digests.stream()
                .map(digest -> digest.substring("sha256:".length()))
                .distinct()
                .sorted()
                .toList();
        return new ImageProduct(name, repository, hexes);
    }

    /** The product identifiers, sorted. */
    public List<String> ids() {
        return hexes.stream().map(hex -> "pkg:oci/" + name + "@sha256%3A" + hex).toList();
    }

    /**
     * Whether a template's product is this image: by its purl with or without digest, with {@code repository_url} as
     * trivy (the whole repository) or grype (the part before the name) spell it, or by a digest's bare hex.
     */
    boolean is(Component product) {
        return identifiers().stream().anyMatch(product::matches);
    }

    private List<String> identifiers() {
        int slash = repository.lastIndexOf('/');
        var identifiers = new ArrayList<>(hexes);
        for (String id : ids()) {
            identifiers.add(id);
            identifiers.add(id + "?repository_url=" + repository);
            if (slash > 0) {
                identifiers.add(id + "?repository_url=" + repository.substring(0, slash));
            }
        }
        return identifiers;
    }
}

package dev.attest.oci.archive;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.content.ArtifactManifest;
import dev.attest.oci.content.Manifest;
import dev.attest.oci.layout.LayoutReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The image layout that docker 25 and later puts into what it saves, beside manifest.json. One program loads the one and
 * another the other, so that an archive whose two descriptions are of different images is refused.
 */
final class SavedLayout {
    private static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final int MAX_DOCUMENTS = 1000;

    private final TarFiles files;
    private final String name;

    SavedLayout(TarFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    /** Every image that the layout holds must have this configuration and these layers. */
    void check(Digest config, List<Digest> layers) throws IOException, MalformedImageException {
        if (!files.has("index.json")) {
            return;
        }
        var reader = new LayoutReader(files, name);
        var waiting = new ArrayDeque<Descriptor>();
        checkOne(reader);
        // Docker loads all that is listed, also what other readers do not take for the image of the archive.
        waiting.addAll(reader.entries());
        int documents = 0;
        int images = 0;
        while (!waiting.isEmpty()) {
            Descriptor next = waiting.remove();
            if (++documents > MAX_DOCUMENTS) {
                throw new MalformedImageException(
                        name + ": index.json leads to more than " + MAX_DOCUMENTS + " manifests, which is the limit");
            }
            Optional<Manifest> document = document(reader, next);
            document.ifPresent(index -> waiting.addAll(index.manifests()));
            if (document.filter(SavedLayout::runs).isPresent()) {
                images++;
                checkSame(document.get(), config, layers);
            }
        }
        if (images == 0) {
            throw new MalformedImageException(name + ": index.json leads to no image, manifest.json to one");
        }
    }

    private void checkOne(LayoutReader reader) throws IOException, MalformedImageException {
        try {
            reader.resolve(Optional.empty(), Optional.empty());
        } catch (NotFoundException e) {
            throw new MalformedImageException(
                    name + ": manifest.json is about one image, index.json is not: " + e.getMessage());
        }
    }

    private void checkSame(Manifest image, Digest config, List<Digest> layers) throws MalformedImageException {
        boolean same = image.config().map(Descriptor::digest).equals(Optional.of(config))
                && image.layers().stream().map(Descriptor::digest).toList().equals(layers);
        if (!same) {
            throw new MalformedImageException(
                    name + ": manifest.json and index.json are about different images; one program would run the one"
                            + " and another one the other");
        }
    }

    /** What is saved for one platform lists the others too, without holding them. */
    private static Optional<Manifest> document(LayoutReader reader, Descriptor descriptor)
            throws IOException, MalformedImageException {
        if (!MediaTypes.isIndex(descriptor.mediaType()) && !MediaTypes.isManifest(descriptor.mediaType())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Manifest.parse(reader.manifest(descriptor), descriptor));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** What is attached to something and has the empty configuration, which fits no layer. */
    private static boolean isArtifact(Manifest document) {
        return document.subject().isPresent()
                && document.config()
                        .filter(config -> config.digest()
                                .equals(ArtifactManifest.emptyConfig().digest()))
                        .isPresent();
    }

    private static boolean runs(Manifest document) {
        return !document.isIndex()
                && !isArtifact(document)
                && (document.layers().isEmpty()
                        || document.layers().stream()
                                .anyMatch(layer -> !layer.mediaType().equals(IN_TOTO)));
    }
}

package dev.attest.oci;

import dev.attest.oci.content.ConfigJson;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;

/**
 * Finds everything that one digest stands for. Indexes are walked to a depth of {@value #MAX_DEPTH}, at most
 * {@value #MAX_DOCUMENTS} documents, 64 MiB of them in all and {@value #MAX_LAYERS} layers per image are read. A manifest counts as one that
 * runs nowhere only if its content cannot run, whatever an index says about it.
 */
public final class ImageReader {
    static final int MAX_DEPTH = 8;
    static final int MAX_DOCUMENTS = 1000;
    static final int MAX_LAYERS = 1000;
    static final long MAX_BYTES = 64L << 20;

    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
    private static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final Set<String> CONFIGS =
            Set.of(MediaTypes.OCI_CONFIG, "application/vnd.docker.container.image.v1+json");

    private final Documents documents;
    private final Map<Digest, Descriptor> indexes = new TreeMap<>();
    private final Map<Digest, PlatformImage> images = new TreeMap<>();
    private final Map<Digest, Descriptor> others = new TreeMap<>();
    private final Set<Digest> path = new TreeSet<>();
    private long bytes;

    private ImageReader(Documents documents) {
        this.documents = documents;
    }

    /** Reads the manifest or index {@code root} with all that it leads to, layers excepted, one after the other. */
    public static Image read(Repository repository, Descriptor root) throws IOException, MalformedImageException {
        return read(repository, root, Runnable::run);
    }

    /**
     * Reads the manifest or index {@code root} with all that it leads to, layers excepted; what one index lists is fetched
     * side by side. The executor must not be the one that this itself is called on.
     */
    public static Image read(Repository repository, Descriptor root, Executor executor)
            throws IOException, MalformedImageException {
        try (var documents = new Documents(repository, executor, MAX_DOCUMENTS, MAX_BYTES)) {
            return new ImageReader(documents).image(root);
        }
    }

    private Image image(Descriptor root) throws IOException, MalformedImageException {
        visit(root);
        var platforms = new ArrayList<>(images.values());
        platforms.sort(Comparator.comparing(PlatformImage::platform)
                .thenComparing(image -> image.manifest().digest()));
        if (platforms.isEmpty()) {
            throw new MalformedImageException(root.digest() + ": holds no image that runs");
        }
        return new Image(root, List.copyOf(indexes.values()), platforms, List.copyOf(others.values()));
    }

    private void visit(Descriptor descriptor) throws IOException, MalformedImageException {
        Digest digest = descriptor.digest();
        if (path.contains(digest)) {
            throw new MalformedImageException(digest + ": an index that contains itself");
        }
        if (indexes.size() + images.size() + others.size() >= MAX_DOCUMENTS && !known(digest)) {
            throw new MalformedImageException("more than " + MAX_DOCUMENTS + " manifests in one index");
        }
        if (MediaTypes.isIndex(descriptor.mediaType())) {
            index(descriptor);
        } else if (MediaTypes.isManifest(descriptor.mediaType())) {
            manifest(descriptor);
        } else {
            throw new MalformedImageException(digest + ": neither a manifest nor an index by its media type");
        }
    }

    private boolean known(Digest digest) {
        return indexes.containsKey(digest) || images.containsKey(digest) || others.containsKey(digest);
    }

    private void index(Descriptor descriptor) throws IOException, MalformedImageException {
        if (path.size() >= MAX_DEPTH) {
            throw new MalformedImageException("indexes are nested deeper than " + MAX_DEPTH);
        }
        Manifest index = document(descriptor);
        if (indexes.containsKey(descriptor.digest())) {
            return;
        }
        path.add(descriptor.digest());
        documents.expect(index.manifests());
        for (Descriptor listed : index.manifests()) {
            visit(listed);
        }
        path.remove(descriptor.digest());
        indexes.put(descriptor.digest(), descriptor);
    }

    private void manifest(Descriptor descriptor) throws IOException, MalformedImageException {
        Digest digest = descriptor.digest();
        PlatformImage known = images.get(digest);
        if (known == null) {
            Manifest manifest = document(descriptor);
            if (!path.isEmpty() && isAttestation(descriptor, manifest)) {
                others.put(digest, descriptor);
                return;
            }
            refuseArtifact(manifest, descriptor);
            known = image(descriptor, manifest);
            images.put(digest, known);
        } else if (descriptor.size() != known.manifest().size()
                || !descriptor.mediaType().equals(known.manifest().mediaType())) {
            throw new MalformedImageException(digest + ": listed twice with different sizes or media types");
        }
        checkPlatform(descriptor, known);
    }

    private void count(Descriptor document) throws MalformedImageException {
        bytes += Math.min(document.size(), MAX_BYTES);
        if (bytes > MAX_BYTES) {
            throw new MalformedImageException(
                    "manifests and configurations have more than " + MAX_BYTES + " bytes in all");
        }
    }

    private Manifest document(Descriptor descriptor) throws IOException, MalformedImageException {
        count(descriptor);
        return documents.manifest(descriptor);
    }

    private static void refuseArtifact(Manifest manifest, Descriptor descriptor) throws MalformedImageException {
        Optional<Descriptor> config = manifest.config();
        if (config.isPresent() && !CONFIGS.contains(config.get().mediaType())) {
            throw new MalformedImageException(descriptor.digest() + ": an artifact, not an image");
        }
    }

    /** BuildKit's mark, believed only where the layers are statements, which nothing can run. */
    private static boolean isAttestation(Descriptor descriptor, Manifest manifest) {
        boolean nowhere = descriptor
                .platform()
                .filter(platform -> platform.os().equals("unknown")
                        && platform.architecture().equals("unknown"))
                .isPresent();
        return claimsAttestation(descriptor)
                && nowhere
                && !manifest.layers().isEmpty()
                && manifest.layers().stream()
                        .allMatch(layer -> layer.mediaType().equals(IN_TOTO));
    }

    /** Whether an index says so; that alone proves nothing. */
    static boolean claimsAttestation(Descriptor descriptor) {
        return "attestation-manifest".equals(descriptor.annotations().get(REFERENCE_TYPE));
    }

    private PlatformImage image(Descriptor descriptor, Manifest manifest) throws IOException, MalformedImageException {
        String what = descriptor.digest().toString();
        Descriptor configDescriptor = manifest.config().orElseThrow(IllegalStateException::new);
        int layers = manifest.layers().size();
        if (layers > MAX_LAYERS) {
            throw new MalformedImageException(what + ": " + layers + " layers, at most " + MAX_LAYERS + " are read");
        }
        Content.checkBound(configDescriptor, ConfigJson.MAX_BYTES);
        count(configDescriptor);
        ImageConfig config = ConfigJson.parse(
                documents.config(configDescriptor), configDescriptor.digest().toString());
        if (config.diffIds().size() != layers) {
            throw new MalformedImageException(what + ": the manifest has " + layers + " layers, its configuration "
                    + config.diffIds().size() + " diffIDs");
        }
        return new PlatformImage(descriptor, configDescriptor, config, manifest.layers());
    }

    /** A runtime chooses by what the index says and runs what the configuration says: they must be the same. */
    private static void checkPlatform(Descriptor descriptor, PlatformImage image) throws MalformedImageException {
        if (descriptor.platform().isEmpty()) {
            return;
        }
        Platform claimed = descriptor.platform().get().normalised();
        Platform actual = image.platform().normalised();
        boolean variants =
                image.platform().variant().isEmpty() || claimed.variant().equals(actual.variant());
        if (!claimed.os().equals(actual.os()) || !claimed.architecture().equals(actual.architecture()) || !variants) {
            throw new MalformedImageException(
                    descriptor.digest() + ": the index lists it for another platform than its configuration names");
        }
    }
}

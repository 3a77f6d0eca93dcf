package dev.attest.sbom;

import dev.attest.oci.ImageConfig;
import dev.attest.oci.LayerReader;
import dev.attest.oci.LayerVisitor;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import dev.attest.sbom.cache.LayerKey;
import dev.attest.sbom.cache.LayerStore;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Catalogers;
import dev.attest.sbom.catalog.KnownFiles;
import dev.attest.sbom.catalog.LayerScan;
import dev.attest.sbom.catalog.MergedLayers;
import dev.attest.sbom.facts.FactScan;
import dev.attest.sbom.facts.RelatedImages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Derives the SBOM and the facts of an image from its layers. Each layer is streamed exactly once and not kept, but for
 * the executable that is read just now: what it has behind 16 MiB stands in a temporary file. Layers are read in parallel
 * on the executor, which is not shut down here; the result does not depend on their order.
 */
public final class ImageScanner {
    private final Executor executor;
    private final ScanLimits limits;
    private final LayerStore store;
    private final KnownFiles knownFiles;
    private final RelatedImages related;

    /** A scanner that reads every layer. */
    public ImageScanner(Executor executor, ScanLimits limits) {
        this(executor, limits, LayerStore.NONE);
    }

    /** A scanner that reads no layer that the store has. */
    public ImageScanner(Executor executor, ScanLimits limits, LayerStore store) {
        this.executor = executor;
        this.limits = limits;
        this.store = store;
        this.knownFiles = KnownFiles.NONE;
        this.related = RelatedImages.NONE;
    }

    private ImageScanner(ImageScanner like, KnownFiles knownFiles, RelatedImages related) {
        this.executor = like.executor;
        this.limits = like.limits;
        this.store = like.store;
        this.knownFiles = knownFiles;
        this.related = related;
    }

    /** The same, and files that the list names are what it says. */
    public ImageScanner with(KnownFiles list) {
        return new ImageScanner(this, list, related);
    }

    /** The same, and the facts say what the layers have in common with these images'. */
    public ImageScanner beside(RelatedImages images) {
        return new ImageScanner(this, knownFiles, images);
    }

    /**
     * Scans one platform's image.
     *
     * @throws MalformedImageException when a layer is not what the image says
     * @throws MalformedContentException when a package database of the image cannot be read
     */
    public ScanResult scan(Repository repository, PlatformImage image)
            throws IOException, MalformedImageException, MalformedContentException {
        LayerReader reader = LayerReader.standard();
        ScanResult result = scan(image.config(), new LayerSource() {
            @Override
            public void read(int layer, LayerVisitor visitor) throws IOException, MalformedImageException {
                reader.read(repository, image, layer, visitor);
            }

            @Override
            public long size(int layer) {
                return image.layers().get(layer).size();
            }

            @Override
            public Optional<LayerKey> key(int layer) {
                return Optional.of(new LayerKey(
                        image.layers().get(layer).digest(),
                        image.config().diffIds().get(layer),
                        limits));
            }
        });
        return new ScanResult(result.sbom(), result.facts().and(related.facts(image)));
    }

    ScanResult scan(ImageConfig config, LayerSource source)
            throws IOException, MalformedImageException, MalformedContentException {
        List<LayerScan> layers = new LayerPasses(executor, limits, source, store)
                .scan(config.diffIds().size());
        MergedLayers merged = MergedLayers.of(layers);
        var assembly = new Assembly(merged, config.diffIds(), new SecondReading(source, limits), knownFiles);
        Sbom sbom = assembly.assemble(Catalogers.ALL, layers);
        var facts = new FactScan(merged, config, assembly.facts());
        return new ScanResult(sbom, facts.facts(assembly.accounts(), assembly.groups(), sbom.components()));
    }
}

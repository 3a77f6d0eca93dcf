package dev.attest.sbom;

import dev.attest.oci.ImageConfig;
import dev.attest.oci.LayerReader;
import dev.attest.oci.LayerVisitor;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Catalogers;
import dev.attest.sbom.catalog.LayerScan;
import dev.attest.sbom.catalog.MergedLayers;
import dev.attest.sbom.facts.FactScan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Derives the SBOM and the facts of an image from its layers. Each layer is streamed exactly once, never to disk, layers
 * in parallel on the executor (which is not shut down here); the result does not depend on their order.
 */
public final class ImageScanner {
    private final Executor executor;
    private final ScanLimits limits;

    public ImageScanner(Executor executor, ScanLimits limits) {
        this.executor = executor;
        this.limits = limits;
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
        return scan(image.config(), new LayerSource() {
            @Override
            public void read(int layer, LayerVisitor visitor) throws IOException, MalformedImageException {
                reader.read(repository, image, layer, visitor);
            }

            @Override
            public long size(int layer) {
                return image.layers().get(layer).size();
            }
        });
    }

    ScanResult scan(ImageConfig config, LayerSource source)
            throws IOException, MalformedImageException, MalformedContentException {
        List<LayerScan> layers =
                new LayerPasses(executor, limits, source).scan(config.diffIds().size());
        MergedLayers merged = MergedLayers.of(layers);
        var assembly = new Assembly(merged, config.diffIds(), new SecondReading(source, limits));
        Sbom sbom = assembly.assemble(Catalogers.ALL, layers);
        return new ScanResult(sbom, new FactScan(merged, config).facts(assembly.accounts()));
    }
}

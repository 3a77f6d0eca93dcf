package dev.attest.sbom;

import dev.attest.oci.ImageConfig;
import dev.attest.oci.MalformedImageException;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Catalogers;
import dev.attest.sbom.catalog.LayerScan;
import dev.attest.sbom.facts.FactScan;
import dev.attest.sbom.layer.LayerIndex;
import dev.attest.sbom.layer.MergedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
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

    ScanResult scan(ImageConfig config, LayerSource source)
            throws IOException, MalformedImageException, MalformedContentException {
        List<LayerScan> layers =
                new LayerPasses(executor, limits, source).scan(config.diffIds().size());
        var indexes = new ArrayList<LayerIndex>();
        var noted = new TreeSet<String>();
        for (LayerScan layer : layers) {
            indexes.add(layer.index());
            noted.addAll(layer.notable());
        }
        var image = new MergedImage(indexes);
        var assembly = new Assembly(image, config.diffIds());
        Sbom sbom = assembly.assemble(Catalogers.ALL, layers);
        return new ScanResult(sbom, new FactScan(image, config).facts(noted, assembly.accounts()));
    }
}

package dev.attest.pipeline;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.Provenance;
import dev.attest.sbom.facts.RelatedImages;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * What an image itself tells of what it was built from: base images that layers prove, and the materials of BuildKit's
 * unsigned provenance. Each says in the annotation {@code attest_source} where it comes from, {@code layers} or {@code
 * buildkit}; one content is listed once, and what layers prove comes first. {@code findings} are bases that were named or
 * claimed and are not proven.
 */
public record BuildDependencies(
        List<ResourceDescriptor> dependencies, List<BaseFinding> findings, BuildKitCarried buildKit) {
    public BuildDependencies {
        dependencies = List.copyOf(dependencies);
        findings = List.copyOf(findings);
    }

    /**
     * Reads what the image's index, manifests and configurations tell; no layer. {@code related} are the images that may
     * be its bases. The executor must not be the one that this itself is called on.
     */
    public static BuildDependencies of(
            Repository repository, Image image, RelatedImages related, ExecutorService executor)
            throws IOException, MalformedImageException {
        var dependencies = new DependencyList();
        List<BaseFinding> findings = BaseImages.prove(repository, image, related, dependencies);
        BuildKitCarried carried = BuildKitProvenance.of(repository, image, executor);
        carried.dependencies().forEach(dependencies::add);
        return new BuildDependencies(dependencies.sorted(), findings, carried);
    }

    /** The provenance with these dependencies behind its own, without those that it lists already. */
    public Provenance in(Provenance provenance) {
        BuildDefinition own = provenance.buildDefinition();
        var all = new DependencyList();
        own.resolvedDependencies().forEach(all::add);
        dependencies.forEach(all::add);
        return new Provenance(
                new BuildDefinition(own.buildType(), own.externalParameters(), own.internalParameters(), all.inOrder()),
                provenance.runDetails());
    }
}

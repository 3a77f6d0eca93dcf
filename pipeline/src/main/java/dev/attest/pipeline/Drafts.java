package dev.attest.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.SignaturePredicate;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.PlatformImage;
import dev.attest.sbom.Gap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The statements of one run as they grow, and what was noticed on the way. */
final class Drafts {
    private final String imageName;
    private final List<Descriptor> manifests;
    private final List<Draft> statements = new ArrayList<>();
    private final LinkedHashSet<Gap> gaps = new LinkedHashSet<>();
    private final LinkedHashSet<String> unmatchedVex = new LinkedHashSet<>();

    Drafts(String imageName, Image image) {
        this.imageName = imageName;
        this.manifests = manifests(image);
    }

    /** The manifest or index that was asked about, then those of its platforms. */
    static List<Descriptor> manifests(Image image) {
        var manifests = new LinkedHashSet<Descriptor>();
        manifests.add(plain(image.root()));
        image.platforms().stream()
                .map(PlatformImage::manifest)
                .map(Drafts::plain)
                .forEach(manifests::add);
        return List.copyOf(manifests);
    }

    // A referrer's subject is named by media type, digest and size alone.
    private static Descriptor plain(Descriptor descriptor) {
        return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    String imageName() {
        return imageName;
    }

    /** The digest that was asked about and this platform's own, those that are SHA-256: VEX products know no other. */
    List<String> sha256With(PlatformImage platform) {
        return Stream.of(manifests.get(0).digest(), platform.manifest().digest())
                .filter(digest -> digest.algorithm() == Digest.Algorithm.SHA256)
                .distinct()
                .map(Digest::toString)
                .toList();
    }

    /** Says something of the image and all its platforms together. */
    Draft aboutAll(PredicateType type, ObjectNode predicate) {
        return new Draft(type, Statement.of(resources(), type.uri(), predicate), manifests);
    }

    /** Says what was given of the platform it speaks of, else of the image and all its platforms, and of the commit. */
    Draft given(Given given) {
        List<Descriptor> about =
                given.platform().map(one -> List.of(plain(one.manifest()))).orElse(manifests);
        var subjects = new ArrayList<ResourceDescriptor>();
        about.forEach(manifest -> subjects.add(resource(manifest)));
        given.commit()
                .ifPresent(hex -> subjects.add(new ResourceDescriptor(
                        Optional.of("source"), Optional.empty(), Map.of("gitCommit", hex), Optional.empty())));
        return new Draft(given.type(), Statement.of(subjects, given.type().uri(), given.predicate()), about);
    }

    /** cosign's signature of the image and all its platforms. */
    Draft signature() {
        return new Draft(PredicateType.SIGNATURE, SignaturePredicate.signature(resources()), manifests);
    }

    /** Says something of one platform. */
    Draft about(PlatformImage image, PredicateType type, ObjectNode predicate) {
        Descriptor manifest = plain(image.manifest());
        return new Draft(type, Statement.of(List.of(resource(manifest)), type.uri(), predicate), List.of(manifest));
    }

    void add(Draft draft) {
        statements.add(draft);
    }

    void noticed(List<Gap> found) {
        gaps.addAll(found);
    }

    void unmatched(String line) {
        unmatchedVex.add(line);
    }

    List<Draft> statements() {
        return List.copyOf(statements);
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    List<String> unmatchedVex() {
        return List.copyOf(unmatchedVex);
    }

    /** The image and all its platforms as subjects of a statement. */
    List<ResourceDescriptor> resources() {
        return manifests.stream().map(this::resource).toList();
    }

    private ResourceDescriptor resource(Descriptor manifest) {
        return new ResourceDescriptor(
                Optional.of(imageName),
                Optional.empty(),
                Map.of(manifest.digest().algorithm().id(), manifest.digest().hex()),
                Optional.empty());
    }
}

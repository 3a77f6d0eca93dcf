package dev.attest.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Manifest;
import dev.attest.provenance.Provenance;
import dev.attest.sbom.Purl;
import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactKind;
import dev.attest.sbom.facts.RelatedImages;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The base images of an image as dependencies of its build, as far as layers prove them: all diffIDs of the base are the
 * lowest of the image. What was named as a base, or is claimed as one by the image's labels and annotations, and is not
 * borne out, becomes a finding and no dependency.
 */
final class BaseImages {
    /** The {@code attest_source} of what layers prove. */
    static final String SOURCE = "layers";

    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";
    private static final String BASE_NAME = "org.opencontainers.image.base.name";
    private static final int MAX_SHOWN = 200;

    private final RelatedImages related;
    private final DependencyList dependencies;
    private final Set<BaseFinding> findings = new LinkedHashSet<>();

    private BaseImages(RelatedImages related, DependencyList dependencies) {
        this.related = related;
        this.dependencies = dependencies;
    }

    /** Adds what is proven to the dependencies, and gives what is not. */
    static List<BaseFinding> prove(
            Repository repository, Image image, RelatedImages related, DependencyList dependencies)
            throws IOException, MalformedImageException {
        var bases = new BaseImages(related, dependencies);
        for (PlatformImage one : image.platforms()) {
            bases.prove(one, claims(repository, one));
        }
        return List.copyOf(bases.findings);
    }

    /** What the image says of its base: the digest, where it names one, else the name. */
    private static Map<String, String> claims(Repository repository, PlatformImage image)
            throws IOException, MalformedImageException {
        var claims = new TreeMap<String, String>();
        Manifest manifest = Manifest.parse(repository.manifest(image.manifest()), image.manifest());
        for (Map<String, String> texts : List.of(image.config().labels(), manifest.annotations())) {
            String digest = texts.getOrDefault(BASE_DIGEST, "").strip();
            String name = texts.getOrDefault(BASE_NAME, "").strip();
            if (!digest.isEmpty() || !name.isEmpty()) {
                claims.put(digest.isEmpty() ? name : digest, name);
            }
        }
        return claims;
    }

    private void prove(PlatformImage image, Map<String, String> claims) {
        var named = new TreeSet<String>();
        var proven = new TreeSet<String>();
        for (RelatedImages.Named base : related.bases()) {
            Set<String> digests = digests(base.image());
            named.addAll(digests);
            Optional<Fact> fact = new RelatedImages(List.of(base), List.of())
                    .facts(image).stream()
                            .filter(one -> one.kind() == FactKind.BASE_IMAGE && one.present())
                            .findFirst();
            if (fact.isPresent()) {
                proven.addAll(digests);
                add(base, fact.get(), image);
            } else {
                find(
                        image,
                        BaseFinding.Kind.REFUTED,
                        shown(base.name()) + " is not the base: its layers are not the lowest");
            }
        }
        claims.forEach((claim, name) -> {
            String what = "the image says that its base is " + shown(name.isEmpty() ? claim : name)
                    + (name.isEmpty() || name.equals(claim) ? "" : " (" + shown(claim) + ")");
            if (!claim.equals(name) && !isDigest(claim)) {
                find(image, BaseFinding.Kind.REFUTED, what + ", which is no digest");
            } else if (!named.contains(claim)) {
                find(image, BaseFinding.Kind.UNCHECKED, what + "; name it as a base to have the layers compared");
            } else if (!proven.contains(claim)) {
                find(image, BaseFinding.Kind.REFUTED, what + ", and its layers are not the lowest");
            }
        });
    }

    private void find(PlatformImage image, BaseFinding.Kind kind, String message) {
        findings.add(new BaseFinding(kind, image.platform().toString(), message));
    }

    private void add(RelatedImages.Named base, Fact fact, PlatformImage image) {
        Digest digest = Digest.parse(fact.conditions().getOrDefault("digest", ""));
        Digest root = base.image().root().digest();
        var annotations = new TreeMap<String, JsonNode>();
        annotations.put(Provenance.SOURCE, TextNode.valueOf(SOURCE));
        annotations.put(
                "attest_layers",
                IntNode.valueOf(Integer.parseInt(fact.conditions().getOrDefault("layers", ""))));
        if (!root.equals(digest)) {
            annotations.put("attest_index", TextNode.valueOf(root.toString()));
        }
        var dependency = new ResourceDescriptor(
                Optional.empty(),
                Optional.of(purl(base.name(), digest, image).toString()),
                Map.of(digest.algorithm().id(), digest.hex()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                annotations);
        dependencies.add(dependency, image.platform().toString());
        // BuildKit names what a tag stood for, which mostly is the index.
        dependencies.knownAs(dependency, root);
    }

    /** purl-spec, type oci: the name is the repository's last part, the version the digest. */
    private static Purl purl(String name, Digest digest, PlatformImage image) {
        var qualifiers = new TreeMap<String, String>();
        qualifiers.put("arch", image.platform().architecture());
        try {
            Reference reference = References.parse(name, Optional.empty());
            if (reference instanceof Reference.Registry registry) {
                qualifiers.put("repository_url", registry.name());
                registry.tag().ifPresent(tag -> qualifiers.put("tag", tag));
                return new Purl("oci", "", lastPart(registry.repository()), digest.toString(), qualifiers);
            }
        } catch (IllegalArgumentException e) {
            // A layout's or an archive's name, which leads nowhere.
        }
        String last = lastPart(name);
        return new Purl("oci", "", last.isBlank() ? "image" : last, digest.toString(), qualifiers);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** All digests that somebody may mean who names the image. */
    private static Set<String> digests(Image image) {
        var digests = new TreeSet<String>();
        digests.add(image.root().digest().toString());
        Stream.concat(image.indexes().stream(), image.platforms().stream().map(PlatformImage::manifest))
                .forEach(one -> digests.add(one.digest().toString()));
        return digests;
    }

    private static boolean isDigest(String text) {
        try {
            Digest.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}

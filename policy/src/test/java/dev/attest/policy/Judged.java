package dev.attest.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.predicate.ReferenceList;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.ImageConfig;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.ci.BuildTimes;
import dev.attest.provenance.ci.LocalBuild;
import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactKind;
import dev.attest.sbom.facts.ImageFacts;
import dev.attest.signing.Bundle;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Images and predicates for tests of rules; nothing of them lies anywhere. */
public final class Judged {
    private static final Reference REFERENCE = References.parse("registry.example.com/team/app:1.0", Optional.empty());

    private Judged() {}

    public static PlatformImage platform(String architecture, String user) {
        var execution = new ImageConfig.Execution(user, List.of(), List.of(), List.of(), "", List.of());
        var config = new ImageConfig(
                new Platform("linux", architecture, ""), execution, Map.of(), Optional.empty(), List.of());
        String content = architecture + " as " + user;
        return new PlatformImage(
                descriptor(MediaTypes.OCI_MANIFEST, "manifest " + content),
                descriptor(MediaTypes.OCI_CONFIG, "config " + content),
                config,
                List.of());
    }

    /** One image under a tag that marks nothing. */
    public static Case single(PlatformImage platform, Evidence... evidence) {
        return named(REFERENCE, platform, evidence);
    }

    public static Case named(Reference reference, PlatformImage platform, Evidence... evidence) {
        var image = new Image(platform.manifest(), List.of(), List.of(platform), List.of());
        return new Case(reference, image, List.of(platform), List.of(evidence));
    }

    /** An index of images for the two platforms, both judged. */
    public static Case index(PlatformImage one, PlatformImage other, Evidence... evidence) {
        Descriptor root = descriptor(MediaTypes.OCI_INDEX, "index of " + one + other);
        var image = new Image(root, List.of(), List.of(one, other), List.of());
        return new Case(REFERENCE, image, List.of(one, other), List.of(evidence));
    }

    /** The same of which only one platform is judged. */
    public static Case only(Case whole, PlatformImage platform) {
        return new Case(whole.reference(), whole.image(), List.of(platform), whole.evidence());
    }

    public static ObjectNode empty() {
        return StrictJson.object();
    }

    public static ObjectNode parse(String json) throws Exception {
        return (ObjectNode) StrictJson.parse(json.replace('\'', '"').getBytes(UTF_8));
    }

    public static ObjectNode sbom(String... components) {
        ObjectNode document = StrictJson.object().put("bomFormat", "CycloneDX");
        ArrayNode list = document.putArray("components");
        Stream.of(components)
                .forEach(name -> list.addObject().put("type", "library").put("name", name));
        return document;
    }

    public static Fact absent(FactKind kind) {
        return new Fact(kind, false, "", Map.of(), Optional.empty());
    }

    public static Fact present(FactKind kind, String path) {
        return new Fact(kind, true, path, Map.of(), Optional.empty());
    }

    public static ObjectNode facts(Fact... facts) {
        return new ImageFacts(List.of(facts)).json("1.0");
    }

    /** What attest says of a build outside any CI. */
    public static ObjectNode localProvenance() throws IOException {
        try {
            return new LocalBuild(Optional.empty(), BuildTimes.UNKNOWN)
                    .provenance()
                    .json();
        } catch (MalformedProvenanceException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The closing list of these, each said to be about the digests. */
    public static ObjectNode list(List<Evidence.Accepted> evidence, Digest... about) {
        List<String> subjects = Stream.of(about).map(Digest::toString).toList();
        return new ReferenceList(
                        "https://attest.dev",
                        evidence.stream()
                                .map(one -> ReferenceList.bundle(
                                        one.bundle().hex(), Bundle.MEDIA_TYPE, one.predicateType(), subjects))
                                .toList())
                .json();
    }

    private static Descriptor descriptor(String mediaType, String content) {
        return new Descriptor(mediaType, Digest.sha256(content.getBytes(UTF_8)), content.length());
    }
}

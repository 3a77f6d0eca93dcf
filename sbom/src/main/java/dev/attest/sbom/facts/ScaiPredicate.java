package dev.attest.sbom.facts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Image facts as in-toto's "Software Supply Chain Attribute Integrity" predicate v0.3, and back. */
final class ScaiPredicate {
    private static final int MAX_ATTRIBUTES = 200_000;

    private ScaiPredicate() {}

    static ObjectNode write(ImageFacts facts, String toolVersion) {
        ObjectNode predicate = StrictJson.object();
        ArrayNode attributes = predicate.putArray("attributes");
        for (Fact fact : facts.facts()) {
            ObjectNode attribute = attributes.addObject().put("attribute", fact.attribute());
            if (!fact.path().isEmpty()) {
                attribute.set("target", named(fact.path()).json());
            }
            if (!fact.conditions().isEmpty()) {
                ObjectNode conditions = attribute.putObject("conditions");
                fact.conditions().forEach(conditions::put);
            }
            fact.layer()
                    .ifPresent(diffId -> attribute.set(
                            "evidence",
                            new ResourceDescriptor(
                                            Optional.of("layer"),
                                            Optional.empty(),
                                            Map.of(diffId.algorithm().id(), diffId.hex()),
                                            Optional.empty())
                                    .json()));
        }
        predicate.set(
                "producer",
                new ResourceDescriptor(
                                Optional.of("attest " + toolVersion),
                                Optional.of("pkg:generic/attest@" + toolVersion),
                                Map.of(),
                                Optional.empty())
                        .json());
        return predicate;
    }

    static ImageFacts read(JsonObject predicate) throws MalformedJsonException {
        if (!predicate.has("attributes")) {
            throw predicate.malformed("attributes", "an array");
        }
        List<JsonObject> attributes = predicate.objects("attributes");
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw predicate.malformed("attributes", "at most " + MAX_ATTRIBUTES + " attributes");
        }
        var facts = new ArrayList<Fact>();
        for (JsonObject attribute : attributes) {
            Optional<FactKind> kind = FactKind.ofAttribute(attribute.text("attribute"));
            if (kind.isPresent()) {
                facts.add(fact(kind.get(), attribute));
            }
        }
        var read = new ImageFacts(facts);
        for (FactKind kind : FactKind.values()) {
            boolean absent = facts.stream().anyMatch(fact -> fact.kind() == kind && !fact.present());
            if (absent && !read.present(kind).isEmpty()) {
                throw predicate.malformed("attributes", "not both " + kind.presence() + " and " + kind.absence());
            }
        }
        return read;
    }

    private static Fact fact(FactKind kind, JsonObject attribute) throws MalformedJsonException {
        String path = "";
        Optional<JsonObject> target = attribute.optionalObject("target");
        if (target.isPresent()) {
            path = ResourceDescriptor.read(target.get()).name().orElse("");
        }
        Optional<Digest> layer = Optional.empty();
        Optional<JsonObject> evidence = attribute.optionalObject("evidence");
        if (evidence.isPresent()) {
            String hex = evidence.get().object("digest").text("sha256");
            try {
                layer = Optional.of(new Digest(Digest.Algorithm.SHA256, hex));
            } catch (IllegalArgumentException e) {
                throw evidence.get().malformed("digest", "a SHA-256");
            }
        }
        boolean present = attribute.text("attribute").equals(kind.presence());
        return new Fact(kind, present, path, attribute.textMap("conditions"), layer);
    }

    private static ResourceDescriptor named(String path) {
        return new ResourceDescriptor(Optional.of(path), Optional.of(FileUri.of(path)), Map.of(), Optional.empty());
    }
}

package dev.attest.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.Scai;
import dev.attest.intoto.predicate.ScaiAttribute;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says in a SCAI report that an image was built once more and came out the same: one attribute for each platform, with A as
 * its target and B as its evidence. It does not say that somebody else built it, for which two provenances are needed.
 */
public final class RebuildEvidence {
    private RebuildEvidence() {}

    /**
     * What {@code attest sign} may sign of A; nothing where the images are different, for what is signed is read as a yes,
     * or where A was compared with itself.
     *
     * @param nameOfB how the evidence names the other build, such as {@code registry/repo}
     */
    public static Optional<Given> of(RebuildReport report, String nameOfB) {
        if (!report.isReproduced() || report.itself()) {
            return Optional.empty();
        }
        var attributes = new ArrayList<ScaiAttribute>();
        for (RebuildComparison one : report.comparisons()) {
            attributes.add(new ScaiAttribute(
                    PredicateType.REBUILD_ATTRIBUTE,
                    one.a().map(a -> resource(one.platform(), a)),
                    conditions(report.tolerance(), one),
                    one.b().map(b -> resource(nameOfB, b))));
        }
        return Optional.of(
                new Given(PredicateType.REBUILD, new Scai(attributes, Optional.empty()).json(), Optional.empty()));
    }

    private static ResourceDescriptor resource(String name, Descriptor manifest) {
        return new ResourceDescriptor(
                Optional.of(name),
                Optional.empty(),
                Map.of(manifest.digest().algorithm().id(), manifest.digest().hex()),
                Optional.of(manifest.mediaType()));
    }

    private static Map<String, JsonNode> conditions(RebuildTolerance tolerance, RebuildComparison one) {
        var conditions = new TreeMap<String, JsonNode>();
        conditions.put("platform", TextNode.valueOf(one.platform()));
        conditions.put("strictness", TextNode.valueOf(tolerance.strictness().name()));
        ArrayNode ignored = StrictJson.object().putArray("ignored");
        tolerance.ignoredNames().forEach(ignored::add);
        conditions.put("ignored", ignored);
        conditions.put(
                "differences",
                LongNode.valueOf(one.counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()));
        ArrayNode differing = StrictJson.object().putArray("differing");
        List.copyOf(one.counts().keySet()).forEach(aspect -> differing.add(aspect.text()));
        conditions.put("differing", differing);
        return conditions;
    }
}

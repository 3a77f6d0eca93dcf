package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.attest.sbom.Component;
import dev.attest.sbom.Sbom;
import dev.attest.sbom.document.RecordedDependencies;
import java.util.List;

/** How far the document is complete: the components of the image, then the dependencies of each of them. */
final class Compositions {
    private Compositions() {}

    static ArrayNode json(Sbom sbom, String root) {
        ArrayNode compositions = JsonNodeFactory.instance.arrayNode();
        String whole = sbom.isComplete() ? "complete" : "incomplete";
        var parts = compositions.addObject().put("aggregate", whole);
        parts.putArray("assemblies").add(root);
        parts.putArray("dependencies").add(root);
        var recorded = new RecordedDependencies(sbom);
        add(
                compositions,
                "complete",
                sbom.components().stream()
                        .filter(recorded::areComplete)
                        .map(Component::ref)
                        .toList());
        add(
                compositions,
                "unknown",
                sbom.components().stream()
                        .filter(component -> !recorded.areComplete(component))
                        .map(Component::ref)
                        .toList());
        return compositions;
    }

    private static void add(ArrayNode compositions, String aggregate, List<String> refs) {
        if (!refs.isEmpty()) {
            ArrayNode dependencies =
                    compositions.addObject().put("aggregate", aggregate).putArray("dependencies");
            refs.forEach(dependencies::add);
        }
    }
}

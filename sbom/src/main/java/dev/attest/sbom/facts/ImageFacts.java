package dev.attest.sbom.facts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;

/**
 * The facts of one image, sorted. In documents they are in-toto's SCAI predicate v0.3; what a document does not state,
 * present or absent, was not looked at and counts as neither.
 */
public record ImageFacts(List<Fact> facts) {
    public ImageFacts {
        facts = facts.stream().sorted().distinct().toList();
    }

    /** These facts and more. */
    public ImageFacts and(List<Fact> more) {
        var all = new ArrayList<>(facts);
        all.addAll(more);
        return new ImageFacts(all);
    }

    /** The facts of a kind that say that it is there. */
    public List<Fact> present(FactKind kind) {
        return facts.stream()
                .filter(fact -> fact.kind() == kind && fact.present())
                .toList();
    }

    /** Whether the kind was looked for and found nowhere. Not the opposite of {@link #present}: a third case is silence. */
    public boolean isAbsent(FactKind kind) {
        return present(kind).isEmpty() && facts.stream().anyMatch(fact -> fact.kind() == kind && !fact.present());
    }

    /** The SCAI predicate. */
    public ObjectNode json(String toolVersion) {
        return ScaiPredicate.write(this, toolVersion);
    }

    /**
     * Reads a SCAI predicate. Attributes of other producers are passed over; one of ours that contradicts another or has
     * not its form is refused.
     */
    public static ImageFacts read(JsonObject predicate) throws MalformedJsonException {
        return ScaiPredicate.read(predicate);
    }
}

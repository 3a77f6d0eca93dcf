package dev.attest.policy.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.intoto.PredicateType;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Derived;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactKind;
import dev.attest.sbom.facts.ImageFacts;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The signed facts of every platform are those that its layers show. Kinds of facts that the signer did not look for,
 * having been of another version, are left out of the comparison; what this very version signed has to be what it finds
 * now, but for what it said of other images that it was given.
 */
public record FactsAreRechecked() implements Rule {
    private static final int SHOWN = 5;
    private static final String REMEDY = "find out how the facts were made, and sign the image again";

    @Override
    public String id() {
        return "recheck-facts";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> finding(subject, image).on(image))
                .toList();
    }

    private Finding finding(Case subject, PlatformImage image) {
        Optional<Evidence.Accepted> signed =
                subject.newest(PredicateType.FACTS, image.manifest().digest());
        Optional<Derived> derived = subject.derived(image);
        if (signed.isEmpty() || derived.isEmpty()) {
            return Finding.fails(
                    id(),
                    signed.isEmpty()
                            ? "there are no accepted facts to compare with the layers"
                            : "the layers were not read",
                    "sign the image with `attest sign`");
        }
        JsonObject theirs = signed.get().verified().statement().predicate();
        if (theirs.node().equals(derived.get().facts())) {
            return Finding.holds(id(), "the signed facts are those of the layers, to the last byte");
        }
        try {
            ImageFacts ours = ImageFacts.read(JsonObject.of(derived.get().facts(), "facts"));
            Finding compared = compare(ImageFacts.read(theirs), ours);
            String us = maker(derived.get().facts());
            boolean differs = maker(theirs.node()).equals(us)
                    && !withoutOtherImages(theirs.node()).equals(derived.get().facts());
            return compared.holds() && differs
                    ? Finding.fails(
                            id(), "the signed facts name " + us + ", which finds others in these layers", REMEDY)
                    : compared;
        } catch (MalformedJsonException e) {
            return Finding.fails(id(), "the signed facts cannot be read: " + e.getMessage(), REMEDY);
        }
    }

    private static String maker(JsonNode predicate) {
        return predicate.path("producer").path("name").asText();
    }

    private static JsonNode withoutOtherImages(JsonNode predicate) {
        JsonNode copy = predicate.deepCopy();
        for (Iterator<JsonNode> each = copy.path("attributes").iterator(); each.hasNext(); ) {
            String attribute = each.next().path("attribute").asText();
            if (FactKind.ofAttribute(attribute)
                    .filter(kind -> !kind.isAlwaysLookedFor())
                    .isPresent()) {
                each.remove();
            }
        }
        return copy;
    }

    private Finding compare(ImageFacts theirs, ImageFacts ours) {
        Set<FactKind> stated = EnumSet.noneOf(FactKind.class);
        theirs.facts().forEach(fact -> stated.add(fact.kind()));
        // What was said of other images that the signer named cannot be derived from this one.
        stated.removeIf(kind -> !kind.isAlwaysLookedFor());
        var concealed = new TreeSet<>(keys(ours, stated));
        concealed.removeAll(keys(theirs, stated));
        var invented = new TreeSet<>(keys(theirs, stated));
        invented.removeAll(keys(ours, stated));
        if (concealed.isEmpty() && invented.isEmpty() && !stated.isEmpty()) {
            return Finding.holds(id(), "the layers show the facts that are signed");
        }
        String lacks = concealed.isEmpty() ? "" : "they lack " + shown(concealed) + ", which the layers show";
        String invents = invented.isEmpty() ? "" : "they say " + shown(invented) + ", which the layers do not show";
        String both = lacks.isEmpty() || invents.isEmpty() ? "" : "; ";
        return stated.isEmpty()
                ? Finding.fails(id(), "the signed facts state nothing that attest knows", REMEDY)
                : Finding.fails(
                        id(), "the signed facts are not those of the layers: " + lacks + both + invents, REMEDY);
    }

    private static Set<String> keys(ImageFacts facts, Set<FactKind> stated) {
        return facts.facts().stream()
                .filter(fact -> stated.contains(fact.kind()))
                .map(FactsAreRechecked::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String key(Fact fact) {
        String layer = fact.kind() == FactKind.LAYER
                ? fact.conditions().getOrDefault("index", "") + " "
                        + fact.layer().map(Object::toString).orElse("")
                : "";
        return (fact.attribute() + " " + fact.path() + layer).strip();
    }

    private static String shown(Collection<String> facts) {
        int more = facts.size() - SHOWN;
        return facts.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}

package dev.attest.sbom.diff;

import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactKind;
import dev.attest.sbom.facts.ImageFacts;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Facts that only one of two images shows; what only says that something is absent is left out, and layers too. */
public record FactDiff(List<String> removed, List<String> added) {
    public FactDiff {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    public static FactDiff of(ImageFacts before, ImageFacts after) {
        SortedSet<String> removed = shown(before);
        SortedSet<String> added = shown(after);
        SortedSet<String> both = new TreeSet<>(removed);
        both.retainAll(added);
        removed.removeAll(both);
        added.removeAll(both);
        return new FactDiff(List.copyOf(removed), List.copyOf(added));
    }

    private static SortedSet<String> shown(ImageFacts facts) {
        var shown = new TreeSet<String>();
        for (Fact fact : facts.facts()) {
            if (fact.present() && fact.kind() != FactKind.LAYER) {
                shown.add((fact.attribute() + " " + fact.path()).strip());
            }
        }
        return shown;
    }
}

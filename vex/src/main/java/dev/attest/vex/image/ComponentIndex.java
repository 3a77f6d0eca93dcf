package dev.attest.vex.image;

import dev.attest.vex.Component;
import dev.attest.vex.Purl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The package URLs of an SBOM, found by what a statement names without trying each. */
final class ComponentIndex {
    private final Map<String, List<Purl>> byName = new HashMap<>();

    ComponentIndex(Collection<String> purls) {
        for (String purl : purls) {
            Purl.of(purl).ifPresent(parsed -> byName.computeIfAbsent(key(parsed), key -> new ArrayList<>())
                    .add(parsed));
        }
    }

    /** The components that this one names, without qualifiers, sorted. */
    SortedSet<String> matching(Component component) {
        var found = new TreeSet<String>();
        for (Optional<String> text : List.of(
                component.id(), Optional.ofNullable(component.identifiers().get("purl")))) {
            text.flatMap(Purl::of).ifPresent(general -> byName.getOrDefault(key(general), List.of()).stream()
                    .filter(general::matches)
                    .forEach(specific -> found.add(specific.plain().toString())));
        }
        return found;
    }

    private static String key(Purl purl) {
        return purl.type() + "/" + purl.namespace().orElse("") + "/" + purl.name();
    }
}

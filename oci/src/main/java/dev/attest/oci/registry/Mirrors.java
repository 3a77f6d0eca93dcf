package dev.attest.oci.registry;

import dev.attest.oci.Reference;
import dev.attest.oci.References;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Places that hold copies of what registries have. Only content that is named by its digest is asked for there: what a
 * tag means, and which evidence an image has, the registry itself says.
 */
public final class Mirrors {
    private final List<Rule> rules;

    private record Rule(Place from, Place to) {}

    /** A registry, or a part of it when {@code prefix} is not empty. */
    private record Place(String registry, String prefix) {}

    private Mirrors(List<Rule> rules) {
        this.rules = rules;
    }

    public static Mirrors none() {
        return new Mirrors(List.of());
    }

    /**
     * Parses rules of the form {@code HOST[/PREFIX]=MIRROR[/PREFIX]}; what is none is an {@link
     * IllegalArgumentException}. The rule with the longest prefix counts, and several of that are tried in their order.
     */
    public static Mirrors parse(List<String> rules) {
        return new Mirrors(rules.stream().map(Mirrors::rule).toList());
    }

    /** Where the content of a repository is to be asked for first: names of the form {@code registry/repo}. */
    List<Reference.Registry> of(String registry, String repository) {
        List<Rule> matching = rules.stream()
                .filter(rule -> isIn(rule.from, registry, repository))
                .sorted(Comparator.comparing((Rule rule) -> -rule.from.prefix.length()))
                .toList();
        return matching.stream()
                .filter(rule -> rule.from.prefix.equals(matching.get(0).from.prefix))
                .flatMap(rule -> moved(rule, repository).stream())
                .toList();
    }

    private static boolean isIn(Place place, String registry, String repository) {
        return place.registry.equalsIgnoreCase(registry)
                && (place.prefix.isEmpty()
                        || repository.equals(place.prefix)
                        || repository.startsWith(place.prefix + "/"));
    }

    private static Optional<Reference.Registry> moved(Rule rule, String repository) {
        String rest = repository.substring(rule.from.prefix.length()).replaceFirst("^/", "");
        String path = Stream.of(rule.to.prefix, rest)
                .filter(part -> !part.isEmpty())
                .reduce((left, right) -> left + "/" + right)
                .orElse("");
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(new Reference.Registry(rule.to.registry, path, Optional.empty(), Optional.empty()));
    }

    private static Rule rule(String text) {
        String[] sides = text.strip().split("=", -1);
        if (sides.length != 2 || sides[0].isEmpty() || sides[1].isEmpty()) {
            throw new IllegalArgumentException("a mirror is written HOST[/PREFIX]=MIRROR[/PREFIX]");
        }
        return new Rule(place(sides[0]), place(sides[1]));
    }

    private static Place place(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        String prefix = slash < 0 ? "" : text.substring(slash + 1);
        if (slash >= 0) {
            References.checkRepository(prefix);
        }
        return new Place(References.registryName(host), prefix);
    }
}

package dev.attest.sbom.embedded;

import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one document claims, as its reader collects it: components by the document's own identifiers, relations among them.
 * At most 100,000 components and 500,000 relations.
 */
final class Claims {
    static final String REF = "ref";
    static final String ROOT = "root";
    static final String PURL = "purl";
    static final String CPES = "cpes";
    static final String TYPE = "type";
    static final String GROUP = "group";
    static final String CONTAINED_BY = "contained-by";
    static final String DEPENDS_ON = "depends-on";

    private static final int MAX_COMPONENTS = 100_000;
    private static final int MAX_RELATIONS = 500_000;
    private static final int MAX_SOURCES = 20;

    private final String document;
    private final Map<String, PackageFields> components = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();
    private final Set<String> roots = new HashSet<>();
    private final Map<Relation, Map<String, Set<String>>> relations = new TreeMap<>();
    private int related;

    /** {@code document} is the kind and version of the document. */
    Claims(String document) {
        this.document = document;
    }

    /** {@code origin} is how others can name it as their source: its purl, or an address. */
    void add(String id, PackageFields fields, String origin) throws UnreadFileException {
        if (components.size() >= MAX_COMPONENTS) {
            throw limit(MAX_COMPONENTS + " components");
        }
        components.putIfAbsent(id, fields);
        origins.putIfAbsent(id, origin);
    }

    /** Says that the document is about this component. */
    void root(String id) {
        roots.add(id);
    }

    void relate(String from, Relation relation, String to) throws UnreadFileException {
        if (++related > MAX_RELATIONS) {
            throw limit(MAX_RELATIONS + " relations");
        }
        relations
                .computeIfAbsent(relation, key -> new LinkedHashMap<>())
                .computeIfAbsent(from, key -> new TreeSet<>())
                .add(to);
    }

    private static UnreadFileException limit(String what) {
        return new UnreadFileException(Gap.Kind.LIMIT, "an SBOM of more than " + what);
    }

    /** A finding for each component that is claimed to be there. */
    List<Finding> findings() {
        Set<String> present = new HashSet<>(roots);
        present.addAll(targets(Relation.CONTAINS));
        present.addAll(targets(Relation.DEPENDS_ON));
        Set<String> absent = new HashSet<>(targets(Relation.GENERATED_FROM));
        absent.addAll(targets(Relation.MADE_WITH));
        absent.removeAll(present);
        var numbers = new LinkedHashMap<String, String>();
        components.keySet().stream()
                .filter(id -> !absent.contains(id))
                .forEach(id -> numbers.put(id, Integer.toString(numbers.size())));
        var parents = parents(numbers);
        var findings = new ArrayList<Finding>();
        numbers.forEach((id, number) -> {
            PackageFields fields = components.getOrDefault(id, new PackageFields());
            fields.property("source", sources(id)).property("claim", document);
            var all = new TreeMap<>(fields.finding().fields());
            all.put(REF, number);
            all.put(ROOT, roots.contains(id) ? "true" : "");
            all.put(CONTAINED_BY, parents.getOrDefault(id, ""));
            all.put(DEPENDS_ON, numbers(id, numbers));
            findings.add(new Finding(all));
        });
        return findings;
    }

    private Set<String> targets(Relation relation) {
        var targets = new HashSet<String>();
        relations.getOrDefault(relation, Map.of()).values().forEach(targets::addAll);
        return targets;
    }

    private Map<String, String> parents(Map<String, String> numbers) {
        var parents = new LinkedHashMap<String, String>();
        relations.getOrDefault(Relation.CONTAINS, Map.of()).forEach((from, all) -> {
            String number = numbers.getOrDefault(from, "");
            all.stream().filter(to -> !to.equals(from)).forEach(to -> parents.putIfAbsent(to, number));
        });
        return parents;
    }

    private String numbers(String id, Map<String, String> numbers) {
        Set<String> needed =
                relations.getOrDefault(Relation.DEPENDS_ON, Map.of()).getOrDefault(id, Set.of());
        return String.join(
                " ",
                needed.stream().filter(numbers::containsKey).map(numbers::get).toList());
    }

    private String sources(String id) {
        return String.join(
                " ",
                relations.getOrDefault(Relation.GENERATED_FROM, Map.of()).getOrDefault(id, Set.of()).stream()
                        .map(source -> origins.getOrDefault(source, ""))
                        .filter(origin -> !origin.isEmpty())
                        .limit(MAX_SOURCES)
                        .toList());
    }
}

package dev.attest.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies of a build ({@code resolvedDependencies}), one of each digest: the first that is added of those with the
 * same content stays. What has no digest is told apart by its URI.
 */
final class DependencyList {
    /** The annotation that lists the platforms of the image that a dependency took part in, sorted. */
    static final String PLATFORMS = "attest_platforms";

    private static final Comparator<ResourceDescriptor> ORDER = Comparator.comparing(
                    (ResourceDescriptor one) -> one.uri().orElse(""))
            .thenComparing(one -> one.digest().toString());

    private final List<ResourceDescriptor> kept = new ArrayList<>();
    /** Where in {@code kept} a digest or, without one, a URI is. */
    private final Map<String, Integer> places = new TreeMap<>();

    private final Map<Integer, Set<String>> platforms = new TreeMap<>();

    void add(ResourceDescriptor dependency, String platform) {
        add(dependency);
        Integer place = place(dependency);
        if (place != null) {
            platforms.computeIfAbsent(place, any -> new TreeSet<>()).add(platform);
        }
    }

    void add(ResourceDescriptor dependency) {
        if (place(dependency) == null) {
            kept.add(dependency);
            for (String key : keys(dependency)) {
                places.putIfAbsent(key, kept.size() - 1);
            }
        }
    }

    /** The dependency, which was added, is known by this digest too: what has it is not added again. */
    void knownAs(ResourceDescriptor dependency, Digest digest) {
        Integer place = place(dependency);
        if (place != null) {
            places.putIfAbsent(digest.toString(), place);
        }
    }

    /** As they were added. */
    List<ResourceDescriptor> inOrder() {
        var all = new ArrayList<ResourceDescriptor>();
        for (int i = 0; i < kept.size(); i++) {
            Set<String> names = platforms.get(i);
            all.add(names == null ? kept.get(i) : with(kept.get(i), names));
        }
        return List.copyOf(all);
    }

    /** By URI and digest. */
    List<ResourceDescriptor> sorted() {
        return inOrder().stream().sorted(ORDER).toList();
    }

    private @Nullable Integer place(ResourceDescriptor dependency) {
        for (String key : keys(dependency)) {
            Integer place = places.get(key);
            if (place != null) {
                return place;
            }
        }
        return null;
    }

    private static List<String> keys(ResourceDescriptor dependency) {
        if (dependency.digest().isEmpty()) {
            return List.of("uri " + dependency.uri().orElse(dependency.name().orElse("")));
        }
        return dependency.digest().entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .toList();
    }

    private static ResourceDescriptor with(ResourceDescriptor one, Set<String> names) {
        ArrayNode list = StrictJson.object().putArray(PLATFORMS);
        names.forEach(list::add);
        var annotations = new TreeMap<String, JsonNode>(one.annotations());
        annotations.putIfAbsent(PLATFORMS, list);
        return new ResourceDescriptor(
                one.name(),
                one.uri(),
                one.digest(),
                one.mediaType(),
                one.downloadLocation(),
                one.content(),
                annotations);
    }
}

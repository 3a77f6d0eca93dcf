package dev.attest.sbom.catalog;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Components by the place they are installed in and by name: who needs another by its name gets the one of its own place,
 * else the only one of the image, and no guess where there are several.
 */
public final class Neighbours {
    private final Map<String, Map<String, ComponentDraft>> byName = new HashMap<>();

    /** Of several with one name in one place the first counts. */
    public void add(String place, String name, ComponentDraft draft) {
        byName.computeIfAbsent(name, key -> new LinkedHashMap<>()).putIfAbsent(place, draft);
    }

    public Optional<ComponentDraft> find(String place, String name) {
        Map<String, ComponentDraft> places = byName.getOrDefault(name, Map.of());
        return Optional.ofNullable(places.get(place))
                .or(() -> places.size() == 1 ? places.values().stream().findFirst() : Optional.empty());
    }
}

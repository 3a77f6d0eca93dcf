package dev.attest.sbom.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing a cataloger read in one file: texts by name, and findings inside it. Nothing in it depends on other files or
 * layers, so that it can be kept by diffID and cataloger.
 */
public record Finding(Map<String, String> fields, List<Finding> children) {
    /** Fields with an empty value are left out. */
    public Finding {
        var kept = new TreeMap<String, String>();
        fields.forEach((name, value) -> {
            if (!value.isEmpty()) {
                kept.put(name, value);
            }
        });
        fields = Collections.unmodifiableMap(kept);
        children = List.copyOf(children);
    }

    public Finding(Map<String, String> fields) {
        this(fields, List.of());
    }

    /** A field's text, empty where there is none. */
    public String text(String name) {
        return fields.getOrDefault(name, "");
    }
}

package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a policy asks of a CycloneDX document, whoever made it: its components, nested ones too, and the operating
 * system. What is not of the expected form is passed over, for a judgement of the document itself is not made here.
 */
public record SbomSummary(List<Entry> entries, Set<String> purls, Optional<Entry> operatingSystem, boolean complete) {
    /** A component; {@code group}, {@code version} and {@code purl} are empty where the document has none. */
    public record Entry(String type, String group, String name, String version, String purl) {}

    public SbomSummary {
        entries = List.copyOf(entries);
        purls = Collections.unmodifiableSet(new TreeSet<>(purls));
    }

    /** How many components there are, the operating system not counted. */
    public int components() {
        return entries.size();
    }

    /** Reads the predicate of a CycloneDX attestation. {@code complete} only where the document says so of itself. */
    public static SbomSummary read(JsonObject document) {
        var entries = new ArrayList<Entry>();
        var purls = new TreeSet<String>();
        Optional<Entry> system = Optional.empty();
        var pending = new ArrayDeque<JsonNode>();
        document.node().path("components").forEach(pending::add);
        while (!pending.isEmpty()) {
            JsonNode component = pending.poll();
            component.path("components").forEach(pending::add);
            var entry = new Entry(
                    text(component, "type"),
                    text(component, "group"),
                    text(component, "name"),
                    text(component, "version"),
                    text(component, "purl"));
            if (entry.type().equals("operating-system")) {
                system = system.or(() -> Optional.of(entry));
            } else if (!entry.name().isEmpty()) {
                entries.add(entry);
            }
            if (entry.purl().startsWith("pkg:")) {
                purls.add(entry.purl());
            }
        }
        boolean complete = false;
        for (JsonNode composition : document.node().path("compositions")) {
            String aggregate = text(composition, "aggregate");
            if (!aggregate.equals("complete")) {
                return new SbomSummary(entries, purls, system, false);
            }
            complete = true;
        }
        return new SbomSummary(entries, purls, system, complete);
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).isTextual() ? object.path(name).textValue() : "";
    }
}

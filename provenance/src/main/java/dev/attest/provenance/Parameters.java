package dev.attest.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What somebody gave a build beside its source: workflow inputs, variables, substitutions, build arguments. Members are
 * named from the outside in, such as {@code inputs.version}; what is null or empty was not given (SLSA v1, parsing
 * rules).
 */
final class Parameters {
    /** External parameters that say what was built and by which instructions, and which the certificate is asked about. */
    private static final Set<String> SOURCES = Set.of(
            "workflow",
            "source",
            "config",
            "configSource",
            "buildConfigSource",
            "sourceToBuild",
            "pipeline",
            "job",
            "pipelineDefinition");

    private Parameters() {}

    static SortedMap<String, JsonNode> given(Provenance provenance) {
        var given = new TreeMap<String, JsonNode>();
        provenance.buildDefinition().externalParameters().node().properties().stream()
                .filter(member -> !SOURCES.contains(member.getKey()))
                .forEach(member -> add(member.getKey(), member.getValue(), given));
        return Collections.unmodifiableSortedMap(given);
    }

    /** Nesting is bounded by what the JSON reader lets pass. */
    private static void add(String name, JsonNode value, Map<String, JsonNode> given) {
        if (value.isObject()) {
            value.properties().forEach(member -> add(name + "." + member.getKey(), member.getValue(), given));
        } else if (!isUnset(value)) {
            given.put(name, value);
        }
    }

    private static boolean isUnset(JsonNode value) {
        return value.isNull()
                || (value.isArray() && value.isEmpty())
                || (value.isTextual() && value.textValue().isEmpty());
    }
}

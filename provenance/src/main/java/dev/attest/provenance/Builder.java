package dev.attest.provenance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who built (SLSA provenance v1, {@code runDetails.builder}). {@code id} alone decides which level may be believed; it may
 * be empty where BuildKit wrote it so, and then nothing is believed.
 */
public record Builder(String id, Map<String, String> version, List<ResourceDescriptor> builderDependencies) {
    public Builder {
        version = Collections.unmodifiableMap(new TreeMap<>(version));
        builderDependencies = List.copyOf(builderDependencies);
    }

    /** A builder of which only the id is known. */
    public static Builder of(String id) {
        return new Builder(id, Map.of(), List.of());
    }

    static Builder read(JsonObject json) throws MalformedJsonException {
        return new Builder(
                json.text("id"), json.textMap("version"), BuildDefinition.resources(json, "builderDependencies"));
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.object();
        json.put("id", id);
        if (!version.isEmpty()) {
            ObjectNode versions = json.putObject("version");
            version.forEach(versions::put);
        }
        BuildDefinition.put(json, "builderDependencies", builderDependencies);
        return json;
    }
}

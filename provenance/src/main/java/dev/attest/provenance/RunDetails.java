package dev.attest.provenance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.List;
import java.util.Optional;

/** How it was built (SLSA provenance v1, {@code runDetails}). */
public record RunDetails(Builder builder, BuildMetadata metadata, List<ResourceDescriptor> byproducts) {
    public RunDetails {
        byproducts = List.copyOf(byproducts);
    }

    static RunDetails read(JsonObject json) throws MalformedJsonException {
        Optional<JsonObject> metadata = json.optionalObject("metadata");
        return new RunDetails(
                Builder.read(json.object("builder")),
                metadata.isPresent() ? BuildMetadata.read(metadata.get()) : BuildMetadata.NONE,
                BuildDefinition.resources(json, "byproducts"));
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.object();
        json.set("builder", builder.json());
        if (!metadata.equals(BuildMetadata.NONE)) {
            json.set("metadata", metadata.json());
        }
        BuildDefinition.put(json, "byproducts", byproducts);
        return json;
    }
}

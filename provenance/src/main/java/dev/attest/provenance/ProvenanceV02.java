package dev.attest.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads SLSA provenance v0.2 into v1's fields, as the specification maps them (SLSA v1, build-provenance, "Migrating from
 * 0.2"): {@code invocation.configSource} and {@code invocation.parameters} become external parameters of these names,
 * {@code invocation.environment} and {@code buildConfig} internal ones, {@code materials} and the config source
 * dependencies.
 */
final class ProvenanceV02 {
    private ProvenanceV02() {}

    static Provenance read(JsonObject predicate) throws MalformedJsonException {
        Optional<JsonObject> invocation = predicate.optionalObject("invocation");
        Optional<JsonObject> metadata = predicate.optionalObject("metadata");
        ObjectNode external = StrictJson.object();
        ObjectNode internal = StrictJson.object();
        List<ResourceDescriptor> dependencies = new ArrayList<>(BuildDefinition.resources(predicate, "materials"));
        if (invocation.isPresent()) {
            move(invocation.get(), "parameters", external);
            move(invocation.get(), "environment", internal);
            Optional<JsonObject> source = invocation.get().optionalObject("configSource");
            if (source.isPresent() && !source.get().names().isEmpty()) {
                external.set("configSource", source.get().node());
                configSource(source.get())
                        .filter(it -> !dependencies.contains(it))
                        .ifPresent(dependencies::add);
            }
        }
        move(predicate, "buildConfig", internal);
        String buildType = predicate.text("buildType");
        if (buildType.isBlank()) {
            throw predicate.malformed("buildType", "a URI");
        }
        return new Provenance(
                new BuildDefinition(
                        buildType,
                        JsonObject.of(external, predicate.place() + ".invocation"),
                        JsonObject.of(internal, predicate.place() + ".invocation"),
                        dependencies),
                new RunDetails(
                        Builder.of(predicate.object("builder").text("id")),
                        metadata.isPresent() ? BuildMetadata.readV02(metadata.get()) : BuildMetadata.NONE,
                        List.of()),
                metadata.isPresent() ? SelfAssessment.readV02(metadata.get()) : SelfAssessment.NONE);
    }

    private static void move(JsonObject from, String name, ObjectNode to) {
        JsonNode value = from.node().get(name);
        if (value != null && !value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
            to.set(name, value);
        }
    }

    private static Optional<ResourceDescriptor> configSource(JsonObject source) throws MalformedJsonException {
        ObjectNode resource = StrictJson.object();
        move(source, "uri", resource);
        move(source, "digest", resource);
        return resource.isEmpty()
                ? Optional.empty()
                : Optional.of(ResourceDescriptor.read(JsonObject.of(resource, source.place())));
    }
}

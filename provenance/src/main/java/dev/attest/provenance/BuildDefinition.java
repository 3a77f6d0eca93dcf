package dev.attest.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What was to be built (SLSA provenance v1, {@code buildDefinition}). The parameters are kept as the JSON that was
 * received, because their meaning belongs to the build type.
 */
public record BuildDefinition(
        String buildType,
        JsonObject externalParameters,
        JsonObject internalParameters,
        List<ResourceDescriptor> resolvedDependencies) {
    /** More dependencies than a build could list in good faith. */
    static final int MAX_RESOURCES = 100_000;

    public BuildDefinition {
        if (buildType.isBlank()) {
            throw new IllegalArgumentException("buildType is empty");
        }
        resolvedDependencies = List.copyOf(resolvedDependencies);
    }

    /** A definition to be signed; the parameters are not to be changed afterwards. */
    public static BuildDefinition of(
            String buildType, ObjectNode external, ObjectNode internal, List<ResourceDescriptor> dependencies) {
        try {
            return new BuildDefinition(
                    buildType,
                    JsonObject.of(external, "externalParameters"),
                    JsonObject.of(internal, "internalParameters"),
                    dependencies);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static BuildDefinition read(JsonObject json) throws MalformedJsonException {
        try {
            return new BuildDefinition(
                    json.text("buildType"),
                    parameters(json, "externalParameters"),
                    parameters(json, "internalParameters"),
                    resources(json, "resolvedDependencies"));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(json.place() + ": " + e.getMessage());
        }
    }

    BuildDefinition withDependencies(List<ResourceDescriptor> more) {
        var all = new LinkedHashSet<ResourceDescriptor>(resolvedDependencies);
        more.stream()
                .sorted(Comparator.comparing(
                                (ResourceDescriptor one) -> one.uri().orElse(""))
                        .thenComparing(one -> one.name().orElse(""))
                        .thenComparing(one -> one.digest().toString()))
                .forEach(all::add);
        return new BuildDefinition(buildType, externalParameters, internalParameters, List.copyOf(all));
    }

    BuildDefinition withInternal(String name, JsonNode value) {
        ObjectNode more = internalParameters.node().deepCopy();
        more.set(name, value);
        try {
            JsonObject internal = JsonObject.of(more, internalParameters.place());
            return new BuildDefinition(buildType, externalParameters, internal, resolvedDependencies);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.object();
        json.put("buildType", buildType);
        json.set("externalParameters", externalParameters.node());
        if (!internalParameters.node().isEmpty()) {
            json.set("internalParameters", internalParameters.node());
        }
        put(json, "resolvedDependencies", resolvedDependencies);
        return json;
    }

    static List<ResourceDescriptor> resources(JsonObject json, String name) throws MalformedJsonException {
        var resources = new ArrayList<ResourceDescriptor>();
        for (JsonObject resource : json.objects(name)) {
            if (resources.size() == MAX_RESOURCES) {
                throw json.malformed(name, "at most " + MAX_RESOURCES + " resources");
            }
            resources.add(ResourceDescriptor.read(resource));
        }
        return resources;
    }

    static void put(ObjectNode json, String name, List<ResourceDescriptor> resources) {
        if (!resources.isEmpty()) {
            ArrayNode list = json.putArray(name);
            resources.forEach(resource -> list.add(resource.json()));
        }
    }

    private static JsonObject parameters(JsonObject json, String name) throws MalformedJsonException {
        return json.has(name) ? json.object(name) : JsonObject.of(StrictJson.object(), json.place() + "." + name);
    }
}

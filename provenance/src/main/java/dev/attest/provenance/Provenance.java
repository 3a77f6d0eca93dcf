package dev.attest.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.List;
import java.util.Optional;

/**
 * SLSA provenance v1: what was built and how. Written strictly; read leniently where builders are known to deviate: null
 * counts as absent, {@code invocationId} may be a number, {@code builder.id} may be empty, unknown fields are ignored.
 */
public record Provenance(BuildDefinition buildDefinition, RunDetails runDetails) {
    /** Internal parameter that says where the facts come from when no verified token gave them. */
    public static final String SOURCE = "attest_source";

    /** Reads the predicate of a Statement. */
    public static Provenance read(JsonObject predicate) throws MalformedProvenanceException {
        try {
            return new Provenance(
                    BuildDefinition.read(predicate.object("buildDefinition")),
                    RunDetails.read(predicate.object("runDetails")));
        } catch (MalformedJsonException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    /** The predicate as JSON. */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object();
        json.set("buildDefinition", buildDefinition.json());
        json.set("runDetails", runDetails.json());
        return json;
    }

    /** The commit that was built: that of the first dependency that has one, which is where attest and GitHub write it. */
    public Optional<String> sourceCommit() {
        return buildDefinition.resolvedDependencies().stream()
                .flatMap(dependency -> Optional.ofNullable(dependency.digest().get("gitCommit")).stream())
                .findFirst();
    }

    /** The same with more dependencies, sorted behind those that are there; what is already named is not named twice. */
    public Provenance withDependencies(List<ResourceDescriptor> more) {
        return new Provenance(buildDefinition.withDependencies(more), runDetails);
    }

    /** The same with an internal parameter of ours more; its name begins with {@code attest_}. */
    public Provenance withInternal(String name, JsonNode value) {
        if (!name.startsWith("attest_")) {
            throw new IllegalArgumentException("an extension that does not say whose it is: " + name);
        }
        return new Provenance(buildDefinition.withInternal(name, value), runDetails);
    }

    /** The statement that says it of these subjects. */
    public Statement statement(List<ResourceDescriptor> subjects) {
        return Statement.of(subjects, PredicateType.PROVENANCE.uri(), json());
    }

    /**
     * External parameters that the build type's page does not describe, sorted; a verifier should refuse them (SLSA
     * provenance v1, {@code externalParameters}). Where attest does not know the build type, that is all of them.
     */
    public List<String> unknownParameters() {
        return buildDefinition.unknownParameters();
    }
}

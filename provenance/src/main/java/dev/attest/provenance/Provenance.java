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
import java.util.SortedMap;

/**
 * SLSA provenance: what was built and how, in the words of v1. Written strictly as v1; v0.2 is read by the specification's
 * own mapping. Read leniently where builders are known to deviate: null counts as absent, {@code invocationId} may be a
 * number, {@code builder.id} may be empty, unknown fields are ignored.
 *
 * @param selfAssessment what the builder claims of this record beside v1's fields; never written
 */
public record Provenance(BuildDefinition buildDefinition, RunDetails runDetails, SelfAssessment selfAssessment) {
    /** Internal parameter that says where the facts come from when no verified token gave them. */
    public static final String SOURCE = "attest_source";

    /** The predicate type of version 0.2, whose fields have other names. */
    public static final String V02 = "https://slsa.dev/provenance/v0.2";

    /** How witness writes v1's predicate type. */
    private static final String V10 = "https://slsa.dev/provenance/v1.0";

    /** Provenance of which the builder claims nothing more. */
    public Provenance(BuildDefinition buildDefinition, RunDetails runDetails) {
        this(buildDefinition, runDetails, SelfAssessment.NONE);
    }

    /** Whether statements of this predicate type are provenance that can be read. */
    public static boolean isProvenance(String predicateType) {
        return predicateType.equals(PredicateType.PROVENANCE.uri())
                || predicateType.equals(V10)
                || predicateType.equals(V02);
    }

    /** Reads the predicate of a Statement of any type that is SLSA provenance; every other type is refused. */
    public static Provenance read(String predicateType, JsonObject predicate) throws MalformedProvenanceException {
        if (!isProvenance(predicateType)) {
            throw new MalformedProvenanceException("predicateType: expected SLSA provenance v1 or v0.2");
        }
        if (!predicateType.equals(V02)) {
            return read(predicate);
        }
        try {
            return ProvenanceV02.read(predicate);
        } catch (MalformedJsonException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    /** Reads a predicate of version 1. */
    public static Provenance read(JsonObject predicate) throws MalformedProvenanceException {
        try {
            JsonObject details = predicate.object("runDetails");
            Optional<JsonObject> metadata = details.optionalObject("metadata");
            return new Provenance(
                    BuildDefinition.read(predicate.object("buildDefinition")),
                    RunDetails.read(details),
                    metadata.isPresent() ? SelfAssessment.read(metadata.get()) : SelfAssessment.NONE);
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
        return BuildTypes.external(buildDefinition.buildType()).unknown(buildDefinition.externalParameters());
    }

    /** Internal parameters that the build type's page does not describe, sorted. */
    public List<String> unknownInternalParameters() {
        return BuildTypes.internal(buildDefinition.buildType()).unknown(buildDefinition.internalParameters());
    }

    /** What somebody gave the build beside its source, by names such as {@code inputs.version}. */
    public SortedMap<String, JsonNode> parameters() {
        return Parameters.given(this);
    }

    /** Where the facts come from, when the record says that no verified token gave them. */
    public Optional<String> unverifiedSource() {
        return Optional.ofNullable(buildDefinition.internalParameters().node().get(SOURCE))
                .filter(value -> !value.isNull())
                .map(value -> value.isTextual() ? value.textValue() : "something that is no text");
    }
}

package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of Tekton, described by its TaskRun or PipelineRun as Tekton Chains would (docs/buildtypes/tekton.md). Nothing
 * proves that object to be the run's own, and the builder is never Chains.
 */
final class Tekton implements ProvenanceSource {
    private final Facts facts;
    private final BuildContext context;
    private final Optional<JsonObject> run;

    Tekton(BuildContext context, Optional<JsonObject> run) {
        this.facts = new Facts(Map.of(), context.environment());
        this.context = context;
        this.run = run;
    }

    @Override
    public String name() {
        return BuildSystem.TEKTON.shortName();
    }

    @Override
    public Provenance provenance() throws MalformedProvenanceException {
        try {
            return provenance(run.orElseThrow(() -> new MalformedProvenanceException(
                    "a task cannot see its own run: give its TaskRun or PipelineRun as JSON")));
        } catch (MalformedJsonException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    private Provenance provenance(JsonObject object) throws MalformedJsonException, MalformedProvenanceException {
        if (!object.text("apiVersion").startsWith("tekton.dev/")
                || !List.of("TaskRun", "PipelineRun").contains(object.text("kind"))) {
            throw new MalformedProvenanceException(
                    object.place() + " is no TaskRun or PipelineRun of tekton.dev: " + object.text("kind"));
        }
        ObjectNode external = StrictJson.object();
        external.set("runSpec", Redaction.of(object.object("spec").node()));
        ObjectNode internal = StrictJson.object();
        var dependencies = new ArrayList<ResourceDescriptor>();
        Optional<JsonObject> status = object.optionalObject("status");
        Optional<JsonObject> provenance =
                status.isPresent() ? status.get().optionalObject("provenance") : Optional.empty();
        if (provenance.isPresent()) {
            definition(provenance.get(), object.text("kind").equals("TaskRun") ? "task" : "pipeline", external)
                    .ifPresent(dependencies::add);
            Optional<JsonObject> flags = provenance.get().optionalObject("featureFlags");
            flags.ifPresent(it -> internal.set("tekton-pipelines-feature-flags", it.node()));
        }
        TektonSource.of(object).ifPresent(dependencies::add);
        BuildTimes times = status.isPresent() ? times(status.get()) : context.times();
        String uid = object.object("metadata").text("uid");
        return new Provenance(
                BuildDefinition.of(BuildTypes.TEKTON, external, facts.marked(internal), dependencies),
                times.run(BuildTypes.TEKTON_TASK, Optional.of(uid)));
    }

    /** The definition of a task or pipeline that was fetched from elsewhere. */
    private static Optional<ResourceDescriptor> definition(JsonObject provenance, String name, ObjectNode external)
            throws MalformedJsonException, MalformedProvenanceException {
        Optional<JsonObject> source = provenance.optionalObject("refSource");
        if (source.isEmpty()) {
            return Optional.empty();
        }
        String uri = repository(source.get().text("uri"));
        Map<String, String> digest = source.get().textMap("digest");
        ObjectNode config = external.putObject("buildConfigSource").put("repository", uri);
        Optional.ofNullable(digest.get("sha1")).ifPresent(sha -> config.put("ref", "sha1:" + sha));
        source.get().optionalText("entryPoint").ifPresent(path -> config.put("path", path));
        try {
            return Optional.of(new ResourceDescriptor(Optional.of(name), Optional.of(uri), digest, Optional.empty()));
        } catch (IllegalArgumentException e) {
            throw new MalformedProvenanceException(source.get().place() + ": " + e.getMessage());
        }
    }

    /** The URI of a definition: of git without credentials, of a bundle or the hub as it stands. */
    private static String repository(String uri) throws MalformedProvenanceException {
        if (uri.length() > 2000 || !uri.codePoints().allMatch(c -> c > ' ' && c != 127)) {
            throw new MalformedProvenanceException("refSource.uri is malformed");
        }
        return Redaction.of(uri);
    }

    private BuildTimes times(JsonObject status) throws MalformedProvenanceException {
        return new BuildTimes(
                time(status, "startTime").or(() -> context.times().startedOn()),
                time(status, "completionTime").or(() -> context.times().finishedOn()));
    }

    private static Optional<Instant> time(JsonObject status, String name) throws MalformedProvenanceException {
        JsonNode value = status.node().path(name);
        try {
            return value.isTextual()
                    ? Optional.of(OffsetDateTime.parse(value.textValue()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            throw new MalformedProvenanceException(status.place() + "." + name + ": expected an RFC 3339 time");
        }
    }
}

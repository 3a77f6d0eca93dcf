package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the runner's event file and the caller add for the community's build type: inputs of {@code workflow_dispatch},
 * fields of a {@code release} that are not the default, variables. No claim proves any of it.
 */
final class GitHubEvent {
    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_VALUES = 1000;
    private static final int MAX_TEXT = 128 << 10;

    private final Facts facts;
    private final JsonObject event;
    private final Optional<JsonObject> vars;

    private GitHubEvent(Facts facts, JsonObject event, Optional<JsonObject> vars) {
        this.facts = facts;
        this.event = event;
        this.vars = vars;
    }

    static GitHubEvent read(Facts facts, BuildOptions options) throws IOException, MalformedProvenanceException {
        Optional<String> path = facts.variable("GITHUB_EVENT_PATH");
        if (path.isEmpty()) {
            throw new MalformedProvenanceException(
                    "inputs cannot be recorded: environment variable GITHUB_EVENT_PATH names no event file");
        }
        try {
            byte[] bytes = SmallFile.read(Path.of(path.get()), MAX_BYTES)
                    .orElseThrow(() -> new MalformedProvenanceException("there is no event file " + path.get()));
            var event = new GitHubEvent(facts, StrictJson.parseObject(bytes, "event file"), options.vars());
            event.check();
            return event;
        } catch (MalformedJsonException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    /** The file must be of the repository and the ref that the token speaks of. */
    private void check() throws MalformedJsonException, MalformedProvenanceException {
        Optional<JsonObject> repository = event.optionalObject("repository");
        if (repository.isPresent()) {
            agree("repository.full_name", repository.get(), facts.text("repository", "GITHUB_REPOSITORY"));
            agree("repository.id", repository.get(), facts.text("repository_id", "GITHUB_REPOSITORY_ID"));
        }
        String name = facts.text("event_name", "GITHUB_EVENT_NAME");
        if (name.equals("push") || name.equals("workflow_dispatch")) {
            agree("ref", event, facts.text("ref", "GITHUB_REF"));
        }
    }

    private static void agree(String place, JsonObject object, String value) throws MalformedProvenanceException {
        JsonNode found = object.node().path(place.substring(place.lastIndexOf('.') + 1));
        Optional<String> text = Optional.of(found).filter(JsonNode::isValueNode).map(JsonNode::asText);
        Facts.agree("the event file's " + place, text, "the run's", Optional.of(value));
    }

    void addTo(ObjectNode external) throws MalformedProvenanceException {
        try {
            switch (facts.text("event_name", "GITHUB_EVENT_NAME")) {
                case "workflow_dispatch" -> put(external, "inputs", inputs());
                case "release" -> put(external, "release", release());
                default -> {
                    // Other events bring no parameters.
                }
            }
            if (vars.isPresent()) {
                put(external, "vars", values(vars.get()));
            }
        } catch (MalformedJsonException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    /** An empty object is left out, as the build type says. */
    private void put(ObjectNode external, String name, ObjectNode values) {
        if (!values.isEmpty()) {
            external.set(name, values);
            facts.unproven(Facts.EXTERNAL + name);
        }
    }

    private ObjectNode inputs() throws MalformedJsonException {
        Optional<JsonObject> inputs = event.optionalObject("inputs");
        return inputs.isPresent() ? values(inputs.get()) : StrictJson.object();
    }

    private ObjectNode release() throws MalformedJsonException, MalformedProvenanceException {
        JsonObject release = event.object("release");
        Facts.agree(
                "the event file's release.tag_name",
                release.optionalText("tag_name").map(tag -> "refs/tags/" + tag),
                "the run's ref",
                Optional.of(facts.text("ref", "GITHUB_REF")));
        ObjectNode all = StrictJson.object();
        for (String name : List.of("body", "draft", "name", "prerelease", "target_commitish")) {
            JsonNode value = release.node().path(name);
            if (!value.isMissingNode() && !isDefault(name, value)) {
                all.set(name, value);
            }
        }
        return values(JsonObject.of(all, "event file.release"));
    }

    private boolean isDefault(String name, JsonNode value) {
        JsonNode branch = event.node().path("repository").path("default_branch");
        return (value.isBoolean() && !value.booleanValue())
                || (name.equals("target_commitish") && value.equals(branch));
    }

    /** Plain values only, without empty ones and without what looks like a secret. */
    private static ObjectNode values(JsonObject object) throws MalformedJsonException {
        if (object.node().size() > MAX_VALUES) {
            throw new MalformedJsonException(object.place() + ": expected at most " + MAX_VALUES + " values");
        }
        ObjectNode values = StrictJson.object();
        for (String name : object.names()) {
            JsonNode value = object.node().path(name);
            if (!value.isValueNode() || value.asText().length() > MAX_TEXT) {
                throw object.malformed(name, "a text, a number or a boolean");
            }
            if (!value.isNull() && !value.asText().isEmpty()) {
                values.set(name, Redaction.of(name, value));
            }
        }
        return values;
    }
}

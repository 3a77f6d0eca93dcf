package dev.attest.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Which run it was and when (SLSA provenance v1, {@code runDetails.metadata}). Times are written in whole seconds. */
public record BuildMetadata(Optional<String> invocationId, Optional<Instant> startedOn, Optional<Instant> finishedOn) {
    /** Nothing is said of the run. */
    public static final BuildMetadata NONE = new BuildMetadata(Optional.empty(), Optional.empty(), Optional.empty());

    public BuildMetadata {
        startedOn = startedOn.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
        finishedOn = finishedOn.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
    }

    static BuildMetadata read(JsonObject json) throws MalformedJsonException {
        // BuildKit's documentation and its releases spell the name in two ways.
        Optional<String> invocationId = invocationId(json, "invocationId");
        return new BuildMetadata(
                invocationId.isPresent() ? invocationId : invocationId(json, "invocationID"),
                time(json, "startedOn"),
                time(json, "finishedOn"));
    }

    /** The same by the names of version 0.2. */
    static BuildMetadata readV02(JsonObject json) throws MalformedJsonException {
        return new BuildMetadata(
                invocationId(json, "buildInvocationId"), time(json, "buildStartedOn"), time(json, "buildFinishedOn"));
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.object();
        invocationId.ifPresent(value -> json.put("invocationId", value));
        startedOn.ifPresent(value -> json.put("startedOn", value.toString()));
        finishedOn.ifPresent(value -> json.put("finishedOn", value.toString()));
        return json;
    }

    /** GitLab writes the job's number where the specification asks for a text. */
    private static Optional<String> invocationId(JsonObject json, String name) throws MalformedJsonException {
        JsonNode value = json.node().get(name);
        return value != null && value.isIntegralNumber()
                ? Optional.of(value.asText())
                : json.optionalText(name).filter(text -> !text.isEmpty());
    }

    private static Optional<Instant> time(JsonObject json, String name) throws MalformedJsonException {
        Optional<String> text = json.optionalText(name).filter(value -> !value.isEmpty());
        try {
            return text.map(value -> OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException e) {
            throw json.malformed(name, "an RFC 3339 time");
        }
    }
}

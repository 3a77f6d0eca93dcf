package dev.attest.provenance.ci;

import dev.attest.provenance.BuildMetadata;
import dev.attest.provenance.Builder;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.RunDetails;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** When a build ran, as far as somebody who knows says so; the clock is never asked, so that bytes can be repeated. */
public record BuildTimes(Optional<Instant> startedOn, Optional<Instant> finishedOn) {
    /** Nobody says. */
    public static final BuildTimes UNKNOWN = new BuildTimes(Optional.empty(), Optional.empty());

    /** These times, with the start that a variable of the environment tells where the caller told none. */
    BuildTimes startedOn(Facts facts, String variable) throws MalformedProvenanceException {
        if (startedOn.isPresent()) {
            return this;
        }
        Optional<String> text = facts.unproven(Facts.METADATA + "startedOn", variable);
        try {
            return new BuildTimes(text.map(value -> OffsetDateTime.parse(value).toInstant()), finishedOn);
        } catch (DateTimeException e) {
            throw new MalformedProvenanceException("environment variable " + variable + " is not an RFC 3339 time");
        }
    }

    /** The details of a run in these times. */
    RunDetails run(String builder, Optional<String> invocation) {
        return new RunDetails(Builder.of(builder), new BuildMetadata(invocation, startedOn, finishedOn), List.of());
    }
}

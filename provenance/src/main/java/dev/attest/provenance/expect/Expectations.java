package dev.attest.provenance.expect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.Glob;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.match.BuildClaims;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a consumer expects of a build (SLSA v1, verifying artifacts, step 2). Every expectation is held against the
 * certificate, whose claims a tenant cannot choose, and against the predicate, which must not say otherwise. Every
 * parameter that somebody gave the build has to be expected and equal.
 *
 * @param workflow path of the instructions inside the source repository
 * @param events what may have begun the build; none named means, at GitHub, the four that its build types allow, and
 *     elsewhere any
 * @param inputs parameters by names such as {@code inputs.version}, with their values
 * @param buildTypes patterns of which one has to fit; none named means any build type that is known
 * @param platformSigned whether the platform itself signs, so that its predicate is believed where no certificate speaks
 */
public record Expectations(
        ExpectedSource source,
        Optional<Glob> workflow,
        ExpectedSigner signer,
        List<String> events,
        Map<String, JsonNode> inputs,
        List<Glob> buildTypes,
        boolean platformSigned) {
    private static final int MAX_INPUTS = 1000;

    public Expectations {
        events = List.copyOf(events);
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
        buildTypes = List.copyOf(buildTypes);
    }

    /**
     * Reads {@code {"source": {"repository", "repositoryId", "ownerId", "refs", "commit"}, "workflow", "signer",
     * "signerDigest", "movingSigner", "events", "environment", "runner", "inputs", "buildTypes", "signedBy"}}; members of
     * any other name are refused, and so is an object that expects nothing.
     */
    public static Expectations read(JsonObject json) throws MalformedProvenanceException {
        try {
            json.allow(
                    "source",
                    "workflow",
                    "signer",
                    "signerDigest",
                    "movingSigner",
                    "events",
                    "environment",
                    "runner",
                    "inputs",
                    "buildTypes",
                    "signedBy");
            if (json.names().isEmpty()) {
                throw new MalformedJsonException(json.place() + ": nothing is expected");
            }
            Optional<JsonObject> source = json.optionalObject("source");
            return new Expectations(
                    source.isPresent() ? ExpectedSource.read(source.get()) : ExpectedSource.ANY,
                    json.has("workflow") ? Optional.of(Glob.read(json, "workflow")) : Optional.empty(),
                    ExpectedSigner.read(json),
                    json.texts("events"),
                    inputs(json),
                    Glob.readAll(json, "buildTypes"),
                    platformSigned(json));
        } catch (MalformedJsonException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    /** All that this build, signed by the holder of a certificate with these claims, does not meet. */
    public List<Unmet> check(Provenance provenance, BuildClaims claims) {
        return new Examination(this, provenance, claims).unmet();
    }

    private static Map<String, JsonNode> inputs(JsonObject json) throws MalformedJsonException {
        var inputs = new TreeMap<String, JsonNode>();
        Optional<JsonObject> object = json.optionalObject("inputs");
        if (object.isPresent()) {
            object.get().node().properties().forEach(input -> inputs.put(input.getKey(), input.getValue()));
        }
        if (inputs.size() > MAX_INPUTS) {
            throw json.malformed("inputs", "at most " + MAX_INPUTS + " inputs");
        }
        return inputs;
    }

    private static boolean platformSigned(JsonObject json) throws MalformedJsonException {
        return switch (json.optionalText("signedBy").orElse("job")) {
            case "job" -> false;
            case "platform" -> true;
            default -> throw json.malformed("signedBy", "job or platform");
        };
    }
}

package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * attest's own record that an image, the subject, was let into an environment: where to, by whom, at what time and by
 * which policy (docs/predicates/deployment-v1.md). There is none for an image that was turned away: whoever counts
 * attestations would take it for a yes.
 */
public record Deployment(
        String environment,
        Target target,
        String actor,
        Optional<String> admissionUid,
        Decision decision,
        Optional<ResourceDescriptor> policy,
        Instant time) {

    /** Why the image was let in. */
    public enum Decision {
        /** The policy was met. */
        ADMITTED,
        /** The policy was not met, and the environment only warns. */
        WARNED,
        /** The policy was not met, and the actor let the image in all the same. */
        OVERRIDDEN,
        /** No policy was asked. */
        UNJUDGED
    }

    /** The place in the environment, as far as there are such places. */
    public record Target(Optional<String> cluster, Optional<String> namespace, Optional<Workload> workload) {
        /** The environment as a whole. */
        public static final Target WHOLE = new Target(Optional.empty(), Optional.empty(), Optional.empty());

        public Target {
            cluster.ifPresent(value -> OneLine.of("cluster", value));
            namespace.ifPresent(value -> OneLine.of("namespace", value));
        }
    }

    /** What runs the image, as Kubernetes refers to objects; {@code container} is the one in it that has the image. */
    public record Workload(
            String apiVersion, String kind, String name, Optional<String> uid, Optional<String> container) {
        public Workload {
            OneLine.of("workload.apiVersion", apiVersion);
            OneLine.of("workload.kind", kind);
            OneLine.of("workload.name", name);
            uid.ifPresent(value -> OneLine.of("workload.uid", value));
            container.ifPresent(value -> OneLine.of("workload.container", value));
        }
    }

    public Deployment {
        OneLine.of("environment", environment);
        OneLine.of("actor", actor);
        admissionUid.ifPresent(value -> OneLine.of("admissionUid", value));
        if (policy.isPresent() == (decision == Decision.UNJUDGED)) {
            throw new IllegalArgumentException("a policy belongs to every decision but " + Decision.UNJUDGED);
        }
        if (policy.isPresent()
                && (policy.get().uri().isEmpty() || policy.get().digest().isEmpty())) {
            throw new IllegalArgumentException("policy needs a uri and a digest");
        }
    }

    /** Reads the predicate; unknown members are ignored, an unknown decision is refused. */
    public static Deployment read(JsonObject predicate) throws MalformedStatementException {
        try {
            Optional<JsonObject> policy = predicate.optionalObject("policy");
            Optional<JsonObject> workload = predicate.optionalObject("workload");
            Optional<Instant> time = Rfc3339.read(predicate, "time");
            if (time.isEmpty()) {
                throw predicate.malformed("time", "an RFC 3339 time");
            }
            return new Deployment(
                    predicate.text("environment"),
                    new Target(
                            predicate.optionalText("cluster"),
                            predicate.optionalText("namespace"),
                            workload.isPresent() ? Optional.of(workload(workload.get())) : Optional.empty()),
                    predicate.text("actor"),
                    predicate.optionalText("admissionUid"),
                    decision(predicate),
                    policy.isPresent() ? Optional.of(ResourceDescriptor.read(policy.get())) : Optional.empty(),
                    time.get());
        } catch (MalformedJsonException e) {
            throw new MalformedStatementException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new MalformedStatementException(predicate.place() + ": " + e.getMessage());
        }
    }

    /** The predicate as JSON. */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object().put("environment", environment);
        target.cluster().ifPresent(value -> json.put("cluster", value));
        target.namespace().ifPresent(value -> json.put("namespace", value));
        target.workload().ifPresent(workload -> {
            ObjectNode node = json.putObject("workload")
                    .put("apiVersion", workload.apiVersion())
                    .put("kind", workload.kind())
                    .put("name", workload.name());
            workload.uid().ifPresent(value -> node.put("uid", value));
            workload.container().ifPresent(value -> node.put("container", value));
        });
        json.put("actor", actor);
        admissionUid.ifPresent(value -> json.put("admissionUid", value));
        json.put("decision", decision.name());
        policy.ifPresent(value -> json.set("policy", value.json()));
        return json.put("time", time.toString());
    }

    /** The statement that says it of these subjects. */
    public Statement statement(List<ResourceDescriptor> subjects) {
        return Statement.of(subjects, PredicateType.DEPLOYMENT.uri(), json());
    }

    private static Decision decision(JsonObject predicate) throws MalformedJsonException {
        String text = predicate.text("decision");
        return Arrays.stream(Decision.values())
                .filter(one -> one.name().equals(text))
                .findFirst()
                .orElseThrow(() -> predicate.malformed("decision", "one of " + Arrays.toString(Decision.values())));
    }

    private static Workload workload(JsonObject json) throws MalformedJsonException {
        return new Workload(
                json.text("apiVersion"),
                json.text("kind"),
                json.text("name"),
                json.optionalText("uid"),
                json.optionalText("container"));
    }
}

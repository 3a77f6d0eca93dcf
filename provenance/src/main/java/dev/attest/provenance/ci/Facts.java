package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is known of one job: the claims of its verified token, if it has one, and the variables of its environment. A
 * fact that has a claim is never taken from the environment where there is a token; both must agree where both speak.
 * Which fields came from the environment is remembered, and written by {@link #marked}.
 */
final class Facts {
    /** Internal parameter: the predicate's fields that come from the environment although there was a token. */
    static final String FIELDS = "attest_environment";

    static final String EXTERNAL = "buildDefinition.externalParameters.";
    static final String INTERNAL = "buildDefinition.internalParameters.";
    static final String COMMIT = "buildDefinition.resolvedDependencies.digest.gitCommit";
    static final String BUILDER = "runDetails.builder.id";
    static final String METADATA = "runDetails.metadata.";

    private static final int MAX_LENGTH = 2000;

    private final Map<String, String> claims;
    private final Map<String, String> environment;
    private final TreeSet<String> unproven = new TreeSet<>();

    /** @param claims those of the job's own token; empty when there is none */
    Facts(Map<String, String> claims, Map<String, String> environment) {
        this.claims = Map.copyOf(claims);
        this.environment = Map.copyOf(environment);
    }

    /** Whether there is a token. */
    boolean proven() {
        return !claims.isEmpty();
    }

    /** The claim where there is a token, else the variable that stands for it. */
    String text(String claim, String variable) throws MalformedProvenanceException {
        Optional<String> value = optional(claim, variable);
        if (value.isEmpty()) {
            throw new MalformedProvenanceException(
                    (proven() ? "token claim " + claim : "environment variable " + variable) + " is missing");
        }
        return value.get();
    }

    /** As {@link #text}, for what not every job has. */
    Optional<String> optional(String claim, String variable) throws MalformedProvenanceException {
        if (!proven()) {
            return variable(variable);
        }
        Optional<String> value = claim(claim);
        agree("token claim " + claim, value, "environment variable " + variable, variable(variable));
        return value;
    }

    /** A claim that no variable stands for. */
    Optional<String> claim(String name) throws MalformedProvenanceException {
        return checked("token claim ", name, claims);
    }

    /** A claim that no variable stands for and that no token lacks. */
    String requiredClaim(String name) throws MalformedProvenanceException {
        return claim(name).orElseThrow(() -> new MalformedProvenanceException("token claim " + name + " is missing"));
    }

    /** A variable, to be compared; what is written from it goes through {@link #unproven}. */
    Optional<String> variable(String name) throws MalformedProvenanceException {
        return checked("environment variable ", name, environment);
    }

    /** A variable that no claim stands for, written into {@code field} of the predicate. */
    Optional<String> unproven(String field, String variable) throws MalformedProvenanceException {
        Optional<String> value = variable(variable);
        value.ifPresent(it -> unproven(field));
        return value;
    }

    /** Remembers that {@code field} of the predicate comes from the environment. */
    void unproven(String field) {
        unproven.add(field);
    }

    /** Refuses two values that are both there and differ; both are named. */
    static void agree(String name, Optional<String> value, String otherName, Optional<String> other)
            throws MalformedProvenanceException {
        if (value.isPresent() && other.isPresent() && !value.equals(other)) {
            throw new MalformedProvenanceException(
                    name + " is " + shown(value.get()) + ", but " + otherName + " is " + shown(other.get()));
        }
    }

    /** The internal parameters with what says how far they are proven; to be asked when all facts were read. */
    ObjectNode marked(ObjectNode internal) {
        if (!proven()) {
            return internal.put(Provenance.SOURCE, "environment");
        }
        if (!unproven.isEmpty()) {
            ArrayNode fields = internal.putArray(FIELDS);
            unproven.forEach(fields::add);
            if (!unproven.stream().allMatch(field -> field.startsWith(METADATA))) {
                internal.put(Provenance.SOURCE, "mixed");
            }
        }
        return internal;
    }

    /** An empty value counts as absent: a CI sets variables that say nothing. */
    private static Optional<String> checked(String kind, String name, Map<String, String> values)
            throws MalformedProvenanceException {
        String value = values.getOrDefault(name, "");
        if (value.length() > MAX_LENGTH || !value.codePoints().allMatch(Facts::isPlain)) {
            throw new MalformedProvenanceException(kind + name + " is malformed: expected at most " + MAX_LENGTH
                    + " characters and none that controls");
        }
        return Optional.of(value).filter(text -> !text.isBlank());
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** A claim that is compared may hold anything. */
    private static String shown(String value) {
        String text = value.replaceAll("[^ -~]", "?");
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}

package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * in-toto test-result v0.1: the outcome of one run of tests, what it was configured by, and the tests by name. The
 * lists of names may be cut; {@code counts} (the extension field {@code attest_counts}) says how many there were.
 */
public record TestResult(
        Result result,
        List<ResourceDescriptor> configuration,
        Optional<String> url,
        Names tests,
        Optional<Counts> counts,
        List<String> notes) {
    /** More names in one list than a report could be read for. */
    public static final int MAX_TESTS = 500_000;

    private static final String COUNTS = "attest_counts";
    private static final String NOTES = "attest_notes";

    /** The three outcomes, the best first. */
    public enum Result {
        PASSED,
        WARNED,
        FAILED;

        /** The worse of the two. */
        public Result worst(Result other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /** The tests by name, as far as they are named. */
    public record Names(List<String> passed, List<String> warned, List<String> failed) {
        /** None named. */
        public static final Names NONE = new Names(List.of(), List.of(), List.of());

        public Names {
            passed = List.copyOf(passed);
            warned = List.copyOf(warned);
            failed = List.copyOf(failed);
            if (Math.max(passed.size(), Math.max(warned.size(), failed.size())) > MAX_TESTS) {
                throw new IllegalArgumentException("more than " + MAX_TESTS + " tests in one list");
            }
        }

        Result outcome() {
            return outcomeOf(warned.size(), failed.size());
        }
    }

    /** How many tests there were of each kind. */
    public record Counts(long passed, long warned, long failed, long skipped) {
        public Counts {
            if (passed < 0 || warned < 0 || failed < 0 || skipped < 0) {
                throw new IllegalArgumentException("a negative number of tests");
            }
        }

        static Counts read(JsonObject json) throws MalformedJsonException {
            return new Counts(
                    json.integer("passed"), json.integer("warned"), json.integer("failed"), json.integer("skipped"));
        }

        Result outcome() {
            return outcomeOf(warned, failed);
        }

        ObjectNode json() {
            return StrictJson.object()
                    .put("failed", failed)
                    .put("passed", passed)
                    .put("skipped", skipped)
                    .put("warned", warned);
        }
    }

    public TestResult {
        configuration = List.copyOf(configuration);
        notes = List.copyOf(notes);
        Result shown = counts.map(Counts::outcome).orElse(Result.PASSED).worst(tests.outcome());
        if (result.worst(shown) != result) {
            throw new IllegalArgumentException("the result " + result + " of tests that show " + shown);
        }
    }

    /**
     * Reads the predicate. A producer's result that is better than what its own lists and counts show counts as what they
     * show; {@code ERROR} and {@code SKIPPED}, which Conforma knows beside the three outcomes, vouch for no test that
     * passed and count as failed, as its numbers {@code failures} and {@code warnings} do.
     */
    public static TestResult read(JsonObject predicate) throws MalformedStatementException {
        try {
            var configuration = new ArrayList<ResourceDescriptor>();
            for (JsonObject resource : predicate.objects("configuration")) {
                configuration.add(ResourceDescriptor.read(resource));
            }
            Names tests = new Names(
                    predicate.texts("passedTests"), predicate.texts("warnedTests"), predicate.texts("failedTests"));
            Optional<JsonObject> object = predicate.optionalObject(COUNTS);
            Optional<Counts> counts = object.isPresent() ? Optional.of(Counts.read(object.get())) : Optional.empty();
            Result result = result(predicate)
                    .worst(tests.outcome())
                    .worst(counts.map(Counts::outcome).orElse(Result.PASSED))
                    .worst(outcomeOf(number(predicate, "warnings"), number(predicate, "failures")));
            Optional<String> url = predicate.optionalText("url").filter(text -> !text.isEmpty());
            return new TestResult(result, configuration, url, tests, counts, predicate.texts(NOTES));
        } catch (MalformedJsonException e) {
            throw new MalformedStatementException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new MalformedStatementException(predicate.place() + ": " + e.getMessage());
        }
    }

    /** The predicate as JSON. */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object().put("result", result.name());
        ArrayNode resources = json.putArray("configuration");
        configuration.forEach(resource -> resources.add(resource.json()));
        url.ifPresent(value -> json.put("url", value));
        put(json, "passedTests", tests.passed());
        put(json, "warnedTests", tests.warned());
        put(json, "failedTests", tests.failed());
        counts.ifPresent(value -> json.set(COUNTS, value.json()));
        put(json, NOTES, notes);
        return json;
    }

    /** The statement that says it of these subjects. */
    public Statement statement(List<ResourceDescriptor> subjects) {
        return Statement.of(subjects, PredicateType.TEST_RESULT.uri(), json());
    }

    private static Result result(JsonObject predicate) throws MalformedJsonException {
        return switch (predicate.text("result")) {
            case "PASSED" -> Result.PASSED;
            case "WARNED" -> Result.WARNED;
            case "FAILED", "ERROR", "SKIPPED" -> Result.FAILED;
            default -> throw predicate.malformed("result", "PASSED, WARNED or FAILED");
        };
    }

    private static long number(JsonObject predicate, String name) throws MalformedJsonException {
        return predicate.optionalInteger(name).orElse(0);
    }

    private static Result outcomeOf(long warned, long failed) {
        return failed > 0 ? Result.FAILED : warned > 0 ? Result.WARNED : Result.PASSED;
    }

    private static void put(ObjectNode json, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode list = json.putArray(name);
            texts.forEach(list::add);
        }
    }
}

package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.intoto.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Statements that deny: a verification summary that FAILED, tests that did not pass. Whoever asks only whether something
 * was signed must not take one of them for a yes. Types in which nothing is denied are none of these.
 */
public final class NegativeStatement {
    /** Verification summaries of every version, and the like of those who keep to their own URI. */
    private static final String SUMMARY = "/verification_summary/v";

    private static final String TEST_RESULT = "https://in-toto.io/attestation/test-result/v";

    private NegativeStatement() {}

    /** What the statement denies, for people; also what it was to say and does not. */
    public static Optional<String> of(Statement statement) {
        String type = statement.predicateType();
        JsonNode predicate = statement.predicate().node();
        if (type.contains(SUMMARY)) {
            return summary(predicate);
        }
        return type.startsWith(TEST_RESULT)
                ? unless(predicate, List.of("result"), Set.of("PASSED", "WARNED"))
                : Optional.empty();
    }

    private static Optional<String> summary(JsonNode predicate) {
        for (String levels : List.of("verifiedLevels", "policy_level")) {
            for (JsonNode level : predicate.path(levels)) {
                if (level.asText().equals(SlsaResult.FAILED.text())) {
                    return Optional.of("its " + levels + " say FAILED");
                }
            }
        }
        // Version 0 wrote its names with underscores.
        return unless(predicate, List.of("verificationResult", "verification_result"), Set.of("PASSED"));
    }

    private static Optional<String> unless(JsonNode predicate, List<String> names, Set<String> positive) {
        for (String name : names) {
            JsonNode said = predicate.path(name);
            if (!said.isMissingNode()) {
                return positive.contains(said.asText())
                        ? Optional.empty()
                        : Optional.of("its " + name + " is " + word(said.asText()));
            }
        }
        return Optional.of("it has no " + names.get(0));
    }

    private static String word(String text) {
        return text.matches("[A-Za-z_]{1,20}") ? text : "no word that is known";
    }
}

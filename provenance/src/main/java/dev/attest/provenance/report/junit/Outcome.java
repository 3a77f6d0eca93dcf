package dev.attest.provenance.report.junit;

import dev.attest.provenance.report.file.Element;
import java.util.Locale;
import java.util.Set;

/** What became of one test, the best first. */
enum Outcome {
    PASSED,
    /** Did not run, by intention. */
    SKIPPED,
    /** Passed, after it had failed in the same run. */
    FLAKY,
    FAILED;

    private static final Set<String> NOT_RUN = Set.of("notrun", "suppressed", "skipped", "disabled", "ignored");
    private static final Set<String> RUN = Set.of("", "run", "completed", "pass", "passed", "success", "ok");

    Outcome worst(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** What a {@code testcase} says by its attributes, as googletest and CTest do. */
    static Outcome ofAttributes(Element testcase) {
        return said(testcase, "status").worst(said(testcase, "result"));
    }

    /** What a child of a {@code testcase} says; reruns stand beside the failure that they repeat, flaky ones do not. */
    static Outcome ofChild(String child) {
        return switch (child) {
            case "failure", "error", "rerunFailure", "rerunError" -> FAILED;
            case "flakyFailure", "flakyError" -> FLAKY;
            case "skipped" -> SKIPPED;
            default -> PASSED;
        };
    }

    private static Outcome said(Element testcase, String attribute) {
        String word = testcase.text(attribute).orElse("").strip().toLowerCase(Locale.ROOT);
        if (NOT_RUN.contains(word)) {
            return SKIPPED;
        }
        // A word that nobody knows may be worse than all, such as "timeout".
        return RUN.contains(word) ? PASSED : FAILED;
    }
}

package dev.attest.provenance.report.junit;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.Element;
import dev.attest.provenance.report.file.ReportXml;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Reads one report: {@code testsuites} or {@code testsuite} with suites nested in any way and {@code testcase}s in them.
 * The form has no specification; what surefire, Gradle, pytest, go-junit-report, jest-junit, nextest, googletest and PHPUnit
 * write is read.
 */
final class JUnitXml implements ReportXml.Handler {
    private static final Set<String> SUITES = Set.of("testsuites", "testsuite");
    private static final String CASE = "testcase";

    private final Tally tally;
    private final Deque<Suite> suites = new ArrayDeque<>();
    private boolean report = true;
    private Outcome outcome = Outcome.PASSED;
    private String test = "";

    JUnitXml(Tally tally) {
        this.tally = tally;
    }

    /** Whether the document was one of test suites, and not of anything else. */
    boolean isReport() {
        return report;
    }

    @Override
    public void start(Element element) throws MalformedProvenanceException {
        if (element.around().isEmpty()) {
            report = SUITES.contains(element.name());
        }
        if (!report) {
            return;
        }
        boolean inSuite = element.around().isEmpty() || SUITES.contains(element.parent());
        if (inSuite && SUITES.contains(element.name())) {
            suites.push(new Suite(element));
        } else if (inSuite && element.name().equals(CASE)) {
            test = TestName.of(element, suites.element().name());
            outcome = Outcome.ofAttributes(element);
        } else if (inSuite && Outcome.ofChild(element.name()) == Outcome.FAILED) {
            suites.element().fail();
            tally.add(Outcome.FAILED, TestName.shown(suites.element().name()));
        } else if (element.parent().equals(CASE)) {
            outcome = outcome.worst(Outcome.ofChild(element.name()));
        }
    }

    @Override
    public void end(String name) throws MalformedProvenanceException {
        if (!report) {
            return;
        }
        if (name.equals(CASE)) {
            suites.element().count(outcome);
            tally.add(outcome, test);
        } else if (SUITES.contains(name)) {
            Suite ended = suites.pop();
            ended.disagreement().ifPresent(tally::note);
            if (ended.hidesFailures()) {
                ended.fail();
                tally.add(Outcome.FAILED, TestName.shown(ended.name()));
            }
            if (ended.hidesTests()) {
                tally.warn(TestName.shown(ended.name()));
            }
            if (!suites.isEmpty()) {
                suites.element().add(ended);
            }
        }
    }
}

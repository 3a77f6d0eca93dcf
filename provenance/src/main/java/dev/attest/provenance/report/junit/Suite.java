package dev.attest.provenance.report.junit;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.Element;
import java.util.Optional;
import java.util.OptionalLong;

/** A {@code testsuites} or {@code testsuite} that is being read: what it claims of its tests, and what they show. */
final class Suite {
    private final String name;
    private final OptionalLong claimedTests;
    private final long claimedFailures;
    private long own;
    private long all;
    private long failed;
    private boolean told;

    Suite(Element element) throws MalformedProvenanceException {
        this.name = element.text("name").orElse("");
        this.claimedTests = element.optionalNumber("tests");
        this.claimedFailures = element.optionalNumber("failures").orElse(0)
                + element.optionalNumber("errors").orElse(0);
    }

    String name() {
        return name;
    }

    void count(Outcome outcome) {
        own++;
        all++;
        failed += outcome == Outcome.FAILED ? 1 : 0;
    }

    /** A suite inside this one has ended. */
    void add(Suite inner) {
        all += inner.all;
        failed += inner.failed;
        told |= inner.told;
    }

    /** A failure of the suite itself, such as one of its set-up. */
    void fail() {
        failed++;
    }

    /** Whether it claims failures of which none is to be seen. */
    boolean hidesFailures() {
        return claimedFailures > 0 && failed == 0;
    }

    /** Whether it claims more tests than are to be seen, and no suite inside has told so before; true once. */
    boolean hidesTests() {
        boolean hides = !told && claimedTests.orElse(0) > all;
        told |= hides;
        return hides;
    }

    /**
     * In which way the claims are not what the tests show. Tools count the tests of inner suites in or leave them out, and
     * a test that breaks twice may count twice, so that only numbers that are neither are told.
     */
    Optional<String> disagreement() {
        if (hidesFailures()) {
            return Optional.of(shown() + " claims " + claimedFailures + " that failed and shows none");
        }
        if (claimedTests.isPresent() && claimedTests.getAsLong() != all && claimedTests.getAsLong() != own) {
            return Optional.of(shown() + " claims " + claimedTests.getAsLong() + " tests and shows " + all);
        }
        return Optional.empty();
    }

    private String shown() {
        return name.isBlank() ? "a suite" : "the suite " + TestName.shown(name);
    }
}

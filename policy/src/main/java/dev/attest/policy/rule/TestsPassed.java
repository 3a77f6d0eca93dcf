package dev.attest.policy.rule;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.TestResult;
import dev.attest.intoto.predicate.TestResult.Names;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tests of every platform passed, on these bits and on the commit that they were built from. A newer result takes the
 * place of an older one only where the same signer reports on the same things, by the names in {@code configuration}: the
 * tests of a stage that passed later do not undo those of the build that failed, while the same tests, run again, do. A
 * result that cannot be read fails until its signer gives a newer one.
 *
 * @param acceptWarned whether tests that passed with warnings, such as only when they were run again, are enough
 */
public record TestsPassed(boolean acceptWarned) implements Rule {
    private static final int SHOWN = 5;
    private static final String REMEDY = "run the tests of this commit and attach what they report to this digest";

    @Override
    public String id() {
        return "tests-passed";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> finding(subject, image).on(image))
                .toList();
    }

    private Finding finding(Case subject, PlatformImage image) {
        List<Evidence.Accepted> results = subject.accepted(PredicateType.TEST_RESULT, image);
        if (results.isEmpty()) {
            return Finding.fails(
                    id(), "no accepted test result for " + image.manifest().digest(), REMEDY);
        }
        Set<String> replaced = new HashSet<>();
        for (Evidence.Accepted result : results) {
            Optional<String> fault = fault(subject, image, result, replaced);
            if (fault.isPresent()) {
                return Finding.fails(id(), fault.get(), REMEDY);
            }
        }
        return Finding.holds(id(), "the tests passed, by " + results.get(0).signer());
    }

    /** What is wrong with a result, unless a newer one has taken its place; {@code replaced} knows those that were seen. */
    private Optional<String> fault(
            Case subject, PlatformImage image, Evidence.Accepted evidence, Set<String> replaced) {
        String signer = evidence.signer();
        try {
            TestResult result = TestResult.read(evidence.verified().statement().predicate());
            replaced.add(signer);
            if (!replaced.add(signer + "\n" + things(result))) {
                return Optional.empty();
            }
            Optional<String> unbound =
                    CommitBinding.fault(subject, image, evidence.verified().statement());
            if (unbound.isPresent()) {
                return Optional.of("the test result of " + signer + " does not belong to this image: " + unbound.get());
            }
            if (!passes(result.result())) {
                return Optional.of(failure(result, signer));
            }
            return anyPassed(result)
                    ? Optional.empty()
                    : Optional.of("no test passed, by the test result of " + signer);
        } catch (MalformedStatementException e) {
            return replaced.contains(signer)
                    ? Optional.empty()
                    : Optional.of("the test result of " + signer + " cannot be read: " + e.getMessage());
        }
    }

    private boolean passes(TestResult.Result result) {
        return result == TestResult.Result.PASSED || (acceptWarned && result == TestResult.Result.WARNED);
    }

    /** A run that shows no test, or only skipped ones, found nothing out, whatever it calls its result. */
    private boolean anyPassed(TestResult result) {
        Names names = result.tests();
        boolean passed = !names.passed().isEmpty()
                || result.counts().filter(counts -> counts.passed() > 0).isPresent();
        boolean warned = !names.warned().isEmpty()
                || result.counts().filter(counts -> counts.warned() > 0).isPresent();
        return passed || (acceptWarned && warned);
    }

    private static String things(TestResult result) {
        return result.configuration().stream().map(TestsPassed::thing).sorted().collect(Collectors.joining("\n"));
    }

    private static String thing(ResourceDescriptor resource) {
        return resource.name().or(resource::uri).orElse("");
    }

    private static String failure(TestResult result, String signer) {
        boolean failed = result.result() == TestResult.Result.FAILED;
        List<String> tests = failed ? result.tests().failed() : result.tests().warned();
        String named = tests.stream()
                .limit(SHOWN)
                .map(name -> name.replaceAll("\\p{Cntrl}", "?"))
                .collect(Collectors.joining(", "));
        return "the tests " + (failed ? "failed" : "passed with warnings") + ", by " + signer
                + (named.isEmpty() ? "" : ": " + named)
                + (tests.size() > SHOWN ? " and " + (tests.size() - SHOWN) + " more" : "");
    }
}

package dev.attest.policy.rule;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.Scai;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.coverage.Counter;
import dev.attest.provenance.report.coverage.Coverage;
import dev.attest.provenance.report.coverage.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tests ran through enough of the source that each platform was built from. The attested numbers decide, not the
 * ratios that repeat them; of several statements about a platform the newest counts.
 *
 * @param minimum from 0 to 1; of lines, of statements where the tool counts those, and of both where both are counted
 * @param branches from 0 to 1, or nothing where branches are not asked for
 */
public record CoverageIsEnough(BigDecimal minimum, Optional<BigDecimal> branches) implements Rule {
    private static final String REMEDY = "test more of this commit, and attach what the tool reports to this digest";

    public CoverageIsEnough {
        if (isNoRatio(minimum) || branches.filter(CoverageIsEnough::isNoRatio).isPresent()) {
            throw new IllegalArgumentException("a minimum is from 0 to 1");
        }
    }

    @Override
    public String id() {
        return "coverage";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> finding(subject, image).on(image))
                .toList();
    }

    private Finding finding(Case subject, PlatformImage image) {
        Optional<Evidence.Accepted> newest =
                subject.accepted(PredicateType.COVERAGE, image).stream().findFirst();
        if (newest.isEmpty()) {
            return Finding.fails(
                    id(), "no accepted test coverage for " + image.manifest().digest(), REMEDY);
        }
        Statement statement = newest.get().verified().statement();
        Optional<String> unbound = CommitBinding.fault(subject, image, statement);
        if (unbound.isPresent()) {
            return Finding.fails(id(), "the coverage does not belong to this image: " + unbound.get(), REMEDY);
        }
        try {
            Coverage coverage = Coverage.read(Scai.read(statement.predicate()));
            List<String> faults = faults(coverage);
            return faults.isEmpty()
                    ? Finding.holds(id(), said(coverage))
                    : Finding.fails(id(), String.join("; ", faults), REMEDY);
        } catch (MalformedStatementException | MalformedProvenanceException e) {
            return Finding.fails(id(), "the coverage cannot be read: " + e.getMessage(), REMEDY);
        }
    }

    private List<String> faults(Coverage coverage) {
        var faults = new ArrayList<String>();
        for (Unit unit : List.of(Unit.LINE, Unit.STATEMENT)) {
            coverage.get(unit)
                    .filter(counter -> !counter.reaches(minimum))
                    .ifPresent(counter -> faults.add(tooFew(unit, counter, minimum)));
        }
        if (branches.isPresent()) {
            Optional<Counter> counter = coverage.get(Unit.BRANCH);
            if (counter.isEmpty()) {
                faults.add("the coverage says nothing of branches");
            } else if (!counter.get().reaches(branches.get())) {
                faults.add(tooFew(Unit.BRANCH, counter.get(), branches.get()));
            }
        }
        return faults;
    }

    private static String said(Coverage coverage) {
        return coverage.counters().entrySet().stream()
                .map(entry -> entry.getValue() + " " + plural(entry.getKey()))
                .collect(Collectors.joining(", ", "the tests cover ", ""));
    }

    private static String plural(Unit unit) {
        return unit.ratioName() + (unit == Unit.BRANCH ? "es" : "s");
    }

    private static String tooFew(Unit unit, Counter counter, BigDecimal minimum) {
        return "the tests cover " + counter + " " + plural(unit) + ", which is "
                + counter.ratio().toPlainString() + " and less than " + minimum.toPlainString();
    }

    private static boolean isNoRatio(BigDecimal ratio) {
        return ratio.signum() < 0 || ratio.compareTo(BigDecimal.ONE) > 0;
    }
}

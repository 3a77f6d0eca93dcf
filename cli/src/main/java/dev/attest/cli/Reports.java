package dev.attest.cli;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.predicate.Scai;
import dev.attest.intoto.predicate.TestResult;
import dev.attest.oci.Image;
import dev.attest.pipeline.Given;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.report.BuildReports;
import dev.attest.provenance.report.junit.TestReport;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the reports of other programs that are to be signed, before a token is spent on them. */
final class Reports {
    private static final Map<PredicateType, String> OPTIONS = Map.of(
            PredicateType.TEST_RESULT, "--test-report",
            PredicateType.COVERAGE, "--coverage",
            PredicateType.REBUILD, "--rebuilt-as",
            PredicateType.VULNS, "--scan");

    private final ReportOptions asked;
    private final Console console;
    private final BuildReports build;
    private final ScanFiles scans;

    private Reports(ReportOptions asked, Console console, BuildReports build, ScanFiles scans) {
        this.asked = asked;
        this.console = console;
        this.build = build;
        this.scans = scans;
    }

    /** What is wrong with a report ends the run here. */
    static Reports read(ReportOptions asked, Wiring wiring, Console console) throws IOException, SigningException {
        BuildReports build;
        try {
            build = BuildReports.read(asked.tests(), asked.coverage());
        } catch (MalformedProvenanceException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        var reports = new Reports(asked, console, build, ScanFiles.read(asked, wiring, console));
        reports.requirePassed();
        return reports;
    }

    /** Whoever finds a bundle under this identity takes it for a yes, so that there must be none that says no. */
    private void requirePassed() throws SigningException {
        Optional<TestReport> tests = build.testReport();
        if (tests.isPresent() && tests.get().result() == TestResult.Result.FAILED) {
            List<String> failed = tests.get().names().failed();
            throw SigningException.refused("--test-report: tests failed, nothing is signed: "
                    + String.join(", ", failed.subList(0, Math.min(5, failed.size())))
                    + (failed.size() > 5 ? " and more" : ""));
        }
    }

    /** Refuses to sign less than what was asked for by {@code --only}, and reports that {@code --only} leaves out. */
    void check(Set<PredicateType> only) {
        Set<PredicateType> given = given();
        OPTIONS.forEach((type, option) -> {
            if (only.contains(type) && !given.contains(type)) {
                throw new UsageException("--only " + type.shortName() + " goes with " + option);
            }
            if (!only.isEmpty() && given.contains(type) && !only.contains(type)) {
                throw new UsageException(option + ": --only leaves " + type.shortName() + " out");
            }
        });
    }

    private Set<PredicateType> given() {
        var given = EnumSet.noneOf(PredicateType.class);
        build.testReport().ifPresent(any -> given.add(PredicateType.TEST_RESULT));
        build.measured().ifPresent(any -> given.add(PredicateType.COVERAGE));
        asked.rebuiltAs().ifPresent(any -> given.add(PredicateType.REBUILD));
        if (!scans.isEmpty()) {
            given.add(PredicateType.VULNS);
        }
        return given;
    }

    /** The predicates; the page of the run is that of the provenance. */
    List<Given> given(Provenance provenance, Image image) throws IOException, SigningException {
        var given = new ArrayList<Given>(scans.given(image));
        Optional<String> commit = commit(provenance);
        Optional<String> page =
                provenance.runDetails().metadata().invocationId().filter(id -> id.startsWith("https://"));
        build.tests(page).ifPresent(result -> {
            result.notes().forEach(note -> console.message("  tests: " + note));
            given.add(new Given(PredicateType.TEST_RESULT, result.json(), commit));
        });
        build.measured()
                .ifPresent(coverage -> coverage.notes().forEach(note -> console.message("  coverage: " + note)));
        build.coverage(Optional.empty())
                .map(Scai::json)
                .ifPresent(predicate -> given.add(new Given(PredicateType.COVERAGE, predicate, commit)));
        return given;
    }

    /** The commit that was tested: the one that is named, else the one that the provenance names. */
    private Optional<String> commit(Provenance provenance) {
        Optional<String> named = asked.commit();
        Optional<String> built = provenance.sourceCommit();
        if (named.isPresent() && !named.get().matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            throw new UsageException("--commit: expected 40 or 64 lower-case hex digits");
        }
        if (named.isPresent() && built.isPresent() && !named.equals(built)) {
            throw new UsageException("--commit: " + named.get() + " is not the commit that is built here, "
                    + built.get() + "; say --source DIR or leave it out");
        }
        return named.isPresent() ? named : built;
    }
}

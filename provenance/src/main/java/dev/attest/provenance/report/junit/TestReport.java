package dev.attest.provenance.report.junit;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.TestResult;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.ReportFile;
import dev.attest.provenance.report.file.ReportFiles;
import dev.attest.provenance.report.file.ReportXml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tests of one run by the JUnit XML that their runners wrote. Failed and broken tests are failed, those that passed
 * only when they were run again are warned of, as are suites that claim more tests than they show, those that were skipped are counted and neither.
 *
 * @param files the reports, each with the SHA-256 of what was read
 * @param notes where a report's own numbers are not what its tests show
 */
public record TestReport(
        TestResult.Counts counts, TestResult.Names names, List<ResourceDescriptor> files, List<String> notes) {
    public TestReport {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /**
     * Reads files, and in folders every {@code .xml} that is a report of tests. Reports in which no test ran vouch for
     * nothing and are refused, as is a folder's file that is not XML, because it may be a report that breaks off.
     */
    public static TestReport read(List<Path> named) throws IOException, MalformedProvenanceException {
        var tally = new Tally();
        var files = new ArrayList<ResourceDescriptor>();
        for (ReportFiles.Found found : ReportFiles.find(named, ".xml")) {
            ReportFile.Read<Boolean> read = found.file().read(in -> {
                var handler = new JUnitXml(tally);
                ReportXml.read(in, handler);
                return handler.isReport();
            });
            if (read.value()) {
                files.add(read.resource());
            } else if (!found.fromFolder()) {
                throw new MalformedProvenanceException(
                        found.file().name() + ": expected JUnit XML, with testsuites or testsuite as its root");
            }
        }
        if (files.isEmpty()) {
            throw new MalformedProvenanceException("no report of tests was found");
        }
        TestResult.Counts counts = tally.counts();
        if (!tally.ran()) {
            throw new MalformedProvenanceException("no test ran, which is not to say that any passed");
        }
        return new TestReport(counts, tally.names(), files, tally.notes());
    }

    /** Failed when a test failed, warned when one had to be run again or some are not shown. */
    public TestResult.Result result() {
        if (counts.failed() > 0) {
            return TestResult.Result.FAILED;
        }
        return counts.warned() > 0 ? TestResult.Result.WARNED : TestResult.Result.PASSED;
    }

    /** The predicate, with the page of the run where there is one. */
    public TestResult predicate(Optional<String> url) {
        return new TestResult(result(), files, url, names, Optional.of(counts), notes);
    }
}

package dev.attest.provenance.report;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.Scai;
import dev.attest.intoto.predicate.TestResult;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.coverage.Coverage;
import dev.attest.provenance.report.junit.TestReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the reports of a build say, ready to be stated of an image and of the commit it was built from. Both subjects stand
 * in one statement: a digest alone would not tie the tests to the source, nor the commit to the bits.
 */
public record BuildReports(Optional<TestReport> testReport, Optional<Coverage> measured) {
    /** The digest algorithm of a commit (in-toto v1, DigestSet). */
    public static final String GIT_COMMIT = "gitCommit";

    /** Reads reports of tests (files and folders of JUnit XML) and of coverage (files); none of a kind gives none. */
    public static BuildReports read(List<Path> tests, List<Path> coverage)
            throws IOException, MalformedProvenanceException {
        return new BuildReports(
                tests.isEmpty() ? Optional.empty() : Optional.of(TestReport.read(tests)),
                coverage.isEmpty() ? Optional.empty() : Optional.of(Coverage.read(coverage)));
    }

    /** The test-result predicate, with the page of the run where there is one. */
    public Optional<TestResult> tests(Optional<String> url) {
        return testReport.map(report -> report.predicate(url));
    }

    /** The coverage predicate. */
    public Optional<Scai> coverage(Optional<ResourceDescriptor> producer) {
        return measured.map(coverage -> coverage.predicate(producer));
    }

    /**
     * What a statement of these predicates is about: the image's manifests, and the commit when it is known.
     *
     * @param repository the source's URI, such as {@code git+https://github.com/owner/repo}
     * @param commit 40 or 64 lower-case hex digits
     */
    public static List<ResourceDescriptor> subjects(
            List<ResourceDescriptor> manifests, Optional<String> repository, Optional<String> commit) {
        return Stream.concat(
                        manifests.stream(),
                        commit.stream()
                                .map(hex -> new ResourceDescriptor(
                                        Optional.empty(), repository, Map.of(GIT_COMMIT, hex), Optional.empty())))
                .toList();
    }
}

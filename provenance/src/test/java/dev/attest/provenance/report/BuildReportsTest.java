package dev.attest.provenance.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.TestResult;
import dev.attest.provenance.report.coverage.Counter;
import dev.attest.provenance.report.coverage.Coverage;
import dev.attest.provenance.report.coverage.Unit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildReportsTest {
    private static final Pattern LINES =
            Pattern.compile("<counter type=\"LINE\" missed=\"(\\d+)\" covered=\"(\\d+)\"/>");
    private static final ResourceDescriptor IMAGE = ResourceDescriptor.sha256("app", "a".repeat(64));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void reports_become_statements_about_image_and_commit() throws Exception {
        Path tests = Files.writeString(folder.resolve("junit.xml"), "<testsuite><testcase name='a'/></testsuite>");
        Path lcov = Files.writeString(folder.resolve("lcov.info"), "SF:a.c\nDA:1,1\nend_of_record\n");
        BuildReports reports = BuildReports.read(List.of(tests), List.of(lcov));
        List<ResourceDescriptor> subjects = BuildReports.subjects(
                List.of(IMAGE), Optional.of("git+https://example.com/r"), Optional.of("b".repeat(40)));
        TestResult result =
                reports.tests(Optional.of("https://ci.example.com/1")).orElseThrow();
        assertThat(TestResult.read(
                        Statement.parse(result.statement(subjects).write()).predicate()))
                .isEqualTo(result);
        Statement coverage = Statement.parse(reports.coverage(Optional.of(IMAGE))
                .orElseThrow()
                .statement(subjects)
                .write());
        assertThat(coverage.subjects()).hasSize(2);
        assertThat(coverage.isAbout(Map.of(BuildReports.GIT_COMMIT, "b".repeat(40))))
                .isTrue();
        assertThat(coverage.isAbout(IMAGE.digest())).isTrue();
        assertThat(BuildReports.subjects(List.of(IMAGE), Optional.empty(), Optional.empty()))
                .containsExactly(IMAGE);
    }

    @Test
    void what_was_not_given_is_not_said() throws Exception {
        BuildReports none = BuildReports.read(List.of(), List.of());
        assertThat(none.tests(Optional.empty())).isEmpty();
        assertThat(none.coverage(Optional.empty())).isEmpty();
    }

    /** Reports of this very build, where modules were built before this one; what JaCoCo adds up is what is read. */
    @Test
    void the_reports_of_this_project_are_read_as_jacoco_counts_them() throws Exception {
        List<Path> reports = ownReports();
        Assumptions.assumeFalse(reports.isEmpty(), "no module has a JaCoCo report yet");
        Counter sum = new Counter(0, 0);
        for (Path report : reports) {
            Counter lines = Coverage.read(List.of(report)).get(Unit.LINE).orElseThrow();
            assertThat(lines).as(report.toString()).isEqualTo(claimed(report));
            sum = new Counter(sum.covered() + lines.covered(), sum.total() + lines.total());
            Path table = report.resolveSibling("jacoco.csv");
            if (Files.exists(table)) {
                assertThat(Coverage.read(List.of(table)).tool()).isEqualTo("jacoco");
            }
        }
        Coverage all = Coverage.read(reports);
        assertThat(all.get(Unit.LINE)).contains(sum);
        assertThat(sum.reaches(sum.ratio())).isTrue();
        assertThat(sum.reaches(sum.ratio().add(new BigDecimal("0.0001")))).isFalse();
    }

    private static Counter claimed(Path report) throws IOException {
        String xml = Files.readString(report);
        Matcher last = LINES.matcher(xml.substring(Math.max(0, xml.length() - 600)));
        assertThat(last.results().count()).isPositive();
        last.reset();
        Counter claimed = Counter.NONE;
        while (last.find()) {
            long covered = Long.parseLong(last.group(2));
            claimed = new Counter(covered, covered + Long.parseLong(last.group(1)));
        }
        return claimed;
    }

    private static List<Path> ownReports() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve("target/site/jacoco/jacoco.xml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}

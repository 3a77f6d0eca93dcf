package dev.attest.provenance.report.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.TestResult.Counts;
import dev.attest.intoto.predicate.TestResult.Result;
import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestReportTest {
    private static final String ONE =
            "<testsuite name='s' tests='1'><testcase classname='a.B' name='one'/></testsuite>";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** One row for what each tool writes of a test: the case, and how many passed, warned, failed, were skipped. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<testcase name='a'/> | 1 | 0 | 0 | 0",
                "<testcase name='a'><system-out>x</system-out><properties/></testcase> | 1 | 0 | 0 | 0",
                "<testcase name='a'><failure message='m' type='t'>trace</failure></testcase> | 0 | 0 | 1 | 0",
                "<testcase name='a'><error/></testcase> | 0 | 0 | 1 | 0",
                "<testcase name='a'><failure/><rerunFailure/><rerunError/></testcase> | 0 | 0 | 1 | 0",
                "<testcase name='a'><rerunFailure/></testcase> | 0 | 0 | 1 | 0",
                "<testcase name='a'><rerunError/></testcase> | 0 | 0 | 1 | 0",
                "<testcase name='a'><flakyFailure/></testcase> | 0 | 1 | 0 | 0",
                "<testcase name='a'><flakyError/></testcase> | 0 | 1 | 0 | 0",
                "<testcase name='a'><flakyFailure/><failure/></testcase> | 0 | 0 | 1 | 0",
                "<testcase name='a'><failure/><skipped/></testcase> | 0 | 0 | 1 | 0",
                "<testcase name='a'><skipped type='pytest.xfail'/></testcase><testcase name='b'/> | 1 | 0 | 0 | 1",
                "<testcase name='a' status='notrun'/><testcase name='b' status='run'/> | 1 | 0 | 0 | 1",
                "<testcase name='a' result='suppressed'/><testcase name='b' result='completed'/> | 1 | 0 | 0 | 1",
                "<testcase name='a' status='fail'/> | 0 | 0 | 1 | 0",
                "<testcase name='a' result='FAILED'/> | 0 | 0 | 1 | 0",
                "<testcase name='a' result='timeout'/> | 0 | 0 | 1 | 0",
                "<testcase name='a' status='Passed' result='OK'/> | 1 | 0 | 0 | 0",
                "<testcase name='a' status='run' result='crashed'/> | 0 | 0 | 1 | 0",
                "<testcase name='a'><x><failure/></x></testcase> | 1 | 0 | 0 | 0",
                "<testcase name='a'/><error message='set-up'/> | 1 | 0 | 1 | 0",
                "<testcase name='a'/><failure/> | 1 | 0 | 1 | 0",
                "<testcase name='a'/><testsuite><testsuite><testcase name='b'/></testsuite></testsuite> | 2 | 0 | 0 | 0",
            })
    void outcomes_are_told_apart(String cases, long passed, long warned, long failed, long skipped) throws Exception {
        for (String xml : List.of(
                "<testsuite>" + cases + "</testsuite>",
                "<testsuites><testsuite>" + cases + "</testsuite></testsuites>",
                "\ufeff<?xml version='1.0' encoding='utf-8'?>\n<testsuites><testsuites>" + cases
                        + "</testsuites></testsuites>\n")) {
            assertThat(read(xml).counts()).as(xml).isEqualTo(new Counts(passed, warned, failed, skipped));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<testcase name='a'/> | PASSED",
                "<testcase name='a'/><testcase name='b'><skipped/></testcase> | PASSED",
                "<testcase name='a'/><testcase name='b'><flakyError/></testcase> | WARNED",
                "<testcase name='a'><flakyError/></testcase><testcase name='b'><error/></testcase> | FAILED",
            })
    void the_result_is_that_of_the_worst_test(String cases, Result expected) throws Exception {
        assertThat(read("<testsuite>" + cases + "</testsuite>").result()).isEqualTo(expected);
    }

    @Test
    void tests_are_named_by_class_and_name() throws Exception {
        TestReport report = read("<testsuites><testsuite name='suite'>"
                + "<testcase classname='a.B' name='one &lt;&#10;&amp;'/><testcase name='two'/><testcase classname='c'/>"
                + "<testcase classname='' name='" + "é".repeat(400) + "'><failure/></testcase>"
                + "</testsuite><testsuite><testcase/></testsuite></testsuites>");
        assertThat(report.names().passed()).containsExactly("(without a name)", "a.B.one <?&", "c", "suite.two");
        assertThat(report.names().failed()).containsExactly("suite." + "é".repeat(294) + "…");
    }

    @Test
    void names_are_bounded_and_counts_are_not() throws Exception {
        String cases = IntStream.range(0, 3_000)
                .mapToObj("<testcase classname='a' name='%04d'/>"::formatted)
                .collect(Collectors.joining());
        TestReport report = read("<testsuite>" + cases + "</testsuite>");
        assertThat(report.counts().passed()).isEqualTo(3_000);
        assertThat(report.names().passed())
                .hasSize(NameList.MAX_NAMES)
                .startsWith("a.0000")
                .endsWith("a.1999");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<testsuite name='s' tests='3'><testcase name='a'/></testsuite>"
                        + " | WARNED | the suite s claims 3 tests and shows 1",
                "<testsuites tests='1000'><testcase name='a'/></testsuites>"
                        + " | WARNED | a suite claims 1000 tests and shows 1",
                "<testsuite tests='0'><testcase name='a'/></testsuite> | PASSED | a suite claims 0 tests and shows 1",
                "<testsuite failures='1'><testcase name='a'/></testsuite>"
                        + " | FAILED | a suite claims 1 that failed and shows none",
                "<testsuite errors='2'><testcase name='a'/></testsuite>"
                        + " | FAILED | a suite claims 2 that failed and shows none",
                "<testsuites failures='1'><testsuite><testcase name='a'/></testsuite></testsuites>"
                        + " | FAILED | a suite claims 1 that failed and shows none",
            })
    void claims_that_the_tests_do_not_show_are_told(String xml, Result result, String note) throws Exception {
        TestReport report = read(xml);
        assertThat(report.result()).isEqualTo(result);
        assertThat(report.notes()).containsExactly(note);
        assertThat(report.predicate(Optional.empty()).notes()).containsExactly(note);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<testsuite tests='2' failures='0' errors=''><testsuite tests='1'><testcase name='a'/></testsuite>"
                        + "<testcase name='b'/></testsuite>",
                "<testsuite tests='1'><testsuite tests='1'><testcase name='a'/></testsuite><testcase name='b'/></testsuite>",
                "<testsuites failures='1'><testsuite failures='1'><testcase name='a'><error/></testcase></testsuite>"
                        + "</testsuites>",
            })
    void claims_that_hold_in_either_way_of_counting_are_not(String xml) throws Exception {
        assertThat(read(xml).notes()).isEmpty();
    }

    @Test
    void notes_are_bounded() throws Exception {
        TestReport report = read("<testsuites>"
                + "<testsuite name='s' tests='7'><testcase name='a'/></testsuite>".repeat(30) + "</testsuites>");
        assertThat(report.notes()).hasSize(21).endsWith("and 10 more");
    }

    @Test
    void folders_and_files_are_read_once_and_in_order() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("results/deep"));
        Path file = Files.writeString(inner.resolve("TEST-b.xml"), ONE);
        Files.writeString(folder.resolve("results/TEST-a.XML"), ONE);
        Files.writeString(folder.resolve("results/failsafe-summary.xml"), "<failsafe-summary/>");
        Files.writeString(folder.resolve("results/a.txt"), "no report");
        Files.createSymbolicLink(folder.resolve("results/link.txt"), file);
        TestReport report = TestReport.read(List.of(file, folder.resolve("results"), file));
        assertThat(report.files().stream().map(ResourceDescriptor::name))
                .containsExactly(Optional.of("TEST-b.xml"), Optional.of("results/TEST-a.XML"));
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(report.files().get(0).digest())
                .containsEntry("sha256", HexFormat.of().formatHex(sha256));
        assertThat(report.counts().passed()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<testsuite></testsuite> | no test ran",
                "<testsuites/> | no test ran",
                "<testsuite tests='5'/> | no test ran",
                "<testsuite><testcase name='a'><skipped/></testcase></testsuite> | no test ran",
                "<report/> | expected JUnit XML",
                "'' | not XML",
                "<testsuite><testcase name='a'/> | not XML",
                "<testsuite><testcase name='a'/></testsuite>. | not XML",
                "<testsuite tests='-1'><testcase name='a'/></testsuite> | testsuite/@tests: expected a whole number",
                "<testsuite failures='NaN'/> | testsuite/@failures: expected a whole number",
                "<testsuite errors='99999999999999'/> | testsuite/@errors: expected a whole number",
            })
    void what_vouches_for_nothing_is_refused(String xml, String message) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_folder_without_reports_or_with_a_broken_one_is_refused() throws Exception {
        assertThatThrownBy(() -> TestReport.read(List.of(folder)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessage("no report of tests was found");
        Files.writeString(folder.resolve("a.xml"), ONE);
        Files.writeString(folder.resolve("b.xml"), ONE.substring(0, 40));
        assertThatThrownBy(() -> TestReport.read(List.of(folder)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining("b.xml: not XML: the document breaks off");
        assertThatThrownBy(() -> TestReport.read(List.of(folder.resolve("none.xml"))))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void suites_that_hide_tests_are_warned_of_once() throws Exception {
        TestReport report = read("<testsuites tests='3'><testsuite name='s' tests='3'><testcase name='a'/></testsuite>"
                + "</testsuites>");
        assertThat(report.counts()).isEqualTo(new Counts(1, 1, 0, 0));
        assertThat(report.names().warned()).containsExactly("s");
    }

    @Test
    void a_link_that_may_be_a_report_is_refused() throws Exception {
        Path results = Files.createDirectories(folder.resolve("results"));
        Files.writeString(results.resolve("a.xml"), ONE);
        Files.createSymbolicLink(results.resolve("b.xml"), results.resolve("a.xml"));
        assertThatThrownBy(() -> TestReport.read(List.of(results)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining("results/b.xml: a link");
    }

    @Test
    void a_folder_that_cannot_be_read_is_named() throws Exception {
        Path shut = Files.createDirectories(folder.resolve("results/shut"));
        Files.setPosixFilePermissions(shut, Set.of());
        assumeFalse(Files.isReadable(shut), "the user may read everything");
        assertThatThrownBy(() -> TestReport.read(List.of(folder.resolve("results"))))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage("results/shut");
    }

    private TestReport read(String xml) throws IOException, MalformedProvenanceException {
        return TestReport.read(List.of(Files.writeString(folder.resolve("report.xml"), xml)));
    }
}

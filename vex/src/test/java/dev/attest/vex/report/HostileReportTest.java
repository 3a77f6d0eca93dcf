package dev.attest.vex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.vex.MalformedVexException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is read, it ends in a report or in the module's one exception. */
class HostileReportTest {
    private static final String GRYPE = "{'matches':[%s],'descriptor':{'name':'grype'}}";

    @ParameterizedTest
    @MethodSource("reports")
    void a_report_that_breaks_off_is_refused(String report) {
        byte[] bytes = Reports.bytes(report.strip());
        for (int length = 0; length < bytes.length; length += 37) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ScanReports.read("r", cut)).isInstanceOf(MalformedVexException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void flipped_bits_give_a_report_or_the_one_exception(String report) {
        var random = new Random(report.length());
        byte[] bytes = Reports.bytes(report);
        for (int i = 0; i < 1_000; i++) {
            byte[] flipped = bytes.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            readAny(flipped);
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void values_of_another_kind_give_a_report_or_the_one_exception(String report) {
        List<String> others = List.of("null", "7", "-1e400000000", "true", "[]", "{}", "[[]]", "[{}]", "'x'", "''");
        int colon = report.indexOf("':");
        var random = new Random(report.length());
        while (colon >= 0) {
            int end = colon + 2;
            while (end < report.length() && ",}]".indexOf(report.charAt(end)) < 0) {
                end++;
            }
            String other = others.get(random.nextInt(others.size()));
            readAny(Reports.bytes(report.substring(0, colon + 2) + other + report.substring(end)));
            colon = report.indexOf("':", colon + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'matches':",
                "{'descriptor':{'configuration':",
                "{'runs':[{'results':",
                "{'components':[{'components':"
            })
    void depth_is_bounded(String start) {
        for (String nested : List.of("[", "{'a':", "[{'components':")) {
            assertThatThrownBy(() -> Reports.read(start + nested.repeat(100_000)))
                    .isInstanceOf(MalformedVexException.class)
                    .hasMessageContaining("limit");
        }
    }

    @Test
    void findings_are_bounded() {
        String match = "{'vulnerability':{'id':'a'},'artifact':{}}";
        assertThatThrownBy(() -> Reports.read(GRYPE.formatted((match + ",").repeat(ReportDraft.MAX_FINDINGS) + match)))
                .isInstanceOf(MalformedVexException.class)
                .hasMessage("scan report: more than 100000 findings");
    }

    @Test
    void remarks_are_cut_and_counted() throws Exception {
        String alert = "{'alerts':[{'message':'%s'}]}";
        var alerts = new StringBuilder(alert.formatted("x\\u001b[2J\\n".repeat(1000)));
        for (int i = 0; i < 2_000; i++) {
            alerts.append(',').append(alert.formatted("alert " + i));
        }
        var unscanned = Reports.read(
                        "{'matches':[],'alertsByPackage':[%s],'descriptor':{'name':'grype'}}".formatted(alerts))
                .unscanned();
        assertThat(unscanned).hasSize(1_001).contains("… and more than 1000 others");
        assertThat(unscanned)
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(500).doesNotContain("\u001b", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "-0.1", "1e9", "'10.01'"})
    void scores_beyond_the_scale_are_not_taken_over(String score) throws Exception {
        String cvss =
                "{'vulnerability':{'id':'a','cvss':[{'version':'3.1','metrics':{'baseScore':%s}}]},'artifact':{}}";
        assertThat(Reports.read(GRYPE.formatted(cvss.formatted(score)))
                        .findings()
                        .get(0)
                        .severities())
                .isEmpty();
    }

    private static List<String> reports() {
        return Reports.all();
    }

    private static void readAny(byte[] report) {
        try {
            ScanReports.read("r", report)
                    .vulns(Instant.EPOCH, Optional.of(Instant.EPOCH))
                    .json();
        } catch (MalformedVexException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}

package dev.attest.vex.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.Vulns;
import dev.attest.intoto.predicate.VulnsResult;
import dev.attest.json.StrictJson;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.scan.ScanReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VulnsOfReportTest {
    private static final Instant SAID = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant BUILT = Instant.parse("2026-05-01T06:00:00Z");
    private static final ResourceDescriptor IMAGE = ResourceDescriptor.sha256("app", "a".repeat(64));

    @ParameterizedTest
    @MethodSource("reports")
    void every_report_becomes_a_statement_that_is_read_as_it_was_written(String report) throws Exception {
        Vulns vulns = Reports.read(report).vulns(SAID, Optional.of(BUILT));
        byte[] written = vulns.statement(List.of(IMAGE)).write();
        assertThat(Vulns.read(Statement.parse(written).predicate())).isEqualTo(vulns);
        assertThat(vulns.result()).hasSameSizeAs(Reports.read(report).findings());
        assertThat(Reports.read(report)
                        .vulns(SAID, Optional.of(BUILT))
                        .statement(List.of(IMAGE))
                        .write())
                .isEqualTo(written);
    }

    @Test
    void times_come_from_the_report_where_it_has_them() throws Exception {
        Vulns grype = Reports.read(Reports.GRYPE).vulns(SAID, Optional.of(SAID));
        assertThat(grype.scanner().db().lastUpdate()).contains(BUILT);
        assertThat(grype.scanFinishedOn()).contains(Instant.parse("2026-05-01T10:00:00.5Z"));
        assertThat(grype.scanStartedOn()).isEqualTo(grype.scanFinishedOn());
        assertThat(grype.notes())
                .containsExactly("the report does not say when the scan began; its end stands for that");
        Vulns codeql = Reports.read(Reports.SARIF_CODEQL).vulns(SAID, Optional.of(BUILT));
        assertThat(codeql.scanStartedOn()).contains(Instant.parse("2026-05-01T09:00:00Z"));
        assertThat(codeql.scanFinishedOn()).contains(Instant.parse("2026-05-01T09:40:00Z"));
    }

    @Test
    void times_that_nobody_has_written_down_are_the_callers_or_none() throws Exception {
        ScanReport report = Reports.read(Reports.OSV);
        Vulns vulns = report.vulns(SAID, Optional.of(BUILT));
        assertThat(vulns.scanStartedOn()).contains(SAID);
        assertThat(vulns.scanFinishedOn()).contains(SAID);
        assertThat(vulns.scanner().db().lastUpdate()).contains(BUILT);
        assertThat(vulns.notes())
                .contains(
                        "the report does not say when the scan was made; the time was given with it",
                        ScanReport.NO_DIGEST);
        assertThatThrownBy(() -> report.vulns(SAID, Optional.empty()))
                .isInstanceOf(MalformedVexException.class)
                .hasMessage("scan report of osv-scanner: it does not say when its vulnerability database was built;"
                        + " give that time with --scan-db-time");
    }

    @Test
    void what_the_predicate_has_no_field_for_is_annotated() throws Exception {
        Vulns vulns = Reports.read(Reports.GRYPE).vulns(SAID, Optional.empty());
        assertThat(annotation(vulns, "GHSA-1"))
                .isEqualTo(("{'aliases':['CVE-2021-1'],'fix':{'state':'fixed','versions':['2.15.0','2.3.1']},"
                                + "'package':{'locations':['/app/a.jar','/app/b.jar'],'name':'log4j-core',"
                                + "'purl':'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1','type':'java-archive',"
                                + "'version':'2.14.1'}}")
                        .replace('\'', '"'));
        assertThat(annotation(vulns, "ALAS-7")).contains("\"related\":[\"CVE-2022-2\",\"CVE-2022-3\"]", "wont-fix");
        assertThat(annotation(vulns, "CVE-2020-9"))
                .contains("\"suppressed\":{\"by\":\"vex\",\"reason\":\"vex-status not_affected, vex-justification"
                        + " component_not_present\"}");
        assertThat(result(vulns, "GHSA-1").severity())
                .contains(
                        new VulnsResult.Severity("label/github", "critical"),
                        new VulnsResult.Severity("cvss_v3/security@example.com", "9.8"));
        assertThat(vulns.unscanned()).containsExactly("Package is from end-of-life distro: debian 9");
        assertThat(vulns.report().orElseThrow().name()).contains("report.json");
        assertThat(vulns.scanner().uri()).isEqualTo("pkg:github/anchore/grype@0.90.0");
    }

    private static List<String> reports() {
        return Reports.all();
    }

    private static VulnsResult result(Vulns vulns, String id) {
        return vulns.result().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String annotation(Vulns vulns, String id) {
        return new String(StrictJson.write(result(vulns, id).annotations().get(0)), UTF_8);
    }
}

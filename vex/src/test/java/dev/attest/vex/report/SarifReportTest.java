package dev.attest.vex.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.vex.scan.AffectedPackage;
import dev.attest.vex.scan.Finding;
import dev.attest.vex.scan.Finding.Fix;
import dev.attest.vex.scan.Finding.FixState;
import dev.attest.vex.scan.Finding.Suppression;
import dev.attest.vex.scan.ScanReport;
import dev.attest.vex.scan.ScanReport.Tool;
import dev.attest.vex.scan.Severity;
import dev.attest.vex.scan.Severity.Method;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SarifReportTest {
    @Test
    void trivys_sentences_name_the_package_and_its_image() throws Exception {
        ScanReport report = Reports.read(Reports.SARIF_TRIVY);
        assertThat(report.scan().tool())
                .isEqualTo(new Tool("Trivy", Optional.of("0.70.0"), "pkg:github/aquasecurity/trivy@0.70.0"));
        assertThat(report.scan().target().digests()).containsExactly(Reports.DIGEST, Reports.CONFIG);
        assertThat(report.scan().target().name()).contains("nginx:1");
        assertThat(report.notes())
                .containsExactly("results of the kind \"secret\" are no vulnerabilities and were left out");
        assertThat(report.findings())
                .containsExactly(new Finding(
                        "CVE-2011-1",
                        List.of(),
                        List.of(),
                        affected("apt", "2.6.1", null, "library/nginx"),
                        List.of(
                                said(Method.LABEL, "low"),
                                said(Method.SECURITY_SEVERITY, "2"),
                                said(Method.SARIF_LEVEL, "note")),
                        new Fix(FixState.FIXED, List.of("2.6.2")),
                        Optional.empty()));
    }

    @Test
    void grypes_rule_ids_lose_the_package_and_one_version_has_the_purl() throws Exception {
        List<Finding> findings = Reports.read(Reports.SARIF_GRYPE).findings();
        assertThat(findings).extracting(Finding::id).containsExactly("CVE-2026-1", "CVE-2026-1");
        assertThat(findings.get(0).affected()).isEqualTo(affected("libz", "0.9", "apk"));
        assertThat(findings.get(1).affected())
                .isEqualTo(new AffectedPackage(
                        Optional.of("pkg:apk/alpine/libz@1.1"),
                        Optional.of("libz"),
                        Optional.of("1.1"),
                        Optional.of("apk"),
                        List.of("image/lib/a")));
        assertThat(findings.get(1).fix()).isEqualTo(new Fix(FixState.FIXED, List.of("1.2", "1.3")));
    }

    @Test
    void a_rule_id_is_cut_only_by_its_own_package() throws Exception {
        String other = Reports.SARIF_GRYPE.replace("Vulnerability CVE-2026-1\\n", "Vulnerability CVE\\n");
        assertThat(Reports.read(other).findings()).extracting(Finding::id).containsOnly("CVE-2026-1-libz");
    }

    @Test
    void osv_scanners_sentence_names_the_package_and_the_rule_its_aliases() throws Exception {
        Finding finding = Reports.read(Reports.SARIF_OSV).findings().get(0);
        assertThat(finding.id()).isEqualTo("CVE-2022-1");
        assertThat(finding.aliases()).containsExactly("GHSA-1", "RUSTSEC-2022-1");
        assertThat(finding.affected()).isEqualTo(affected("@scope/regex", "1.5.1", null, "Cargo.lock"));
        assertThat(finding.fix()).isEqualTo(Fix.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "src/A.java, src/A.java",
        "src/a:b.java, src/a:b.java",
        "file:///home/user/Cargo.lock, Cargo.lock",
        "FILE:/home/user/Cargo.lock, Cargo.lock",
        "file:Cargo.lock, Cargo.lock",
        "/home/user/Cargo.lock, Cargo.lock",
        "C:\\\\Users\\\\user\\\\Cargo.lock, Cargo.lock",
        "//host/share/Cargo.lock, Cargo.lock",
        "file:///home/user/,",
    })
    void locations_name_no_folder_of_the_machine(String uri, @org.jspecify.annotations.Nullable String shown)
            throws Exception {
        String report = Reports.SARIF_OSV.replace("file:///Cargo.lock", uri);
        assertThat(Reports.read(report).findings().get(0).affected().locations())
                .isEqualTo(shown == null ? List.of() : List.of(shown));
    }

    @Test
    void snyks_description_names_the_package_and_other_ids() throws Exception {
        ScanReport report = Reports.read(Reports.SARIF_SNYK);
        assertThat(report.scan().tool())
                .isEqualTo(new Tool("Snyk Container", Optional.empty(), "pkg:generic/snyk%20container"));
        Finding one = Reports.finding(report, "SNYK-DEBIAN12-APT-1");
        assertThat(one.aliases()).containsExactly("CVE-2011-3374");
        assertThat(one.affected()).isEqualTo(affected("apt/libapt-pkg6.0", "2.6.1", null, "nginx@sha256_13"));
        assertThat(one.severities())
                .containsExactly(
                        said(Method.CVSS_V3, "3.7"),
                        said(Method.SECURITY_SEVERITY, "3.7"),
                        said(Method.SARIF_LEVEL, "note"));
        Finding two = Reports.finding(report, "SNYK-DEBIAN12-X-2");
        assertThat(two.aliases()).isEmpty();
        assertThat(two.related()).containsExactly("CVE-2011-1", "CVE-2011-2");
        assertThat(Reports.finding(report, "SNYK-DEBIAN12-Y-3").affected()).isEqualTo(AffectedPackage.UNKNOWN);
    }

    @Test
    void codeqls_rules_are_found_in_its_extensions_and_its_failures_are_told() throws Exception {
        ScanReport report = Reports.read(Reports.SARIF_CODEQL);
        assertThat(report.scan().startedOn()).contains(Instant.parse("2026-05-01T09:00:00Z"));
        assertThat(report.scan().finishedOn()).contains(Instant.parse("2026-05-01T09:40:00Z"));
        assertThat(report.unscanned())
                .containsExactly(
                        "Could not extract A.java",
                        "a run of CodeQL has no results: it did not come to its end",
                        "a run of the scanner failed",
                        "an error");
        assertThat(report.notes()).hasSize(3);
        List<Finding> findings = report.findings();
        assertThat(findings).hasSize(4);
        assertThat(findings)
                .filteredOn(one -> one.suppression().isPresent())
                .singleElement()
                .satisfies(one -> assertThat(one.suppression())
                        .contains(new Suppression("suppression", "inSource checked, external")));
        assertThat(findings)
                .filteredOn(one -> one.affected().locations().equals(List.of("src/A.java:7")))
                .singleElement()
                .satisfies(one -> assertThat(one.severities())
                        .containsExactly(said(Method.SECURITY_SEVERITY, "8.8"), said(Method.SARIF_LEVEL, "error")));
        assertThat(Reports.finding(report, "java/y").severities()).containsExactly(said(Method.SARIF_LEVEL, "warning"));
    }

    @Test
    void a_tool_nobody_knows_is_named_by_its_homepage() throws Exception {
        String run =
                "{'version':'2.1.0','runs':[{'tool':{'driver':{'name':'Scan','informationUri':'%s'}},'results':[]}]}";
        assertThat(Reports.read(run.formatted("https://scan.example/x"))
                        .scan()
                        .tool()
                        .uri())
                .isEqualTo("https://scan.example/x");
        assertThat(Reports.read(run.formatted("javascript:x")).scan().tool().uri())
                .isEqualTo("pkg:generic/scan");
    }

    private static Severity said(Method method, String score) {
        return new Severity(method, score, Optional.empty());
    }

    private static AffectedPackage affected(
            String name, String version, @org.jspecify.annotations.Nullable String type, String... locations) {
        return new AffectedPackage(
                Optional.empty(),
                Optional.of(name),
                Optional.of(version),
                Optional.ofNullable(type),
                List.of(locations));
    }
}

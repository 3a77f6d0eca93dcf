package dev.attest.vex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.vex.MalformedVexException;
import dev.attest.vex.scan.AffectedPackage;
import dev.attest.vex.scan.Finding;
import dev.attest.vex.scan.Finding.Fix;
import dev.attest.vex.scan.Finding.FixState;
import dev.attest.vex.scan.Finding.Suppression;
import dev.attest.vex.scan.ScanReport;
import dev.attest.vex.scan.ScanReport.Database;
import dev.attest.vex.scan.ScanReport.Tool;
import dev.attest.vex.scan.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanReportsTest {
    private static final Instant BUILT = Instant.parse("2026-05-01T06:00:00Z");

    @Test
    void a_report_of_grype_is_read() throws Exception {
        ScanReport report = Reports.read(Reports.GRYPE);
        assertThat(report.scan().tool())
                .isEqualTo(new Tool("grype", Optional.of("0.90.0"), "pkg:github/anchore/grype@0.90.0"));
        assertThat(report.scan().database())
                .isEqualTo(new Database(
                        Optional.of("https://db.example/v6.tar.zst?checksum=sha256%3Ab"),
                        Optional.of("v6.0.2"),
                        Optional.of(BUILT)));
        assertThat(report.scan().target().digests()).containsExactly(Reports.DIGEST, Reports.CONFIG);
        assertThat(report.scan().target().name()).contains("registry.example.com/app:1");
        assertThat(report.scan().finishedOn()).contains(Instant.parse("2026-05-01T10:00:00.5Z"));
        assertThat(report.unscanned()).containsExactly("Package is from end-of-life distro: debian 9");
        assertThat(report.notes()).isEmpty();
        assertThat(ids(report)).containsExactly("ALAS-7", "CVE-2020-8", "CVE-2020-9", "GHSA-1");
        assertThat(Reports.finding(report, "GHSA-1"))
                .isEqualTo(new Finding(
                        "GHSA-1",
                        List.of("CVE-2021-1"),
                        List.of(),
                        new AffectedPackage(
                                Optional.of("pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1"),
                                Optional.of("log4j-core"),
                                Optional.of("2.14.1"),
                                Optional.of("java-archive"),
                                List.of("/app/a.jar", "/app/b.jar")),
                        List.of(
                                severity(Severity.Method.LABEL, "critical", "github"),
                                severity(Severity.Method.CVSS_V2, "9.3", "nvd@nist.gov"),
                                severity(Severity.Method.CVSS_V3, "9.8", "security@example.com"),
                                severity(Severity.Method.CVSS_VECTOR, "AV:N/AC:M", "nvd@nist.gov"),
                                severity(Severity.Method.CVSS_VECTOR, "CVSS:3.1/AV:N", "security@example.com")),
                        new Fix(FixState.FIXED, List.of("2.15.0", "2.3.1")),
                        Optional.empty()));
        assertThat(Reports.finding(report, "CVE-2020-9").suppression())
                .contains(new Suppression("vex", "vex-status not_affected, vex-justification component_not_present"));
        assertThat(Reports.finding(report, "CVE-2020-8").suppression())
                .contains(new Suppression("ignore-rule", "accepted, fix-state unknown"));
        assertThat(Reports.finding(report, "CVE-2020-9").fix().state()).isEqualTo(FixState.NOT_FIXED);
        assertThat(Reports.finding(report, "CVE-2020-8").fix()).isEqualTo(Fix.UNKNOWN);
    }

    @Test
    void an_advisory_about_several_vulnerabilities_has_no_aliases() throws Exception {
        Finding advisory = Reports.finding(Reports.read(Reports.GRYPE), "ALAS-7");
        assertThat(advisory.aliases()).isEmpty();
        assertThat(advisory.related()).containsExactly("CVE-2022-2", "CVE-2022-3");
        assertThat(advisory.severities())
                .containsExactly(new Severity(Severity.Method.LABEL, "unknown", Optional.empty()));
        assertThat(advisory.fix().state()).isEqualTo(FixState.WONT_FIX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'built':'2026-05-01T06:00:00Z','schemaVersion':5,'location':'/home','checksum':'c','error':null} | true | 5 |",
                "{'schemaVersion':5,'built':'0001-01-01T00:00:00Z'} | false | 5 |",
                "{'status':{'schemaVersion':'v6','built':'2026-05-01T06:00:00Z','valid':false,'error':'too old'}} | true | v6 | too old",
                "{'status':{'valid':false,'from':'/home/me/db.tar'}} | false | | no reason is given",
            })
    void databases_of_older_grypes_and_broken_ones_are_told(String db, boolean built, String version, String error)
            throws Exception {
        ScanReport report = Reports.read(
                "{'matches':[],'descriptor':{'name':'grype','version':'[not provided]','timestamp':'','db':%s},'source':{'type':'directory','target':'/a'}}"
                        .formatted(db));
        assertThat(report.scan().database().built().isPresent()).isEqualTo(built);
        assertThat(report.scan().database().version()).isEqualTo(Optional.ofNullable(version));
        assertThat(report.scan().database().uri()).isEmpty();
        assertThat(report.scan().tool().uri()).isEqualTo("pkg:github/anchore/grype");
        assertThat(report.scan().target().name()).contains("/a");
        assertThat(report.notes()).containsExactly(ScanReport.NO_DIGEST);
        assertThat(String.join("", report.unscanned())).contains(error == null ? "" : error);
        assertThat(report.unscanned()).hasSize(error == null ? 0 : 1);
    }

    @Test
    void a_report_of_trivy_is_read() throws Exception {
        ScanReport report = Reports.read(Reports.TRIVY);
        assertThat(report.scan().tool())
                .isEqualTo(new Tool("trivy", Optional.of("0.70.0"), "pkg:github/aquasecurity/trivy@0.70.0"));
        assertThat(report.scan().database())
                .isEqualTo(new Database(Optional.empty(), Optional.of("2"), Optional.of(BUILT)));
        assertThat(report.scan().target().digests()).containsExactly(Reports.DIGEST, Reports.CONFIG);
        assertThat(report.unscanned())
                .containsExactly(
                        "alpine 3.10.2 gets no more security updates, so nobody publishes its vulnerabilities");
        assertThat(report.notes())
                .containsExactly("2 misconfigurations in Dockerfile are no vulnerabilities and were left out");
        assertThat(ids(report))
                .containsExactly("CVE-2017-1", "CVE-2017-2", "CVE-2017-3", "CVE-2019-1549", "CVE-2020-2", "CVE-2020-3");
        assertThat(Reports.finding(report, "CVE-2019-1549"))
                .isEqualTo(new Finding(
                        "CVE-2019-1549",
                        List.of(),
                        List.of("ALPINE-1"),
                        new AffectedPackage(
                                Optional.of("pkg:apk/alpine/libcrypto@1.1.1c-r0?arch=x86_64&distro=3.10.2"),
                                Optional.of("libcrypto"),
                                Optional.of("1.1.1c-r0"),
                                Optional.of("alpine"),
                                List.of()),
                        List.of(
                                severity(Severity.Method.LABEL, "medium", "nvd"),
                                severity(Severity.Method.CVSS_V2, "5", "nvd"),
                                severity(Severity.Method.CVSS_V3, "5.3", "nvd"),
                                severity(Severity.Method.CVSS_V4, "4.8", "redhat"),
                                severity(Severity.Method.CVSS_VECTOR, "AV:N/AC:L", "nvd"),
                                severity(Severity.Method.CVSS_VECTOR, "CVSS:3.1/AV:N", "nvd")),
                        new Fix(FixState.FIXED, List.of("1.1.1d-r0", "1.2")),
                        Optional.empty()));
        assertThat(Reports.finding(report, "CVE-2020-2").fix()).isEqualTo(new Fix(FixState.WONT_FIX, List.of()));
        assertThat(Reports.finding(report, "CVE-2020-2").affected().locations())
                .containsExactly("app/package-lock.json");
        assertThat(Reports.finding(report, "CVE-2020-3").fix()).isEqualTo(new Fix(FixState.FIXED, List.of("3.1.0")));
        assertThat(Reports.finding(report, "CVE-2020-3").affected().locations())
                .containsExactly("app/node_modules/debug/package.json");
        assertThat(Reports.finding(report, "CVE-2017-1").suppression())
                .contains(new Suppression("vex", "not_affected vulnerable_code_not_in_execute_path ./vex.json"));
        assertThat(Reports.finding(report, "CVE-2017-1").fix().state()).isEqualTo(FixState.NOT_FIXED);
        assertThat(Reports.finding(report, "CVE-2017-2").suppression()).isEmpty();
        assertThat(Reports.finding(report, "CVE-2017-2").fix().state()).isEqualTo(FixState.WONT_FIX);
        assertThat(Reports.finding(report, "CVE-2017-3").suppression())
                .contains(new Suppression("ignore-rule", "ignored .trivyignore"));
    }

    @Test
    void a_report_of_trivy_without_packages_is_not_clean() throws Exception {
        ScanReport report = Reports.read("{'SchemaVersion':2,'ArtifactName':'a','CreatedAt':'0001-01-01T00:00:00Z'}");
        assertThat(report.findings()).isEmpty();
        assertThat(report.unscanned()).containsExactly("trivy found no packages that it could have looked up");
        assertThat(report.scan().finishedOn()).isEmpty();
        assertThat(report.scan().database()).isEqualTo(Database.UNKNOWN);
        String found = "{'SchemaVersion':2,'Results':[{'Vulnerabilities':[{'VulnerabilityID':'CVE-1'}]}]}";
        assertThat(Reports.read(found).unscanned()).isEmpty();
    }

    @Test
    void a_report_of_osv_scanner_is_read_with_its_groups() throws Exception {
        ScanReport report = Reports.read(Reports.OSV);
        assertThat(report.scan().tool())
                .isEqualTo(new Tool("osv-scanner", Optional.empty(), "pkg:github/google/osv-scanner"));
        assertThat(report.notes())
                .containsExactly("osv-scanner took findings out by its own signals", ScanReport.NO_DIGEST);
        assertThat(ids(report)).containsExactly("GHSA-1", "GO-2", "GO-3", "GO-4", "OSV-1");
        assertThat(Reports.finding(report, "GHSA-1"))
                .isEqualTo(new Finding(
                        "GHSA-1",
                        List.of("CVE-2021-1", "GO-1"),
                        List.of("UP-1"),
                        new AffectedPackage(
                                Optional.empty(),
                                Optional.of("example.com/gogo"),
                                Optional.of("1.3.1"),
                                Optional.of("Go"),
                                List.of("/app/go.mod")),
                        List.of(
                                severity(Severity.Method.LABEL, "medium", "osv"),
                                severity(Severity.Method.CVSS, "8.6", "osv"),
                                severity(Severity.Method.CVSS_VECTOR, "CVSS:3.1/AV:N", "osv")),
                        new Fix(FixState.FIXED, List.of("1.3.2")),
                        Optional.empty()));
        assertThat(Reports.finding(report, "GO-2").suppression())
                .contains(new Suppression("call-analysis", "the code is not called"));
        assertThat(Reports.finding(report, "GO-2").fix().state()).isEqualTo(FixState.NOT_FIXED);
        assertThat(Reports.finding(report, "GO-3").suppression())
                .contains(new Suppression("unimportant", "its distribution calls it unimportant"));
        assertThat(Reports.finding(report, "GO-4").suppression()).isEmpty();
        assertThat(Reports.finding(report, "OSV-1").suppression()).isEmpty();
        assertThat(Reports.finding(report, "OSV-1").affected().version()).contains("0123456789abcdef");
    }

    @Test
    void cyclonedx_with_vulnerabilities_is_read() throws Exception {
        ScanReport report = Reports.read(Reports.CYCLONEDX);
        assertThat(report.scan().tool().uri()).isEqualTo("pkg:github/aquasecurity/trivy@0.70.0");
        assertThat(report.scan().target().digests()).containsExactly(Reports.DIGEST, Reports.CONFIG);
        assertThat(report.scan().finishedOn()).contains(Instant.parse("2026-05-01T10:00:00Z"));
        assertThat(report.unscanned()).containsExactly("the document calls its list of components incomplete");
        List<Finding> first = report.findings().stream()
                .filter(one -> one.id().equals("CVE-2020-1"))
                .toList();
        assertThat(first).hasSize(5);
        assertThat(first)
                .extracting(one -> one.affected().name().orElse(""))
                .containsExactly("gone", "inner", "inner", "com.example/lib", "debug");
        assertThat(first.get(3).severities())
                .containsExactly(
                        severity(Severity.Method.LABEL, "critical", "ghsa"),
                        severity(Severity.Method.LABEL, "medium", "nvd"),
                        severity(Severity.Method.CVSS_V2, "6.8", "nvd"),
                        new Severity(Severity.Method.CVSS_V3, "9.8", Optional.empty()),
                        severity(Severity.Method.CVSS_VECTOR, "AV:N/AC:M", "nvd"));
        assertThat(first.get(3).aliases()).containsExactly("GHSA-1");
        assertThat(first.get(3).affected().purl()).contains("pkg:maven/com.example/lib@2.9.1");
        assertThat(first.get(3).fix()).isEqualTo(new Fix(FixState.FIXED, List.of("2.9.10.4", "2.10")));
        assertThat(first.get(4).fix()).isEqualTo(new Fix(FixState.FIXED, List.of("3.0.2")));
        assertThat(first.stream().filter(one -> one.suppression().isPresent()))
                .extracting(one -> one.suppression().orElseThrow().reason())
                .containsExactly("all versions are unaffected");
        assertThat(Reports.finding(report, "CVE-2020-2").suppression())
                .contains(new Suppression("analysis", "not_affected code_not_reachable never called"));
        assertThat(Reports.finding(report, "CVE-2020-3").affected()).isEqualTo(AffectedPackage.UNKNOWN);
        assertThat(Reports.finding(report, "CVE-2020-3").suppression()).isEmpty();
    }

    @Test
    void the_older_list_of_tools_is_read() throws Exception {
        ScanReport report = Reports.read("{'bomFormat':'CycloneDX','specVersion':'1.4','vulnerabilities':[],"
                + "'metadata':{'tools':[{'vendor':'v','name':'Some Scanner','version':'1 beta'}]}}");
        assertThat(report.scan().tool())
                .isEqualTo(new Tool("Some Scanner", Optional.of("1 beta"), "pkg:generic/some%20scanner@1%20beta"));
        assertThat(report.unscanned())
                .containsExactly("the document lists no vulnerabilities, and does not say that any were looked up");
    }

    @Test
    void cosigns_record_is_read_with_the_report_in_it() throws Exception {
        ScanReport report = Reports.read(Reports.COSIGN);
        assertThat(report.findings()).isEqualTo(Reports.read(Reports.TRIVY).findings());
        assertThat(report.scan().startedOn()).contains(Instant.parse("2026-05-01T11:00:00Z"));
        assertThat(report.scan().finishedOn()).contains(Instant.parse("2026-05-01T11:00:05Z"));
        assertThat(report.scan().database())
                .isEqualTo(new Database(Optional.of("https://db.example"), Optional.of("v2"), Optional.of(BUILT)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | none of these",
                "{'results':{}} | none of these",
                "{'matches':[],'descriptor':{'name':'grype'},'SchemaVersion':2} | more than one of these",
                "{'runs':[],'results':[],'version':'2.1.0'} | more than one of these",
                "{'scanner':{'result':{'scanner':{'result':{}}}}} | scan report.scanner.result: expected a report",
                "{'matches':[],'descriptor':{}} | scan report.descriptor.name: expected a text",
                "{'matches':[{}],'descriptor':{'name':'grype'}} | scan report.matches[0].vulnerability: expected an object",
                "{'matches':[{'vulnerability':{}}],'descriptor':{'name':'grype'}} | .vulnerability.id: expected a text",
                "{'matches':[],'descriptor':{'name':'grype','timestamp':'now'}} | .timestamp: expected an RFC 3339 time",
                "{'matches':[{'vulnerability':{'id':'a\\nb'}}],'descriptor':{'name':'grype'}} | .id: expected one line",
                "{'SchemaVersion':1} | scan report.SchemaVersion: expected 2",
                "{'SchemaVersion':2,'Results':[{'Vulnerabilities':[{}]}]} | .VulnerabilityID: expected a text",
                "{'results':[{'packages':[{}]}]} | .packages[0].package: expected an object",
                "{'results':[{'packages':[{'package':{},'groups':[{'ids':[]}]}]}]} | .ids: expected at least one id",
                "{'results':[{'packages':[{'package':{},'groups':[{'ids':['a'],'max_severity':'high'}]}]}]} | .max_severity: expected a number",
                "{'runs':[],'version':'2.0.0'} | scan report.version: expected 2.1.0",
                "{'runs':[],'version':'2.1.0'} | does not say which scanner",
                "{'runs':[{'tool':{'driver':{'name':'a'}}},{'tool':{'driver':{'name':'b'}}}],'version':'2.1.0'} | one report per tool",
                "{'runs':[{'tool':{'driver':{'name':'a'}},'results':[{}]}],'version':'2.1.0'} | .ruleId: expected a text",
                "{'runs':[{'tool':{'driver':{'name':'a','rules':[{'id':'x'}]}},'results':[{'ruleId':'y','ruleIndex':0}]}],"
                        + "'version':'2.1.0'} | .ruleIndex: expected the rule that ruleId names",
                "{'runs':[{'tool':{'driver':{'name':'a'}},'invocations':[{'startTimeUtc':'2026-05-02T00:00:00Z',"
                        + "'endTimeUtc':'2026-05-01T00:00:00Z'}]}],'version':'2.1.0'} | finished before it started",
                "{'bomFormat':'CycloneDX'} | scan report.vulnerabilities: expected a list, empty where nothing was found",
                "{'bomFormat':'CycloneDX','vulnerabilities':[]} | does not say which scanner",
                "{'bomFormat':'CycloneDX','vulnerabilities':[],'components':[{'bom-ref':'a'},{'bom-ref':'a'}]} | .bom-ref: expected a reference",
                "{'bomFormat':'CycloneDX','vulnerabilities':[{'id':'a','affects':[{}]}]} | .ref: expected a text",
                "[] | scan report: expected an object",
                "{'matches':[],'matches':[{}],'descriptor':{'name':'grype'}} | Duplicate",
            })
    void what_is_no_report_is_refused_with_its_place(String report, String complaint) {
        assertThatThrownBy(() -> Reports.read(report))
                .isInstanceOf(MalformedVexException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void a_report_about_another_image_is_refused() throws Exception {
        ScanReport report = Reports.read(Reports.GRYPE);
        report.checkAbout(Set.of(Reports.CONFIG, "sha256:" + "0".repeat(64)));
        report.checkAbout(Set.of(Reports.DIGEST));
        assertThatThrownBy(() -> report.checkAbout(Set.of("sha256:" + "0".repeat(64))))
                .isInstanceOf(MalformedVexException.class)
                .hasMessageContaining("it is about " + Reports.DIGEST + ", " + Reports.CONFIG);
        assertThatThrownBy(() -> report.checkAbout(Set.of())).isInstanceOf(MalformedVexException.class);
        Reports.read(Reports.OSV).checkAbout(Set.of(Reports.DIGEST));
    }

    @Test
    void equal_findings_are_there_once_whatever_their_order() throws Exception {
        String one = "{'vulnerability':{'id':'CVE-1'},'artifact':{'name':'a','purl':'pkg:Deb/debian/A@1'}}";
        String two = "{'vulnerability':{'id':'CVE-1'},'artifact':{'name':'b','purl':'no purl'}}";
        String form = "{'matches':[%s],'descriptor':{'name':'grype'},'source':{'type':'unknown','target':'unknown'}}";
        ScanReport report = Reports.read(form.formatted(String.join(",", one, two, one)));
        assertThat(report.findings())
                .hasSize(2)
                .isEqualTo(Reports.read(form.formatted(two + "," + one)).findings());
        assertThat(report.findings())
                .extracting(finding -> finding.affected().purl())
                .containsExactly(Optional.empty(), Optional.of("pkg:deb/debian/a@1"));
        assertThat(report.notes()).contains("1 package URLs could not be read and were left out");
    }

    @Test
    void a_file_is_read_with_its_name_and_digest(@TempDir Path folder) throws Exception {
        Path file = Files.write(
                folder.resolve("grype.json"), Reports.bytes("{'matches':[],'descriptor':{'name':'grype'}}"));
        assertThat(ScanReports.read(file).source())
                .contains(new ScanReport.Source(
                        "grype.json", "291066aa0990d0f145aa7446c49ad1f61f9c8122f0c54d54661c3929c1b6fb6f"));
        Path large = folder.resolve("large.json");
        try (var channel = java.nio.channels.FileChannel.open(
                large, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {' '}), ScanReports.MAX_BYTES);
        }
        assertThatThrownBy(() -> ScanReports.read(large))
                .isInstanceOf(MalformedVexException.class)
                .hasMessageContaining("268435457 bytes, at most 268435456 are read");
    }

    private static List<String> ids(ScanReport report) {
        return report.findings().stream().map(Finding::id).toList();
    }

    private static Severity severity(Severity.Method method, String score, String source) {
        return new Severity(method, score, Optional.of(source));
    }
}

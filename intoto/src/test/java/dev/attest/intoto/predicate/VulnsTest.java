package dev.attest.intoto.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.Vulns.Database;
import dev.attest.intoto.predicate.Vulns.Scanner;
import dev.attest.intoto.predicate.VulnsResult.Severity;
import dev.attest.json.StrictJson;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VulnsTest {
    private static final ResourceDescriptor IMAGE = ResourceDescriptor.sha256("app", "a".repeat(64));
    private static final Instant BUILT = Instant.parse("2026-05-01T06:00:00Z");
    private static final Instant STARTED = Instant.parse("2026-05-01T10:00:00Z");
    private static final Instant FINISHED = Instant.parse("2026-05-01T10:00:30Z");

    @Test
    void what_was_written_is_read() throws Exception {
        Vulns vulns =
                vulns(new Database(Optional.of("https://db.example/v6"), Optional.of("v6.1"), Optional.of(BUILT)));
        byte[] written = vulns.statement(List.of(IMAGE)).write();
        assertThat(Vulns.read(Statement.parse(written).predicate())).isEqualTo(vulns);
        assertThat(new String(written, UTF_8))
                .isEqualTo(("{'_type':'https://in-toto.io/Statement/v1','predicate':{"
                                + "'attest_notes':['the target has no digest'],"
                                + "'attest_report':{'digest':{'sha256':'%s'},'name':'grype.json'},"
                                + "'attest_unscanned':['debian 9: end of life'],"
                                + "'metadata':{'scanFinishedOn':'2026-05-01T10:00:30Z','scanStartedOn':'2026-05-01T10:00:00Z'},"
                                + "'scanner':{'db':{'lastUpdate':'2026-05-01T06:00:00Z','uri':'https://db.example/v6','version':'v6.1'},"
                                + "'result':[{'annotations':[{'purl':'pkg:deb/debian/a@1'}],'id':'CVE-2026-1',"
                                + "'severity':[{'method':'nvd','score':'high'}]},{'id':'CVE-2026-2','severity':[]}],"
                                + "'uri':'pkg:github/anchore/grype@0.90.0','version':'0.90.0'}},"
                                + "'predicateType':'https://in-toto.io/attestation/vulns/v0.2',"
                                + "'subject':[{'digest':{'sha256':'%s'},'name':'app'}]}")
                        .replace('\'', '"')
                        .formatted("b".repeat(64), "a".repeat(64)));
    }

    @Test
    void what_is_required_is_not_left_out() {
        assertThatThrownBy(() -> vulns(new Database(Optional.empty(), Optional.empty(), Optional.empty()))
                        .json())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scanner.db.lastUpdate is required");
        var db = new Database(Optional.empty(), Optional.empty(), Optional.of(BUILT));
        var scanner = new Scanner("https://s.example", Optional.empty(), db);
        for (var times : List.of(
                List.of(Optional.<Instant>empty(), Optional.of(FINISHED)),
                List.of(Optional.of(STARTED), Optional.<Instant>empty()))) {
            var vulns =
                    new Vulns(scanner, List.of(), times.get(0), times.get(1), Optional.empty(), List.of(), List.of());
            assertThatThrownBy(vulns::json)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is required");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'scanner':{'uri':'s:1','db':{'lastUpdate':'2026-05-01T08:00:00+02:00'},"
                        + "'result':[{'id':'CVE-2026-1','severity':[{'method':'nvd','score':'high'}]}]},'metadata':{}}",
                "{'scanner':{'uri':'s:1','db':{'lastUpdate':'2026-05-01T06:00:00.000Z'},"
                        + "'result':[{'id':'CVE-2026-1','severity':{'method':'nvd','score':'high'},'annotations':null}]}}",
                "{'invocation':{},'scanner':{'uri':'s:1','db':{'lastUpdate':'2026-05-01T06:00:00Z'},'result':"
                        + "[{'vulnerability':{'id':'CVE-2026-1','severity':[{'method':'nvd','score':'high'}]}}]}}",
                "{'scanner':{'uri':'s:1','version':'','database':{'uri':'','lastUpdate':'2026-05-01T06:00:00Z'},'result':"
                        + "{'vulnerabilities':[{'id':'CVE-2026-1','severity':[{'method':'nvd','score':'high'}]}]}},"
                        + "'scanMetadata':{'scanStartedOn':''}}",
            })
    void older_spellings_are_read_as_the_same(String json) throws Exception {
        Vulns vulns = read(json);
        assertThat(vulns.result())
                .containsExactly(new VulnsResult("CVE-2026-1", List.of(new Severity("nvd", "high")), List.of()));
        assertThat(vulns.scanner().db().lastUpdate()).contains(BUILT);
        assertThat(vulns.scanStartedOn()).isEmpty();
        assertThat(vulns.scanner().version()).isEmpty();
    }

    @Test
    void a_score_that_is_a_number_is_its_text_and_one_annotation_a_list_of_one() throws Exception {
        Vulns vulns = read("{'scanner':{'uri':'s:1','result':[{'id':'a','severity':{'method':'cvss_score','score':7.5},"
                + "'annotations':{'k':1}}]},'scanMetadata':{'scanFinishedOn':'2026-05-01T10:00:30Z'}}");
        assertThat(vulns.result().get(0).severity()).containsExactly(new Severity("cvss_score", "7.5"));
        assertThat(vulns.result().get(0).annotations().toString()).isEqualTo("[{\"k\":1}]");
        assertThat(vulns.scanFinishedOn()).contains(FINISHED);
        assertThat(vulns.scanner().db().lastUpdate()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | predicate.scanner: expected an object",
                "{'scanner':{}} | predicate.scanner.uri: expected a text",
                "{'scanner':{'uri':'grype','result':[]}} | predicate: scanner.uri is not a URI",
                "{'scanner':{'uri':'','result':[]}} | predicate: scanner.uri is not one line",
                "{'scanner':{'uri':'s:1'}} | predicate.scanner.result: expected a list of vulnerabilities",
                "{'scanner':{'uri':'s:1','result':null}} | predicate.scanner.result: expected a list of vulnerabilities",
                "{'scanner':{'uri':'s:1','result':'none'}} | predicate.scanner.result: expected an array",
                "{'scanner':{'uri':'s:1','result':{}}} | not a scanner's own report",
                "{'scanner':{'uri':'s:1','result':{'SchemaVersion':2,'Results':[]}}} | not a scanner's own report",
                "{'scanner':{'uri':'s:1','result':{'SchemaVersion':2,'vulnerabilities':[]}}} | not a scanner's own report",
                "{'scanner':{'uri':'s:1','result':[{}]}} | predicate.scanner.result[0].id: expected a text",
                "{'scanner':{'uri':'s:1','result':[{'id':' '}]}} | predicate.scanner.result[0]: id is not one line",
                "{'scanner':{'uri':'s:1','result':[{'id':'a','vulnerability':{'id':'b'}}]}} | .id: expected it once",
                "{'scanner':{'uri':'s:1','result':[{'id':'a','severity':'high'}]}} | .severity: expected an array",
                "{'scanner':{'uri':'s:1','result':[{'id':'a','severity':[{'method':'m'}]}]}} | .score: expected a text",
                "{'scanner':{'uri':'s:1','result':[{'id':'a','annotations':['x']}]}} | .annotations[0]: expected an object",
                "{'scanner':{'uri':'s:1','result':[],'db':{},'database':{}}} | .database: expected it once, not beside db",
                "{'scanner':{'uri':'s:1','result':[]},'metadata':{},'scanMetadata':{}} | .scanMetadata: expected it once",
                "{'scanner':{'uri':'s:1','result':[],'db':{'lastUpdate':'yesterday'}}} | expected an RFC 3339 time",
                "{'scanner':{'uri':'s:1','result':[]},'metadata':{'scanStartedOn':'2026-05-02T00:00:00Z',"
                        + "'scanFinishedOn':'2026-05-01T00:00:00Z'}} | predicate: a scan that finished before it started",
                "{'scanner':{'uri':'s:1','result':[]},'attest_unscanned':[1]} | .attest_unscanned[0]: expected a text",
            })
    void what_is_no_scan_is_refused_with_its_place(String json, String complaint) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(MalformedStatementException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void the_older_type_is_known_and_cosigns_is_not() {
        assertThat(PredicateType.of("https://in-toto.io/attestation/vulns/v0.1"))
                .contains(PredicateType.VULNS);
        assertThat(PredicateType.of("https://in-toto.io/attestation/vulns/v0.2"))
                .contains(PredicateType.VULNS);
        assertThat(PredicateType.of("https://cosign.sigstore.dev/attestation/vuln/v1"))
                .isEmpty();
    }

    @Test
    void counts_are_bounded() {
        var db = new Database(Optional.empty(), Optional.empty(), Optional.of(BUILT));
        var scanner = new Scanner("https://s.example", Optional.empty(), db);
        var one = new VulnsResult("a", List.of(), List.of());
        var severities = Collections.nCopies(1001, new Severity("m", "1"));
        assertThatThrownBy(() -> new VulnsResult("a", severities, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        var annotations = Collections.nCopies(1001, StrictJson.object());
        assertThatThrownBy(() -> new VulnsResult("a", List.of(), annotations))
                .isInstanceOf(IllegalArgumentException.class);
        var many = Collections.nCopies(Vulns.MAX_RESULTS + 1, one);
        assertThatThrownBy(() -> of(scanner, many, List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
        var remarks = Collections.nCopies(Vulns.MAX_REMARKS + 1, "r");
        assertThatThrownBy(() -> of(scanner, List.of(), remarks, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(scanner, List.of(), List.of(), remarks))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scanner("https://s.example", Optional.of("1\n2"), db))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Scanner("s:" + "x".repeat(2000), Optional.empty(), db))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Vulns of(Scanner scanner, List<VulnsResult> result, List<String> unscanned, List<String> notes) {
        return new Vulns(
                scanner, result, Optional.of(STARTED), Optional.of(FINISHED), Optional.empty(), unscanned, notes);
    }

    private static Vulns vulns(Database db) {
        return new Vulns(
                new Scanner("pkg:github/anchore/grype@0.90.0", Optional.of("0.90.0"), db),
                List.of(
                        new VulnsResult(
                                "CVE-2026-1",
                                List.of(new Severity("nvd", "high")),
                                List.of(StrictJson.object().put("purl", "pkg:deb/debian/a@1"))),
                        new VulnsResult("CVE-2026-2", List.of(), List.of())),
                Optional.of(STARTED),
                Optional.of(FINISHED),
                Optional.of(ResourceDescriptor.sha256("grype.json", "b".repeat(64))),
                List.of("debian 9: end of life"),
                List.of("the target has no digest"));
    }

    private static Vulns read(String json) throws Exception {
        return Vulns.read(StrictJson.parseObject(json.replace('\'', '"').getBytes(UTF_8), "predicate"));
    }
}

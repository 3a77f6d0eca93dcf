package dev.attest.intoto.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.TestResult.Counts;
import dev.attest.intoto.predicate.TestResult.Names;
import dev.attest.intoto.predicate.TestResult.Result;
import dev.attest.json.StrictJson;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestResultTest {
    private static final ResourceDescriptor IMAGE = ResourceDescriptor.sha256("app", "a".repeat(64));
    private static final ResourceDescriptor REPORT = ResourceDescriptor.sha256("TEST-a.xml", "b".repeat(64));

    @Test
    void what_was_written_is_read() throws Exception {
        var result = new TestResult(
                Result.FAILED,
                List.of(REPORT),
                Optional.of("https://ci.example.com/7"),
                new Names(List.of("a.one"), List.of("a.two"), List.of("a.three")),
                Optional.of(new Counts(1, 1, 1, 2)),
                List.of("2 more were claimed"));
        byte[] written = result.statement(List.of(IMAGE)).write();
        assertThat(TestResult.read(Statement.parse(written).predicate())).isEqualTo(result);
        assertThat(new String(written, UTF_8))
                .contains("\"attest_counts\":{\"failed\":1,\"passed\":1,\"skipped\":2,\"warned\":1}")
                .contains("\"predicateType\":\"https://in-toto.io/attestation/test-result/v0.1\"");
    }

    @Test
    void what_is_not_said_is_not_written() {
        var result =
                new TestResult(Result.PASSED, List.of(), Optional.empty(), Names.NONE, Optional.empty(), List.of());
        assertThat(result.json().toString()).isEqualTo("{\"result\":\"PASSED\",\"configuration\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'result':'PASSED','configuration':[]} | PASSED",
                "{'result':'PASSED'} | PASSED",
                "{'result':'PASSED','passedTests':null,'url':'','somebody_else':7} | PASSED",
                "{'result':'WARNED','configuration':[]} | WARNED",
                "{'result':'FAILED','configuration':[]} | FAILED",
                "{'result':'ERROR','configuration':[]} | FAILED",
                "{'result':'SKIPPED','configuration':[]} | FAILED",
                "{'result':'PASSED','configuration':[],'failedTests':['a']} | FAILED",
                "{'result':'PASSED','configuration':[],'warnedTests':['a']} | WARNED",
                "{'result':'WARNED','configuration':[],'failedTests':['a']} | FAILED",
                "{'result':'PASSED','configuration':[],'failures':1} | FAILED",
                "{'result':'PASSED','configuration':[],'warnings':1} | WARNED",
                "{'result':'PASSED','attest_counts':{'passed':9,'warned':0,'failed':1,'skipped':0}} | FAILED",
                "{'result':'PASSED','attest_counts':{'passed':9,'warned':1,'failed':0,'skipped':0}} | WARNED",
                "{'result':'PASSED','attest_counts':{'passed':9,'warned':0,'failed':0,'skipped':7}} | PASSED",
            })
    void a_result_is_never_better_than_its_tests(String json, Result expected) throws Exception {
        assertThat(read(json).result()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'result':'passed'}",
                "{'result':'pass'}",
                "{'result':true}",
                "{'result':'PASSED','configuration':{}}",
                "{'result':'PASSED','configuration':[{}]}",
                "{'result':'PASSED','failedTests':'none'}",
                "{'result':'PASSED','failures':'0'}",
                "{'result':'PASSED','attest_counts':{}}",
                "{'result':'PASSED','attest_counts':{'passed':-1,'warned':0,'failed':0,'skipped':0}}",
                "{'result':'PASSED','attest_counts':{'passed':1,'warned':-1,'failed':0,'skipped':0}}",
                "{'result':'PASSED','attest_counts':{'passed':1,'warned':0,'failed':-1,'skipped':0}}",
                "{'result':'PASSED','attest_counts':{'passed':1,'warned':0,'failed':0,'skipped':-1}}",
                "{'result':'PASSED','attest_counts':{'passed':99999999999999999999,'warned':0,'failed':0,'skipped':0}}",
            })
    void what_is_no_result_is_refused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedStatementException.class);
    }

    @Test
    void a_result_that_its_tests_contradict_cannot_be_made() {
        assertThatThrownBy(() -> new TestResult(
                        Result.PASSED,
                        List.of(),
                        Optional.empty(),
                        Names.NONE,
                        Optional.of(new Counts(1, 0, 1, 0)),
                        List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FAILED");
        List<String> many = Collections.nCopies(TestResult.MAX_TESTS + 1, "a");
        assertThatThrownBy(() -> new Names(List.of(), many, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static TestResult read(String json) throws Exception {
        return TestResult.read(StrictJson.parseObject(json.replace('\'', '"').getBytes(UTF_8), "predicate"));
    }
}

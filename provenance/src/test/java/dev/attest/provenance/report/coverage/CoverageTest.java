package dev.attest.provenance.report.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.Scai;
import dev.attest.json.StrictJson;
import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jacoco.xml | jacoco | LINE=3 of 4, BRANCH=1 of 2",
                "jacoco.csv | jacoco | LINE=3 of 4, BRANCH=1 of 2",
                "cobertura.xml | cobertura | LINE=3 of 4, BRANCH=1 of 2",
                "clover.xml | clover | LINE=3 of 4, BRANCH=1 of 2",
                "lcov.info | lcov | LINE=3 of 4, BRANCH=1 of 2",
                "cover.out | go | STATEMENT=3 of 4",
            })
    void every_form_says_the_same_of_the_same_source(String form, String tool, String counters) throws Exception {
        Coverage coverage = read(Reports.of(form));
        assertThat(coverage.tool()).isEqualTo(tool);
        assertThat(coverage.counters()).hasToString("{" + counters + "}");
        assertThat(coverage.notes()).isEmpty();
    }

    @Test
    void an_attribute_says_numbers_ratios_and_the_report() throws Exception {
        Coverage coverage = read(Reports.of("jacoco.xml"));
        Scai scai = coverage.predicate(Optional.empty());
        byte[] written = StrictJson.write(scai.json());
        assertThat(new String(written, UTF_8))
                .startsWith("{\"attributes\":[{\"attribute\":\"TEST_COVERAGE\",\"conditions\":{\"branch\":0.5000,"
                        + "\"branchCovered\":1,\"branchTotal\":2,\"line\":0.7500,\"lineCovered\":3,\"lineTotal\":4,"
                        + "\"tool\":\"jacoco\"},\"evidence\":{\"digest\":{\"sha256\":\"");
        assertThat(Coverage.read(Scai.read(StrictJson.parseObject(written, "predicate"))))
                .isEqualTo(coverage);
        assertThat(coverage.evidence().flatMap(ResourceDescriptor::name)).contains("report0");
    }

    @ParameterizedTest
    @CsvSource({
        "7999, 10000, 0.7999",
        "79999, 100000, 0.7999",
        "2, 3, 0.6666",
        "0, 3, 0",
        "3, 3, 1",
        "999999, 1000000, 0.9999",
    })
    void ratios_are_rounded_down(long covered, long total, String ratio) {
        assertThat(new Counter(covered, total).ratio()).isEqualByComparingTo(ratio);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 10, 0.8, true",
        "79999, 100000, 0.8, false",
        "799999999999, 1000000000000, 0.8, false",
        "0, 1, 0, true",
        "0, 0, 0, false",
        "1, 3, 0.3333, true",
        "1, 3, 0.33334, false",
    })
    void the_numbers_themselves_reach_a_minimum_or_do_not(
            long covered, long total, BigDecimal minimum, boolean reached) {
        assertThat(new Counter(covered, total).reaches(minimum)).isEqualTo(reached);
    }

    @Test
    void what_cannot_be_is_no_counter() {
        assertThatThrownBy(() -> new Counter(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Counter(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Counter.NONE::ratio).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Coverage("x", Map.of(Unit.BRANCH, new Counter(1, 1)), Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'line':0.75,'lineCovered':3,'lineTotal':4 | accepted",
                "'line':0.7500,'lineCovered':3,'lineTotal':4,'tool':'x','notes':['y'],'more':{} | accepted",
                "'statement':1,'statementCovered':4,'statementTotal':4 | accepted",
                "'line':0.76,'lineCovered':3,'lineTotal':4 | conditions.line: expected the ratio of 3 of 4",
                "'line':0.6667,'lineCovered':2,'lineTotal':3 | conditions.line: expected the ratio of 2 of 3",
                "'line':'0.75','lineCovered':3,'lineTotal':4 | conditions.line: expected the ratio",
                "'lineCovered':3,'lineTotal':4 | conditions.line: expected the ratio",
                "'line':0.75 | conditions.lineCovered: expected a whole number",
                "'line':0.75,'lineCovered':3 | conditions.lineTotal: expected a whole number",
                "'line':0,'lineCovered':0,'lineTotal':0 | conditions.line: expected the ratio",
                "'line':1.25,'lineCovered':5,'lineTotal':4 | 5 of 4 are covered",
                "'line':-1,'lineCovered':-4,'lineTotal':4 | -4 of 4 are covered",
                "'branch':0.75,'branchCovered':3,'branchTotal':4 | neither lines nor statements",
                "'line':1,'lineCovered':1,'lineTotal':1,'branch':0.9 | conditions.branchCovered",
                "'line':1,'lineCovered':1,'lineTotal':1,'notes':'x' | conditions.notes",
            })
    void an_attribute_is_read_by_its_numbers(String conditions, String answer) throws Exception {
        Scai scai = scai("{'attributes':[{'attribute':'TEST_COVERAGE','conditions':{" + conditions + "}}]}");
        if (answer.equals("accepted")) {
            assertThat(Coverage.read(scai).counters()).hasSize(1);
        } else {
            assertThatThrownBy(() -> Coverage.read(scai))
                    .isInstanceOf(MalformedProvenanceException.class)
                    .hasMessageContaining(answer);
        }
    }

    @Test
    void an_attribute_report_has_one_coverage() throws Exception {
        Scai none = scai("{'attributes':[{'attribute':'NO_SHELL'}]}");
        assertThatThrownBy(() -> Coverage.read(none)).hasMessageContaining("not 0 times");
        Scai two = scai("{'attributes':[{'attribute':'TEST_COVERAGE'},{'attribute':'TEST_COVERAGE'}]}");
        assertThatThrownBy(() -> Coverage.read(two)).hasMessageContaining("not 2 times");
    }

    @Test
    void several_reports_are_summed_in_any_order() throws Exception {
        String one = Reports.jacoco("one", "a/A.java", "1c", "2m");
        String two = Reports.jacoco("two", "b/B.java", "1c", "2c");
        Coverage coverage = read(one, two);
        assertThat(coverage.counters()).hasToString("{LINE=3 of 4}");
        ResourceDescriptor evidence = coverage.evidence().orElseThrow();
        assertThat(evidence.name()).contains("SHA256SUMS");
        assertThat(evidence.annotations().get(ReportEvidence.REPORTS)).hasSize(2);
        List<Path> other = List.of(folder.resolve("report1"), folder.resolve("report0"), folder.resolve("report1"));
        assertThat(Coverage.read(other)).isEqualTo(coverage);
    }

    @Test
    void a_file_that_two_reports_measured_counts_once() throws Exception {
        assertThat(read(
                                Reports.jacoco("m", "a/A.java", "1c", "2m", "3m"),
                                Reports.jacoco("m", "a/A.java", "1m", "2c", "3m"))
                        .counters())
                .hasToString("{LINE=2 of 3}");
        assertThat(read("TN:unit\nSF:/a.c\nDA:1,1\nDA:2,0\nend_of_record\n", "SF:/a.c\nDA:2,1\nDA:3,0\nend_of_record\n")
                        .counters())
                .hasToString("{LINE=2 of 3}");
        assertThat(read(
                                "mode: set\na.go:1.1,2.2 3 1\na.go:3.1,4.2 2 0\n",
                                "mode: set\na.go:1.1,2.2 3 0\na.go:3.1,4.2 2 1\n")
                        .counters())
                .hasToString("{STATEMENT=5 of 5}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SF:a.c\\nDA:1,1\\nend_of_record | SF:a.c\\nDA:2,1\\nend_of_record | a.c is in report0 and in report1 with other",
                "mode: set\\na.go:1.1,2.2 3 1 | mode: set\\na.go:1.1,2.3 3 1 | with other lines",
                "mode: set\\n/a.go:1.1,2.2 3 1 | mode: set\\n/a.go:1.1,2.2 4 1 | blocks of different sizes",
                "SF:src/a.go\\nDA:1,1\\nend_of_record | mode: set\\nexample.com/src/a.go:1.1,2.2 3 1 | too",
                "SF:./a.go\\nDA:1,1\\nend_of_record | mode: set\\nexample.com/src/a.go:1.1,2.2 3 1 | too",
            })
    void reports_without_a_true_sum_are_refused(String one, String two, String message) {
        assertThatThrownBy(() -> read(one.replace("\\n", "\n"), two.replace("\\n", "\n")))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining("no true sum")
                .hasMessageContaining(message);
    }

    @Test
    void the_same_java_file_under_two_modules_is_refused_and_another_is_not() throws Exception {
        String one = Reports.jacoco("one", "a/Main.java", "1c", "2m");
        String same = Reports.jacoco("two", "a/Main.java", "1c", "2c");
        assertThatThrownBy(() -> read(one, same)).hasMessageContaining("under the names of two modules");
        assertThat(read(one, Reports.jacoco("two", "a/Main.java", "1c", "3c")).counters())
                .hasToString("{LINE=3 of 4}");
        String groups = "<report name='all'><group name='g'><package name='a'><sourcefile name='M.java'>"
                + "<line nr='1' mi='0' ci='1' mb='0' cb='0'/></sourcefile></package></group><group name='h'>"
                + "<package name='a'><sourcefile name='M.java'><line nr='1' mi='1' ci='0' mb='0' cb='0'/></sourcefile>"
                + "</package></group></report>";
        assertThat(read(groups).counters()).hasToString("{LINE=1 of 2}");
    }

    @Test
    void tables_of_jacoco_are_summed_only_with_each_other() throws Exception {
        String one = Reports.of("jacoco.csv");
        assertThatThrownBy(() -> read(one, Reports.of("jacoco.xml"))).hasMessageContaining("give the XML");
        assertThatThrownBy(() -> read(one, one + "\n")).hasMessageContaining("as numbers without their lines");
        assertThatThrownBy(() -> read(one, one.replace("app,", "other,")))
                .hasMessageContaining("under the names of two modules");
        assertThat(read(one, one.replace(",com.", ",org.")).counters()).hasToString("{LINE=6 of 8, BRANCH=2 of 4}");
    }

    @Test
    void branches_that_have_no_true_sum_are_left_out() throws Exception {
        String half = "SF:/a.c\nDA:1,1\nBRDA:1,0,0,1\nBRDA:1,0,1,-\nend_of_record\n";
        Coverage twice = read(half, half + "\n");
        assertThat(twice.counters()).hasToString("{LINE=1 of 1}");
        assertThat(twice.notes()).singleElement().asString().contains("no true sum");
        String none = "SF:/a.c\nDA:1,1\nBRDA:1,0,0,0\nBRDA:1,0,1,-\nend_of_record\n";
        assertThat(read(half, none).counters()).hasToString("{LINE=1 of 1, BRANCH=1 of 2}");
        String full = "SF:/a.c\nDA:1,1\nBRDA:1,0,0,4\nBRDA:1,0,1,2\nend_of_record\n";
        assertThat(read(half, full).counters()).hasToString("{LINE=1 of 1, BRANCH=2 of 2}");
        String more = "SF:/a.c\nDA:1,1\nBRDA:1,0,0,4\nBRDA:1,0,1,2\nBRDA:1,0,2,2\nend_of_record\n";
        assertThat(read(full, more).counters()).hasToString("{LINE=1 of 1}");
    }

    @Test
    void claims_that_the_lines_do_not_show_are_refused_or_noted() throws Exception {
        String xml = Reports.of("jacoco.xml").replace("type=\"LINE\" missed=\"1\"", "type=\"LINE\" missed=\"7\"");
        assertThatThrownBy(() -> read(xml))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining("report0: it claims 3 of 10 lines, and its files add up to 3 of 4");
        String better = Reports.of("jacoco.xml").replace("type=\"LINE\" missed=\"1\"", "type=\"LINE\" missed=\"0\"");
        assertThat(read(better).notes())
                .containsExactly("report0: it claims 3 of 3 lines, and its files add up to 3 of 4");
        String cobertura = Reports.of("cobertura.xml").replace("lines-covered=\"3\"", "lines-covered=\"9\"");
        assertThatThrownBy(() -> read(cobertura)).hasMessageContaining("it claims 9 of 4 lines, which cannot be");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cobertura.xml | lines-valid=\"4\" | lines-valid=\"9\" | 3 of 9 lines",
                "cobertura.xml | lines-covered=\"3\" | lines-covered=\"2\" | 2 of 4 lines",
                "cobertura.xml | branches-valid=\"2\" | branches-valid=\"3\" | 1 of 3 branches",
                "jacoco.xml | type=\"BRANCH\" missed=\"1\" | type=\"BRANCH\" missed=\"4\" | 1 of 5 branches",
                "clover.xml | coveredstatements=\"3\" | coveredstatements=\"1\" | 1 of 4 lines",
                "clover.xml | coveredstatements=\"3\" | coveredstatements=\"3\" conditionals=\"9\" coveredconditionals=\"1\""
                        + " | 1 of 9 branches",
                "lcov.info | LF:2 | LF:9 | 2 of 9 lines",
                "lcov.info | LH:2 | LH:1 | 1 of 2 lines",
                "lcov.info | BRF:2 | BRF:4 | 1 of 4 branches",
                "lcov.info | BRH:1 | BRH:0 | 0 of 2 branches",
            })
    void a_report_is_not_signed_better_than_it_is(String form, String says, String worse, String message)
            throws Exception {
        String report = Reports.of(form);
        assertThat(report).contains(says);
        assertThatThrownBy(() -> read(report.replace(says, worse)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining("it claims " + message + ", and its files add up to");
    }

    @Test
    void lines_that_are_told_twice_may_be_claimed_twice() throws Exception {
        String cobertura = Reports.of("cobertura.xml")
                .replace(
                        "<line number=\"3\" hits=\"1\"/>",
                        "<line number=\"3\" hits=\"1\"/><line number=\"3\" hits=\"0\"/>")
                .replace("lines-valid=\"4\"", "lines-valid=\"5\"");
        assertThat(read(cobertura).counters()).hasToString("{LINE=3 of 4, BRANCH=1 of 2}");
    }

    @Test
    void the_form_is_known_by_the_content() throws Exception {
        String jacoco = Reports.of("jacoco.xml").replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
        Path file = folder.resolve("lcov.info");
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Files.write(file, ("\ufeff" + jacoco).getBytes(charset));
            assertThat(Coverage.read(List.of(file)).tool()).isEqualTo("jacoco");
        }
        Files.writeString(file, "\ufeff" + Reports.of("cover.out").replace("\n", "\r\n"));
        assertThat(Coverage.read(List.of(file)).tool()).isEqualTo("go");
        assertThatThrownBy(() -> Coverage.read(List.of(folder))).hasMessageContaining("expected a file");
    }

    private Coverage read(String... reports) throws IOException, MalformedProvenanceException {
        var paths = new java.util.ArrayList<Path>();
        for (String report : reports) {
            paths.add(Files.writeString(folder.resolve("report" + paths.size()), report));
        }
        return Coverage.read(paths);
    }

    private static Scai scai(String json) throws Exception {
        return Scai.read(StrictJson.parseObject(json.replace('\'', '"').getBytes(UTF_8), "predicate"));
    }
}

package dev.attest.provenance.report.coverage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.provenance.MalformedProvenanceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A report with one defect each; the honest twin of every form is in {@link Reports}. */
class RefusedReportsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jacoco.xml | nr=\"3\" | nr=\"-3\" | line/@nr: expected a whole number",
                "jacoco.xml | nr=\"3\" | nr=\"16777216\" | line/@nr: expected at most",
                "jacoco.xml | ci=\"3\" | ci=\"NaN\" | line/@ci: expected a whole number",
                "jacoco.xml | ci=\"3\" | ci=\"1e3\" | line/@ci: expected a whole number",
                "jacoco.xml | cb=\"1\" | cb=\"999999\" | line/@cb: expected at most",
                "jacoco.xml | mb=\"1\" | mb=\"9999999999999999\" | line/@mb: expected a whole number",
                "jacoco.xml | covered=\"7\"/><counter | covered=\"-7\"/><counter | counter/@covered: expected a whole",
                "jacoco.xml | <report name=\"app\"> | <report> | report/@name: expected a value",
                "jacoco.xml | <sourcefile name=\"A.java\"> | <sourcefile name=\"\"> | sourcefile/@name: expected a value",
                "jacoco.xml | <sourcefile name=\"A.java\"> | <x> | a line outside of a source file",
                "jacoco.xml | </package> | </package><line nr=\"1\"/> | a line outside of a source file",
                "jacoco.xml | </report> | '' | not XML",
                "jacoco.xml | <report name=\"app\"> | <raport name=\"app\"> | expected a report of JaCoCo",
                "jacoco.csv | LINE_COVERED | LINES_COVERED | expected the columns",
                "jacoco.csv | 1,1,0,3 | 1,1,0 | expected 9 columns",
                "jacoco.csv | 1,1,0,3 | 1,1,0,-3 | expected a whole number",
                "jacoco.csv | 1,1,0,3 | 1,1,0,99999999999 | expected a whole number",
                "jacoco.csv | A.B | A | a class for the second time",
                "cobertura.xml | hits=\"0\" | hits=\"-1\" | expected how often",
                "cobertura.xml | hits=\"0\" | hits=\"NaN\" | expected how often",
                "cobertura.xml | hits=\"0\" | '' | line/@hits: expected a value",
                "cobertura.xml | number=\"9\" | number=\"9.5\" | line/@number: expected a whole number",
                "cobertura.xml | (1/2) | (3/2) | no more covered than there are",
                "cobertura.xml | (1/2) | (-1/2) | such as 50% (1/2)",
                "cobertura.xml | 50% (1/2) | half | such as 50% (1/2)",
                "cobertura.xml | filename=\"x/a.py\" | file=\"x/a.py\" | class/@filename: expected a value",
                "cobertura.xml | lines-valid=\"4\" | lines-valid=\"-4\" | coverage/@lines-valid: expected a whole number",
                "cobertura.xml | <sources> | <file><sources> | expected a report of JaCoCo",
                "clover.xml | truecount=\"1\" | truecount=\"-1\" | expected how often",
                "clover.xml | count=\"7\" | count=\"\" | line/@count: expected a value",
                "clover.xml | type=\"cond\" | type=\"branch\" | expected stmt, cond or method",
                "clover.xml | num=\"9\" | num=\"x\" | line/@num: expected a whole number",
                "clover.xml | </file></package> | </file><line/></package> | a line outside of a file",
                "lcov.info | DA:1,1 | DA:1 | expected DA:line,count",
                "lcov.info | DA:1,1 | DA:1,-1 | expected how often",
                "lcov.info | DA:1,1 | DA:0x1,1 | expected a whole number",
                "lcov.info | DA:1,1 | <html> | expected a record of LCOV",
                "lcov.info | BRDA:2,0,1,- | BRDA:2,- | expected BRDA",
                "lcov.info | BRDA:2,0,1,- | BRDA:2 | expected BRDA",
                "lcov.info | BRDA:2,0,1,- | BRDA:2,0,1,x | expected how often",
                "lcov.info | SF:src/a.ts | SF: | a source file is named by",
                "lcov.info | SF:src/b.ts | '' | expected SF before it",
                "lcov.info | DA:9,0\\nend_of_record | DA:9,0 | the record of src/b.ts breaks off",
                "lcov.info | end_of_record\\nSF:src/b.ts | SF:src/b.ts | the record before has no end",
                "cover.out | mode: set | mode: some | expected the mode",
                "cover.out | 2 7 | 2 -7 | expected file:line.column",
                "cover.out | 2 7 | 2 7 7 | expected file:line.column",
                "cover.out | 3.13,5.2 2 7 | 3,5 2 7 | expected file:line.column",
                "cover.out | 5.2 1 1 | 5.2 2 1 | a block told before",
                "cover.out | mode: atomic | mode; atomic | expected a report of JaCoCo",
            })
    void one_defect_refuses(String form, String good, String bad, String message) throws Exception {
        String report = Reports.of(form);
        String from = good.replace("\\n", "\n");
        org.assertj.core.api.Assertions.assertThat(report).contains(from);
        Path file = Files.writeString(folder.resolve("report"), report.replace(from, bad));
        assertThatThrownBy(() -> Coverage.read(List.of(file)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageStartingWith("report: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | expected a report",
                "{} | expected a report",
                "<coverage/> | expected a report",
                "<testsuites/> | expected a report",
                "<report name='x'/> | no line and no statement",
                "mode: set | no line and no statement",
                "<coverage><packages/></coverage> | no line and no statement",
                "<coverage><project/></coverage> | no line and no statement",
                "TN: | no line and no statement",
            })
    void what_counts_nothing_is_refused(String report, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("report"), report);
        assertThatThrownBy(() -> Coverage.read(List.of(file)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining(message);
    }
}

package dev.attest.provenance.report.coverage;

/** Small reports of one source, with four lines of which three are run through, and one of two branches. */
final class Reports {
    private Reports() {}

    static String of(String form) {
        return switch (form) {
            case "jacoco.xml" ->
                """
                <?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" \
                "report.dtd"><report name="app"><sessioninfo id="h-1" start="1" dump="2"/><package name="com/x">\
                <class name="com/x/A" sourcefilename="A.java"><method name="m" desc="()V" line="1">\
                <counter type="LINE" missed="1" covered="3"/></method><counter type="LINE" missed="1" covered="3"/></class>\
                <sourcefile name="A.java"><line nr="1" mi="0" ci="3" mb="0" cb="0"/><line nr="2" mi="1" ci="3" mb="1" cb="1"/>\
                <line nr="3" mi="0" ci="1" mb="0" cb="0"/><line nr="9" mi="4" ci="0" mb="0" cb="0"/>\
                <counter type="LINE" missed="1" covered="3"/></sourcefile></package>\
                <counter type="INSTRUCTION" missed="5" covered="7"/><counter type="BRANCH" missed="1" covered="1"/>\
                <counter type="LINE" missed="1" covered="3"/></report>
                """;
            case "jacoco.csv" ->
                """
                GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,LINE_MISSED,LINE_COVERED
                app,com.x,A,4,6,1,1,0,3
                app,com.x,A.B,1,1,0,0,1,0
                """;
            case "cobertura.xml" ->
                """
                <?xml version="1.0" ?>
                <!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
                <coverage line-rate="0.75" lines-covered="3" lines-valid="4" branches-covered="1" branches-valid="2" version="7">
                <sources><source>/src</source></sources><packages><package name="x"><classes>
                <class name="a" filename="x/a.py"><methods><method name="m" signature="()"><lines>
                <line number="2" hits="1"/></lines></method></methods><lines>
                <line number="1" hits="1"/><line number="2" hits="18446744073709551616" branch="true"
                 condition-coverage="50% (1/2)"><conditions><condition number="0" type="jump" coverage="50%"/></conditions></line>
                </lines></class>
                <class name="b" filename="x/a.py"><methods/><lines><line number="3" hits="1"/><line number="9" hits="0"/></lines>
                </class></classes></package></packages></coverage>
                """;
            case "clover.xml" ->
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <coverage generated="1" clover="4.4.1"><project timestamp="1" name="All files">
                <metrics statements="4" coveredstatements="3"/><package name="x"><file name="A.java" path="/src/x/A.java">
                <metrics statements="4"/><line num="1" type="method" count="0" name="m"/><line num="1" count="1" type="stmt"/>
                <line num="2" type="cond" truecount="1" falsecount="0"/><line num="3" count="7" type="stmt"/>
                </file></package><file name="x/A.php"><line num="9" type="stmt" count="0"/></file></project>
                <testproject name="tests"><file name="T.java"><line num="1" type="stmt" count="0"/></file></testproject>
                </coverage>
                """;
            case "lcov.info" ->
                """
                TN:unit
                SF:src/a.ts
                FN:1,m
                FNDA:1,m
                DA:1,1
                DA:2,18446744073709551616,checksum
                BRDA:2,0,(a, b),1
                BRDA:2,0,1,-
                BRF:2
                BRH:1
                LF:2
                LH:2
                end_of_record
                SF:src/b.ts
                DA:3,1
                DA:9,0
                end_of_record
                """;
            case "cover.out" ->
                """
                mode: atomic
                example.com/m/a.go:3.13,5.2 2 7
                example.com/m/a.go:7.13,9.2 1 0
                mode: set
                example.com/m/b.go:3.13,5.2 1 0
                example.com/m/b.go:3.13,5.2 1 1
                """;
            default -> throw new IllegalArgumentException(form);
        };
    }

    /** A JaCoCo report of one file; {@code 7c} is line 7, run through, and {@code 8m} is one that was missed. */
    static String jacoco(String module, String path, String... lines) {
        int slash = path.indexOf('/');
        var xml = new StringBuilder("<report name='" + module + "'><package name='" + path.substring(0, slash)
                + "'><sourcefile name='" + path.substring(slash + 1) + "'>");
        for (String line : lines) {
            int covered = line.endsWith("c") ? 1 : 0;
            xml.append("<line nr='%s' mi='%d' ci='%d' mb='0' cb='0'/>"
                    .formatted(line.substring(0, line.length() - 1), 1 - covered, covered));
        }
        return xml + "</sourcefile></package></report>";
    }
}

package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.Element;
import dev.attest.provenance.report.file.ReportXml;
import java.util.HashMap;
import java.util.Map;

/**
 * JaCoCo's report (report.dtd): packages of source files of lines, in groups where several modules are in one report. A
 * module's own report has the name that the group would have.
 */
final class JacocoXml implements ReportXml.Handler {
    private final CoverageReport report = new CoverageReport(Format.JACOCO);
    private final Map<Unit, Counter> claims = new HashMap<>();
    private String module = "";
    private String inPackage = "";
    private Lines file = new Lines();

    CoverageReport report() throws MalformedProvenanceException {
        for (var claim : claims.entrySet()) {
            if (claim.getKey() == Unit.LINE) {
                report.claim(Unit.LINE, claim.getValue());
            } else {
                // Branches of code without line numbers are in the counter and on no line.
                report.claimNear(
                        claim.getKey(), claim.getValue(), report.tally().get(claim.getKey()));
            }
        }
        return report;
    }

    @Override
    public void start(Element element) throws MalformedProvenanceException {
        switch (element.name()) {
            case "report", "group" -> module = element.required("name");
            case "package" -> inPackage = element.text("name").orElse("");
            case "sourcefile" -> file = file(element);
            case "line" -> line(element);
            case "counter" -> counter(element);
            default -> {}
        }
    }

    private Lines file(Element element) throws MalformedProvenanceException {
        String name = element.required("name");
        String path = inPackage.isEmpty() ? name : inPackage + "/" + name;
        return report.file(Names.source(module, path, element), Lines.class, Lines::new);
    }

    private void line(Element element) throws MalformedProvenanceException {
        if (!element.parent().equals("sourcefile")) {
            throw new MalformedProvenanceException("line " + element.line() + ": a line outside of a source file");
        }
        report.count();
        int number = Names.number(element, "nr", Lines.MAX_LINE);
        // Instructions decide: a line of which some were run through counts as covered, as JaCoCo's own counter has it.
        boolean covered = element.number("ci") > 0;
        if (covered || element.number("mi") > 0) {
            file.line(number, covered);
        }
        int run = Names.number(element, "cb", Lines.MAX_BRANCHES / 2);
        int total = run + Names.number(element, "mb", Lines.MAX_BRANCHES / 2);
        if (total > 0) {
            file.branches(number, run, total);
        }
    }

    private void counter(Element element) throws MalformedProvenanceException {
        if (element.around().size() != 1) {
            return;
        }
        long covered = element.number("covered");
        var counter = new Counter(covered, covered + element.number("missed"));
        switch (element.required("type")) {
            case "LINE" -> claims.put(Unit.LINE, counter);
            case "BRANCH" -> claims.put(Unit.BRANCH, counter);
            default -> {}
        }
    }
}

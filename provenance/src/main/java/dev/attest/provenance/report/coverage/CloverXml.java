package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.Element;
import dev.attest.provenance.report.file.ReportXml;
import java.util.EnumMap;
import java.util.Map;

/**
 * Clover's report, as OpenClover, PHPUnit and istanbul write it: files of lines, each a statement, a condition with its two
 * ways, or the head of a method, which counts as none. Tests' own code ({@code testproject}) is not what is covered.
 */
final class CloverXml implements ReportXml.Handler {
    private final CoverageReport report = new CoverageReport(Format.CLOVER);
    private final Map<Unit, Counter> claims = new EnumMap<>(Unit.class);
    private String inPackage = "";
    private Lines file = new Lines();

    CoverageReport report() throws MalformedProvenanceException {
        for (var claim : claims.entrySet()) {
            // Several statements may be on one line, so that the two are near and not the same.
            report.claimNear(claim.getKey(), claim.getValue(), report.tally().get(claim.getKey()));
        }
        return report;
    }

    @Override
    public void start(Element element) throws MalformedProvenanceException {
        if (element.around().contains("testproject")) {
            return;
        }
        switch (element.name()) {
            case "project" -> inPackage = "";
            case "package" -> inPackage = element.text("name").orElse("");
            case "file" -> file = file(element);
            case "line" -> line(element);
            case "metrics" -> metrics(element);
            default -> {}
        }
    }

    @Override
    public void end(String name) {
        if (name.equals("package")) {
            inPackage = "";
        }
    }

    private Lines file(Element element) throws MalformedProvenanceException {
        String name = element.required("name");
        String path = element.text("path")
                .filter(text -> !text.isBlank())
                .orElse(inPackage.isEmpty() ? name : inPackage.replace('.', '/') + "/" + name);
        return report.file(Names.source("", path, element), Lines.class, Lines::new);
    }

    private void line(Element element) throws MalformedProvenanceException {
        if (!element.parent().equals("file")) {
            throw new MalformedProvenanceException("line " + element.line() + ": a line outside of a file");
        }
        report.count();
        int number = Names.number(element, "num", Lines.MAX_LINE);
        switch (element.required("type")) {
            case "stmt" -> file.line(number, hit(element, "count"));
            case "cond" -> condition(element, number);
            case "method" -> {}
            default -> throw element.malformed("type", "stmt, cond or method");
        }
    }

    private void metrics(Element element) throws MalformedProvenanceException {
        if (element.parent().equals("project")) {
            metric(element, Unit.LINE, "statements");
            metric(element, Unit.BRANCH, "conditionals");
        }
    }

    private void metric(Element element, Unit unit, String of) throws MalformedProvenanceException {
        if (element.text(of).isPresent() && element.text("covered" + of).isPresent()) {
            claims.merge(
                    unit,
                    CoverageReport.claimed(unit, element.number("covered" + of), element.number(of)),
                    Counter::plus);
        }
    }

    private void condition(Element element, int number) throws MalformedProvenanceException {
        boolean whenTrue = hit(element, "truecount");
        boolean whenFalse = hit(element, "falsecount");
        boolean counted = element.text("count").isPresent() && hit(element, "count");
        file.line(number, whenTrue || whenFalse || counted);
        file.branches(number, (whenTrue ? 1 : 0) + (whenFalse ? 1 : 0), 2);
    }

    private static boolean hit(Element element, String attribute) throws MalformedProvenanceException {
        return Names.hit(element.required(attribute), element.line());
    }
}

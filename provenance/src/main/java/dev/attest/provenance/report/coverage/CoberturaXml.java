package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.Element;
import dev.attest.provenance.report.file.ReportXml;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cobertura's report (coverage-04.dtd), which coverage.py, gcovr, coverlet, PHPUnit and many others write: classes, each
 * with its file and the lines of it. The lines of methods are the same lines once more and are passed over.
 */
final class CoberturaXml implements ReportXml.Handler {
    private static final Pattern CONDITIONS = Pattern.compile("\\d{1,3}(\\.\\d{1,20})?% ?\\((\\d{1,6})/(\\d{1,6})\\)");

    private final CoverageReport report = new CoverageReport(Format.COBERTURA);
    private final Element root;
    private Lines file = new Lines();

    CoberturaXml(Element root) {
        this.root = root;
    }

    CoverageReport report() throws MalformedProvenanceException {
        claim(Unit.LINE, "lines");
        claim(Unit.BRANCH, "branches");
        return report;
    }

    @Override
    public void start(Element element) throws MalformedProvenanceException {
        if (element.name().equals("class")) {
            file = report.file(Names.source("", element.required("filename"), element), Lines.class, Lines::new);
        } else if (element.name().equals("line")
                && element.parent().equals("lines")
                && element.grandparent().equals("class")) {
            line(element);
        }
    }

    private void line(Element element) throws MalformedProvenanceException {
        report.count();
        int number = Names.number(element, "number", Lines.MAX_LINE);
        file.line(number, Names.hit(element.required("hits"), element.line()));
        String conditions = element.text("condition-coverage").orElse("");
        if (conditions.isBlank()) {
            return;
        }
        Matcher matcher = CONDITIONS.matcher(conditions.strip());
        if (!matcher.matches()) {
            throw element.malformed("condition-coverage", "such as 50% (1/2)");
        }
        int covered = Names.number(matcher.group(2), Lines.MAX_BRANCHES, element.line());
        int total = Names.number(matcher.group(3), Lines.MAX_BRANCHES, element.line());
        if (covered > total) {
            throw element.malformed("condition-coverage", "no more covered than there are");
        }
        file.branches(number, covered, total);
    }

    private void claim(Unit unit, String of) throws MalformedProvenanceException {
        if (root.text(of + "-valid").isPresent() && root.text(of + "-covered").isPresent()) {
            report.claim(unit, CoverageReport.claimed(unit, root.number(of + "-covered"), root.number(of + "-valid")));
        }
    }
}

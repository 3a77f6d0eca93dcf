package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.Element;
import dev.attest.provenance.report.file.ReportLines;
import dev.attest.provenance.report.file.ReportXml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a report in whichever form its content shows it to be in; its name says nothing. */
final class Detected {
    private static final int HEAD = 4_096;
    private static final String EXPECTED =
            "expected a report of JaCoCo (XML or CSV), Cobertura, Clover, LCOV or a Go cover profile";

    private Detected() {}

    /** Reads all of {@code in}, which can be marked. */
    static CoverageReport read(InputStream in) throws IOException, MalformedProvenanceException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        // A byte order mark is of these characters too.
        String first = new String(head, StandardCharsets.ISO_8859_1)
                .replaceFirst("^[\u0000\u00ef\u00bb\u00bf\u00ff\u00fe\\s]{1,64}", "");
        if (first.startsWith("<")) {
            var xml = new Xml();
            ReportXml.read(in, xml);
            return xml.report();
        }
        if (first.startsWith(GoProfile.FIRST)) {
            var go = new GoProfile();
            ReportLines.read(in, go);
            return go.report();
        }
        if (first.startsWith(JacocoCsv.FIRST)) {
            var csv = new JacocoCsv();
            ReportLines.read(in, csv);
            return csv.report();
        }
        if (first.startsWith("TN:") || first.startsWith("SF:") || first.startsWith("#")) {
            var lcov = new Lcov();
            ReportLines.read(in, lcov);
            return lcov.report();
        }
        throw new MalformedProvenanceException(EXPECTED);
    }

    /** Cobertura and Clover have the same root and differ in what is in it. */
    private static final class Xml implements ReportXml.Handler {
        private @Nullable Element root;
        private @Nullable JacocoXml jacoco;
        private @Nullable CoberturaXml cobertura;
        private @Nullable CloverXml clover;

        @Override
        public void start(Element element) throws MalformedProvenanceException {
            if (root == null) {
                root = element;
                jacoco = element.name().equals("report") ? new JacocoXml() : null;
                if (jacoco == null && !element.name().equals("coverage")) {
                    throw new MalformedProvenanceException(EXPECTED);
                }
            } else if (jacoco == null && cobertura == null && clover == null) {
                choose(root, element.name());
            }
            if (jacoco != null) {
                jacoco.start(element);
            } else if (cobertura != null) {
                cobertura.start(element);
            } else if (clover != null) {
                clover.start(element);
            }
        }

        private void choose(Element coverage, String child) throws MalformedProvenanceException {
            switch (child) {
                case "sources", "packages" -> cobertura = new CoberturaXml(coverage);
                case "project", "testproject" -> clover = new CloverXml();
                default -> throw new MalformedProvenanceException(EXPECTED);
            }
        }

        @Override
        public void end(String name) {
            if (clover != null) {
                clover.end(name);
            }
        }

        CoverageReport report() throws MalformedProvenanceException {
            if (jacoco != null) {
                return jacoco.report();
            }
            if (cobertura != null) {
                return cobertura.report();
            }
            if (clover != null) {
                return clover.report();
            }
            throw new MalformedProvenanceException(EXPECTED);
        }
    }
}

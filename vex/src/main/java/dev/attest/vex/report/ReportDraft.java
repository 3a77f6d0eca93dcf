package dev.attest.vex.report;

import dev.attest.json.MalformedJsonException;
import dev.attest.vex.Purl;
import dev.attest.vex.scan.Finding;
import dev.attest.vex.scan.ScanReport;
import dev.attest.vex.scan.ScanReport.Database;
import dev.attest.vex.scan.ScanReport.Scan;
import dev.attest.vex.scan.ScanReport.Target;
import dev.attest.vex.scan.ScanReport.Tool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A report while it is read. */
final class ReportDraft {
    /** More findings than this are refused: no predicate of them could be read again. */
    static final int MAX_FINDINGS = 100_000;

    private static final int MAX_REMARKS = 1_000;
    private static final Map<String, String> KNOWN = Map.of(
            "grype", "pkg:github/anchore/grype",
            "trivy", "pkg:github/aquasecurity/trivy",
            "osv-scanner", "pkg:github/google/osv-scanner");

    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> unscanned = new TreeSet<>();
    private final Set<String> notes = new TreeSet<>();
    private final Set<String> digests = new TreeSet<>();
    private Optional<Tool> tool = Optional.empty();
    private Optional<String> target = Optional.empty();
    private Database database = Database.UNKNOWN;
    private Optional<Instant> startedOn = Optional.empty();
    private Optional<Instant> finishedOn = Optional.empty();
    private int unreadPurls;

    /** Names the scanner; {@code homepage} is where it says it comes from. */
    void tool(String name, Optional<String> version, Optional<String> homepage) {
        Optional<String> said = version.filter(text -> !text.equals("[not provided]"));
        String lower = name.toLowerCase(Locale.ROOT);
        String purl = KNOWN.getOrDefault(lower, "pkg:generic/" + lower);
        boolean known = KNOWN.containsKey(lower);
        String uri = homepage.filter(text -> !known && text.matches("https?://[\\x21-\\x7e]{1,500}"))
                .orElseGet(() -> purl(purl, said));
        tool = Optional.of(new Tool(name, said, uri));
    }

    void database(Database known) {
        database = known;
    }

    /** Names the database; when it was built stays what it was. */
    void databaseNamed(Optional<String> uri, Optional<String> version) {
        database = new Database(uri.or(() -> database.uri()), version.or(() -> database.version()), database.built());
    }

    /** What was scanned, by the name the scanner had for it. */
    void target(Optional<String> name) {
        target = name.map(ReportText::remark).filter(text -> !text.isEmpty());
    }

    /** Takes the digest out of a reference, if it has one. */
    void digest(String reference) {
        ReportText.digest(reference).ifPresent(digests::add);
    }

    void startedOn(Optional<Instant> time) {
        startedOn = time;
    }

    void finishedOn(Optional<Instant> time) {
        finishedOn = time;
    }

    void unscanned(String what) {
        remark(unscanned, what);
    }

    void note(String what) {
        remark(notes, what);
    }

    void finding(Finding finding) throws MalformedJsonException {
        if (findings.size() == MAX_FINDINGS) {
            throw new MalformedJsonException("scan report: more than " + MAX_FINDINGS + " findings");
        }
        findings.add(finding);
    }

    /** The purl in its canonical spelling; what is none is counted. */
    Optional<String> purl(Optional<String> text) {
        Optional<String> purl = text.flatMap(Purl::of).map(Purl::toString);
        if (text.isPresent() && purl.isEmpty()) {
            unreadPurls++;
        }
        return purl;
    }

    ScanReport report(ScanReport.Source source) throws MalformedJsonException {
        if (tool.isEmpty()) {
            throw new MalformedJsonException("scan report: it does not say which scanner wrote it");
        }
        if (unreadPurls > 0) {
            note(unreadPurls + " package URLs could not be read and were left out");
        }
        if (digests.isEmpty()) {
            note(ScanReport.NO_DIGEST);
        }
        var scan = new Scan(tool.get(), database, new Target(target, digests), startedOn, finishedOn);
        return new ScanReport(scan, findings, List.copyOf(unscanned), List.copyOf(notes), Optional.of(source));
    }

    private static String purl(String base, Optional<String> version) {
        String name = base.substring(base.lastIndexOf('/') + 1);
        Optional<String> namespace = base.startsWith("pkg:github/")
                ? Optional.of(base.substring("pkg:github/".length(), base.lastIndexOf('/')))
                : Optional.empty();
        String type = base.substring("pkg:".length(), base.indexOf('/'));
        return new Purl(type, namespace, name, version, Map.of(), Optional.empty()).toString();
    }

    private static void remark(Set<String> remarks, String what) {
        if (remarks.size() < MAX_REMARKS) {
            remarks.add(ReportText.remark(what));
        } else {
            remarks.add("… and more than " + MAX_REMARKS + " others");
        }
    }
}

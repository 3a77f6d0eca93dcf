package dev.attest.vex.scan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.Vulns;
import dev.attest.intoto.predicate.VulnsResult;
import dev.attest.json.StrictJson;
import dev.attest.vex.MalformedVexException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a report as in-toto's vulns v0.2; what that has no field for becomes one annotation of the finding. */
final class VulnsWriter {
    private static final String NO_TIME = "the report does not say when the scan was made; the time was given with it";
    private static final String NO_START = "the report does not say when the scan began; its end stands for that";

    private VulnsWriter() {}

    static Vulns vulns(ScanReport report, Instant scanned, Optional<Instant> databaseBuilt)
            throws MalformedVexException {
        ScanReport.Scan scan = report.scan();
        ScanReport.Database database = scan.database();
        Optional<Instant> built = database.built().or(() -> databaseBuilt);
        if (built.isEmpty()) {
            throw new MalformedVexException(
                    "scan report of " + scan.tool().name()
                            + ": it does not say when its vulnerability database was built; give that time with --scan-db-time");
        }
        var notes = new ArrayList<String>(report.notes());
        Instant finished = scan.finishedOn().or(scan::startedOn).orElse(scanned);
        Instant started = scan.startedOn().orElse(finished);
        if (scan.finishedOn().isEmpty() && scan.startedOn().isEmpty()) {
            notes.add(NO_TIME);
        } else if (scan.startedOn().isEmpty()) {
            notes.add(NO_START);
        }
        try {
            return new Vulns(
                    new Vulns.Scanner(
                            scan.tool().uri(),
                            scan.tool().version(),
                            new Vulns.Database(database.uri(), database.version(), built)),
                    report.findings().stream().map(VulnsWriter::result).toList(),
                    Optional.of(started),
                    Optional.of(finished),
                    report.source().map(source -> ResourceDescriptor.sha256(source.name(), source.sha256())),
                    report.unscanned(),
                    notes.stream().sorted().toList());
        } catch (IllegalArgumentException e) {
            throw new MalformedVexException("scan report of " + scan.tool().name() + ": " + e.getMessage());
        }
    }

    private static VulnsResult result(Finding finding) {
        List<VulnsResult.Severity> severities = finding.severities().stream()
                .map(one -> new VulnsResult.Severity(one.methodLabel(), one.score()))
                .toList();
        return new VulnsResult(finding.id(), severities, List.of(annotation(finding)));
    }

    private static ObjectNode annotation(Finding finding) {
        ObjectNode json = StrictJson.object();
        put(json, "aliases", finding.aliases());
        put(json, "related", finding.related());
        AffectedPackage affected = finding.affected();
        if (!affected.equals(AffectedPackage.UNKNOWN)) {
            ObjectNode where = json.putObject("package");
            affected.purl().ifPresent(value -> where.put("purl", value));
            affected.name().ifPresent(value -> where.put("name", value));
            affected.version().ifPresent(value -> where.put("version", value));
            affected.type().ifPresent(value -> where.put("type", value));
            put(where, "locations", affected.locations());
        }
        ObjectNode fix =
                json.putObject("fix").put("state", finding.fix().state().label());
        put(fix, "versions", finding.fix().versions());
        finding.suppression()
                .ifPresent(suppression ->
                        json.putObject("suppressed").put("by", suppression.by()).put("reason", suppression.reason()));
        return json;
    }

    private static void put(ObjectNode json, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode list = json.putArray(name);
            texts.forEach(list::add);
        }
    }
}

package dev.attest.vex.report;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.vex.scan.AffectedPackage;
import dev.attest.vex.scan.Finding;
import dev.attest.vex.scan.Finding.Fix;
import dev.attest.vex.scan.Finding.FixState;
import dev.attest.vex.scan.Finding.Suppression;
import dev.attest.vex.scan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * osv-scanner's JSON. Records that name each other are one finding, as in its own tables; it says neither its version nor
 * when it ran nor how old its data is.
 */
final class OsvScannerReport implements ReportFormat {
    @Override
    public boolean fits(JsonObject json) {
        return json.node().path("results").isArray();
    }

    @Override
    public void read(JsonObject json, ReportDraft draft) throws MalformedJsonException {
        draft.tool("osv-scanner", Optional.empty(), Optional.empty());
        for (JsonObject result : json.objects("results")) {
            Optional<JsonObject> source = result.optionalObject("source");
            Optional<String> place = source.isPresent() ? ReportText.name(source.get(), "path") : Optional.empty();
            if (!result.objects("experimental_pes").isEmpty()) {
                draft.note("osv-scanner took findings out by its own signals");
            }
            for (JsonObject entry : result.objects("packages")) {
                packageOf(entry, place, draft);
            }
        }
    }

    private static void packageOf(JsonObject entry, Optional<String> place, ReportDraft draft)
            throws MalformedJsonException {
        JsonObject json = entry.object("package");
        var affected = new AffectedPackage(
                draft.purl(ReportText.name(json, "purl")),
                ReportText.name(json, "name"),
                ReportText.name(json, "version").or(() -> commit(json)),
                ReportText.name(json, "ecosystem"),
                place.stream().toList());
        var records = new TreeMap<String, JsonObject>();
        for (JsonObject record : entry.objects("vulnerabilities")) {
            records.put(ReportText.required(record, "id"), record);
        }
        var left = new TreeMap<>(records);
        for (JsonObject group : entry.objects("groups")) {
            List<String> ids = ReportText.names(group, "ids");
            if (ids.isEmpty()) {
                throw group.malformed("ids", "at least one id");
            }
            draft.finding(finding(ids, Optional.of(group), affected, records));
            ids.forEach(left::remove);
        }
        for (String id : left.keySet()) {
            draft.finding(finding(List.of(id), Optional.empty(), affected, records));
        }
    }

    private static Optional<String> commit(JsonObject json) {
        return Optional.of(json.node().path("commit").asText("")).filter(text -> text.matches("[0-9a-f]{7,64}"));
    }

    private static Finding finding(
            List<String> ids, Optional<JsonObject> group, AffectedPackage affected, Map<String, JsonObject> records)
            throws MalformedJsonException {
        var aliases = new ArrayList<String>(ids);
        var related = new ArrayList<String>();
        var severities = new ArrayList<Severity>();
        var fixes = new ArrayList<String>();
        boolean ranges = false;
        if (group.isPresent()) {
            aliases.addAll(ReportText.names(group.get(), "aliases"));
            ReportText.number(group.get(), "max_severity")
                    .flatMap(score -> Severity.score(Severity.Method.CVSS, score, Optional.of("osv")))
                    .ifPresent(severities::add);
        }
        for (String id : ids) {
            JsonObject record = records.get(id);
            if (record != null) {
                aliases.addAll(ReportText.names(record, "aliases"));
                // One direction only (OSV 1.7, upstream): an advisory of a distribution can be about several of them.
                related.addAll(ReportText.names(record, "upstream"));
                severities.addAll(severities(record));
                ranges |= fixes(record, affected, fixes);
            }
        }
        FixState state = !fixes.isEmpty() ? FixState.FIXED : ranges ? FixState.NOT_FIXED : FixState.UNKNOWN;
        Optional<Suppression> suppression = group.isPresent() ? suppression(group.get()) : Optional.empty();
        return new Finding(ids.get(0), aliases, related, affected, severities, new Fix(state, fixes), suppression);
    }

    private static List<Severity> severities(JsonObject record) throws MalformedJsonException {
        var severities = new ArrayList<Severity>();
        Optional<String> source = Optional.of("osv");
        for (JsonObject one : record.objects("severity")) {
            boolean cvss = one.optionalText("type").orElse("").startsWith("CVSS");
            ReportText.name(one, "score")
                    .filter(text -> cvss)
                    .ifPresent(text -> severities.add(new Severity(Severity.Method.CVSS_VECTOR, text, source)));
        }
        String label = record.node().path("database_specific").path("severity").asText("");
        if (!label.isBlank()) {
            severities.add(Severity.label(label, source));
        }
        return severities;
    }

    /** Adds the versions that end a range of this package, and says whether there was any range. */
    private static boolean fixes(JsonObject record, AffectedPackage affected, List<String> fixes)
            throws MalformedJsonException {
        boolean ranges = false;
        for (JsonObject entry : record.objects("affected")) {
            String name = entry.node().path("package").path("name").asText("");
            if (!affected.name().equals(Optional.of(name))) {
                continue;
            }
            for (JsonObject range : entry.objects("ranges")) {
                boolean versions = !range.optionalText("type").orElse("").equals("GIT");
                ranges |= versions;
                for (JsonObject event : versions ? range.objects("events") : List.<JsonObject>of()) {
                    ReportText.name(event, "fixed").ifPresent(fixes::add);
                }
            }
        }
        return ranges;
    }

    /** What osv-scanner itself does not count: code that is never called, and what a distribution finds unimportant. */
    private static Optional<Suppression> suppression(JsonObject group) throws MalformedJsonException {
        Optional<JsonObject> analysis = group.optionalObject("experimental_analysis");
        if (analysis.isEmpty() || analysis.get().names().isEmpty()) {
            return Optional.empty();
        }
        boolean called = false;
        boolean unimportant = false;
        for (String id : analysis.get().names()) {
            called |= analysis.get().object(id).flag("called");
            unimportant |= analysis.get().object(id).flag("unimportant");
        }
        if (unimportant) {
            return Optional.of(new Suppression("unimportant", "its distribution calls it unimportant"));
        }
        return called ? Optional.empty() : Optional.of(new Suppression("call-analysis", "the code is not called"));
    }
}

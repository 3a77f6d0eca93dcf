package dev.attest.vex.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.vex.scan.AffectedPackage;
import dev.attest.vex.scan.Finding;
import dev.attest.vex.scan.Finding.Fix;
import dev.attest.vex.scan.Finding.FixState;
import dev.attest.vex.scan.Finding.Suppression;
import dev.attest.vex.scan.ScanReport.Database;
import dev.attest.vex.scan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** grype's JSON (its document model; the database is described in two ways, before and since version 0.88). */
final class GrypeReport implements ReportFormat {
    @Override
    public boolean fits(JsonObject json) {
        return json.node().path("matches").isArray()
                && json.node().path("descriptor").isObject();
    }

    @Override
    public void read(JsonObject json, ReportDraft draft) throws MalformedJsonException {
        JsonObject descriptor = json.object("descriptor");
        draft.tool(ReportText.required(descriptor, "name"), ReportText.name(descriptor, "version"), Optional.empty());
        draft.finishedOn(ReportText.time(descriptor, "timestamp"));
        Optional<JsonObject> db = descriptor.optionalObject("db");
        if (db.isPresent()) {
            database(db.get(), draft);
        }
        target(json, draft);
        for (JsonObject match : json.objects("matches")) {
            draft.finding(finding(match, draft, Optional.empty()));
        }
        for (JsonObject match : json.objects("ignoredMatches")) {
            draft.finding(finding(match, draft, Optional.of(suppression(match))));
        }
        for (JsonObject alerts : json.objects("alertsByPackage")) {
            for (JsonObject alert : alerts.objects("alerts")) {
                draft.unscanned(alert.optionalText("message").orElse("an alert about a package"));
            }
        }
    }

    private static void database(JsonObject db, ReportDraft draft) throws MalformedJsonException {
        JsonObject status = db.optionalObject("status").orElse(db);
        Optional<String> error = status.optionalText("error").filter(text -> !text.isBlank());
        if (error.isPresent() || status.node().path("valid").asText("true").equals("false")) {
            draft.unscanned("the vulnerability database was not valid: " + error.orElse("no reason is given"));
        }
        JsonNode schema = status.node().path("schemaVersion");
        Optional<String> version =
                schema.isIntegralNumber() ? Optional.of(schema.asText()) : ReportText.name(status, "schemaVersion");
        Optional<String> from = ReportText.name(status, "from").filter(text -> text.matches("https?://[^@\\s]{1,500}"));
        draft.database(new Database(from, version, ReportText.time(status, "built")));
    }

    private static void target(JsonObject json, ReportDraft draft) throws MalformedJsonException {
        Optional<JsonObject> source = json.optionalObject("source");
        JsonNode target = source.isPresent()
                ? source.get().node().path("target")
                : json.node().path("source");
        if (target.isTextual()) {
            draft.target(Optional.of(target.textValue()));
        } else if (source.isPresent() && target.isObject()) {
            JsonObject image = source.get().object("target");
            draft.target(ReportText.name(image, "userInput"));
            draft.digest(ReportText.name(image, "imageID").orElse(""));
            draft.digest(ReportText.name(image, "manifestDigest").orElse(""));
            ReportText.names(image, "repoDigests").forEach(draft::digest);
        }
    }

    private static Finding finding(JsonObject match, ReportDraft draft, Optional<Suppression> suppression)
            throws MalformedJsonException {
        JsonObject vulnerability = match.object("vulnerability");
        String id = ReportText.required(vulnerability, "id");
        var others = new ArrayList<String>();
        var severities = new ArrayList<Severity>(severities(vulnerability));
        for (JsonObject other : match.objects("relatedVulnerabilities")) {
            others.add(ReportText.required(other, "id"));
        }
        others.removeIf(id::equals);
        // Of an advisory about several vulnerabilities none stands for it: what suppresses one must not suppress it.
        boolean one = others.stream().distinct().count() <= 1;
        if (one) {
            for (JsonObject other : match.objects("relatedVulnerabilities")) {
                severities.addAll(cvss(other));
            }
        }
        return new Finding(
                id,
                one ? others : List.of(),
                one ? List.of() : others,
                affected(match.object("artifact"), draft),
                severities,
                fix(vulnerability.optionalObject("fix")),
                suppression);
    }

    private static AffectedPackage affected(JsonObject artifact, ReportDraft draft) throws MalformedJsonException {
        var locations = new ArrayList<String>();
        for (JsonObject location : artifact.objects("locations")) {
            ReportText.name(location, location.has("path") ? "path" : "realPath")
                    .ifPresent(locations::add);
        }
        return new AffectedPackage(
                draft.purl(ReportText.name(artifact, "purl")),
                ReportText.name(artifact, "name"),
                ReportText.name(artifact, "version"),
                ReportText.name(artifact, "type"),
                locations);
    }

    private static List<Severity> severities(JsonObject vulnerability) throws MalformedJsonException {
        var severities = new ArrayList<Severity>(cvss(vulnerability));
        // The namespace begins with who published the record, as in debian:distro:debian:12.
        Optional<String> source = ReportText.name(vulnerability, "namespace").map(text -> text.split(":", 2)[0]);
        vulnerability.optionalText("severity").ifPresent(label -> severities.add(Severity.label(label, source)));
        return severities;
    }

    private static List<Severity> cvss(JsonObject vulnerability) throws MalformedJsonException {
        var severities = new ArrayList<Severity>();
        for (JsonObject cvss : vulnerability.objects("cvss")) {
            Optional<String> source = ReportText.name(cvss, "source");
            var method = Severity.Method.cvss(ReportText.name(cvss, "version").orElse(""));
            Optional<JsonObject> metrics = cvss.optionalObject("metrics");
            if (metrics.isPresent()) {
                ReportText.number(metrics.get(), "baseScore")
                        .flatMap(score -> Severity.score(method, score, source))
                        .ifPresent(severities::add);
            }
            ReportText.name(cvss, "vector")
                    .ifPresent(text -> severities.add(new Severity(Severity.Method.CVSS_VECTOR, text, source)));
        }
        return severities;
    }

    private static Fix fix(Optional<JsonObject> fix) throws MalformedJsonException {
        if (fix.isEmpty()) {
            return Fix.UNKNOWN;
        }
        FixState state =
                switch (fix.get().optionalText("state").orElse("")) {
                    case "fixed" -> FixState.FIXED;
                    case "not-fixed" -> FixState.NOT_FIXED;
                    case "wont-fix" -> FixState.WONT_FIX;
                    default -> FixState.UNKNOWN;
                };
        return new Fix(state, ReportText.names(fix.get(), "versions"));
    }

    private static Suppression suppression(JsonObject match) throws MalformedJsonException {
        var reasons = new ArrayList<String>();
        boolean vex = false;
        for (JsonObject rule : match.objects("appliedIgnoreRules")) {
            vex |= rule.optionalText("namespace").orElse("").equals("vex");
            for (String member : List.of("reason", "vex-status", "vex-justification", "fix-state", "match-type")) {
                rule.optionalText(member)
                        .filter(text -> !text.isBlank())
                        .ifPresent(text -> reasons.add(member.equals("reason") ? text : member + " " + text));
            }
        }
        return new Suppression(vex ? "vex" : "ignore-rule", ReportText.remark(String.join(", ", reasons)));
    }
}

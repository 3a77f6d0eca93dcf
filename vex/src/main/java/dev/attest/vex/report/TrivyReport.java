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
import dev.attest.vex.scan.Severity.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** trivy's JSON, schema version 2. Only a report of trivy's server says how old the database was. */
final class TrivyReport implements ReportFormat {
    private static final Set<String> SUPPRESSING = Set.of("ignored", "not_affected", "fixed");
    private static final Set<String> PACKAGES = Set.of("os-pkgs", "lang-pkgs");
    private static final Map<String, Method> SCORES =
            Map.of("V2Score", Method.CVSS_V2, "V3Score", Method.CVSS_V3, "V40Score", Method.CVSS_V4);

    @Override
    public boolean fits(JsonObject json) {
        return json.node().path("SchemaVersion").isNumber();
    }

    @Override
    public void read(JsonObject json, ReportDraft draft) throws MalformedJsonException {
        if (json.integer("SchemaVersion") != 2) {
            throw json.malformed("SchemaVersion", "2, which trivy writes since version 0.20");
        }
        tool(json, draft);
        draft.finishedOn(ReportText.time(json, "CreatedAt"));
        draft.target(json.optionalText("ArtifactName"));
        Optional<JsonObject> metadata = json.optionalObject("Metadata");
        if (metadata.isPresent()) {
            target(metadata.get(), draft);
        }
        boolean packages = false;
        for (JsonObject result : json.objects("Results")) {
            packages |= PACKAGES.contains(result.optionalText("Class").orElse("")) || result.has("Vulnerabilities");
            result(result, draft);
        }
        if (!packages) {
            draft.unscanned("trivy found no packages that it could have looked up");
        }
    }

    private static void tool(JsonObject json, ReportDraft draft) throws MalformedJsonException {
        Optional<JsonObject> trivy = json.optionalObject("Trivy");
        Optional<String> version = trivy.isPresent() ? ReportText.name(trivy.get(), "Version") : Optional.empty();
        draft.tool("trivy", version, Optional.empty());
        Optional<JsonObject> server = trivy.isPresent() ? trivy.get().optionalObject("Server") : Optional.empty();
        Optional<JsonObject> db =
                server.isPresent() ? server.get().optionalObject("VulnerabilityDB") : Optional.empty();
        if (db.isPresent()) {
            JsonNode number = db.get().node().path("Version");
            draft.database(new Database(
                    Optional.empty(),
                    number.isIntegralNumber() ? Optional.of(number.asText()) : Optional.empty(),
                    ReportText.time(db.get(), "UpdatedAt")));
        }
    }

    private static void target(JsonObject metadata, ReportDraft draft) throws MalformedJsonException {
        draft.digest(ReportText.name(metadata, "ImageID").orElse(""));
        ReportText.names(metadata, "RepoDigests").forEach(draft::digest);
        Optional<JsonObject> os = metadata.optionalObject("OS");
        if (os.isPresent() && os.get().flag("EOSL")) {
            draft.unscanned("%s %s gets no more security updates, so nobody publishes its vulnerabilities"
                    .formatted(
                            os.get().optionalText("Family").orElse("the distribution"),
                            os.get().optionalText("Name").orElse("")));
        }
    }

    private static void result(JsonObject result, ReportDraft draft) throws MalformedJsonException {
        for (JsonObject vulnerability : result.objects("Vulnerabilities")) {
            draft.finding(finding(vulnerability, result, draft, Optional.empty()));
        }
        for (JsonObject modified : result.objects("ExperimentalModifiedFindings")) {
            if (modified.optionalText("Type").orElse("").equals("vulnerability")) {
                draft.finding(finding(modified.object("Finding"), result, draft, suppression(modified)));
            }
        }
        for (String other : List.of("Misconfigurations", "Secrets", "Licenses")) {
            int count = result.objects(other).size();
            if (count > 0) {
                draft.note("%d %s in %s are no vulnerabilities and were left out"
                        .formatted(
                                count,
                                other.toLowerCase(Locale.ROOT),
                                result.optionalText("Target").orElse("")));
            }
        }
    }

    private static Finding finding(
            JsonObject json, JsonObject result, ReportDraft draft, Optional<Suppression> suppression)
            throws MalformedJsonException {
        Optional<JsonObject> identifier = json.optionalObject("PkgIdentifier");
        Optional<String> purl = identifier.isPresent() ? ReportText.name(identifier.get(), "PURL") : Optional.empty();
        Optional<String> place = ReportText.name(json, "PkgPath");
        if (place.isEmpty() && !result.optionalText("Class").orElse("").equals("os-pkgs")) {
            place = ReportText.name(result, "Target");
        }
        return new Finding(
                ReportText.required(json, "VulnerabilityID"),
                List.of(),
                ReportText.names(json, "VendorIDs"),
                new AffectedPackage(
                        draft.purl(purl),
                        ReportText.name(json, "PkgName"),
                        ReportText.name(json, "InstalledVersion"),
                        ReportText.name(result, "Type"),
                        place.stream().toList()),
                severities(json),
                fix(json),
                suppression);
    }

    private static List<Severity> severities(JsonObject json) throws MalformedJsonException {
        var severities = new ArrayList<Severity>();
        Optional<String> chosen = ReportText.name(json, "SeveritySource");
        json.optionalText("Severity").ifPresent(label -> severities.add(Severity.label(label, chosen)));
        Optional<JsonObject> all = json.optionalObject("CVSS");
        if (all.isEmpty()) {
            return severities;
        }
        for (String name : all.get().names()) {
            JsonObject cvss = all.get().object(name);
            Optional<String> source = Optional.of(ReportText.remark(name));
            for (var score : SCORES.entrySet()) {
                ReportText.number(cvss, score.getKey())
                        .flatMap(value -> Severity.score(score.getValue(), value, source))
                        .ifPresent(severities::add);
            }
            for (String vector : List.of("V2Vector", "V3Vector", "V40Vector")) {
                ReportText.name(cvss, vector)
                        .ifPresent(text -> severities.add(new Severity(Method.CVSS_VECTOR, text, source)));
            }
        }
        return severities;
    }

    private static Fix fix(JsonObject json) throws MalformedJsonException {
        List<String> versions = Arrays.stream(
                        ReportText.name(json, "FixedVersion").orElse("").split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        FixState state =
                switch (json.optionalText("Status").orElse(versions.isEmpty() ? "" : "fixed")) {
                    case "fixed" -> FixState.FIXED;
                    case "affected", "fix_deferred" -> FixState.NOT_FIXED;
                    case "will_not_fix", "end_of_life" -> FixState.WONT_FIX;
                    default -> FixState.UNKNOWN;
                };
        return new Fix(state, versions);
    }

    private static Optional<Suppression> suppression(JsonObject modified) throws MalformedJsonException {
        String status = modified.optionalText("Status").orElse("");
        if (!SUPPRESSING.contains(status)) {
            return Optional.empty();
        }
        String reason = modified.optionalText("Statement").orElse("") + " "
                + modified.optionalText("Source").orElse("");
        return Optional.of(new Suppression(
                status.equals("ignored") ? "ignore-rule" : "vex", ReportText.remark(status + " " + reason)));
    }
}

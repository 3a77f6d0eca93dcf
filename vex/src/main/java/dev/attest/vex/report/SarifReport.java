package dev.attest.vex.report;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * SARIF 2.1.0, as scanners of packages (grype, trivy, osv-scanner, Snyk) and of source code (CodeQL) write it. It has no
 * place for packages: what the first four say of them in prose is read, and everything else stays with the rule's id.
 */
final class SarifReport implements ReportFormat {
    @Override
    public boolean fits(JsonObject json) {
        return json.node().path("runs").isArray();
    }

    @Override
    public void read(JsonObject json, ReportDraft draft) throws MalformedJsonException {
        if (!json.text("version").equals("2.1.0")) {
            throw json.malformed("version", "2.1.0");
        }
        List<JsonObject> runs = json.objects("runs");
        String tool = "";
        var starts = new ArrayList<Instant>();
        var ends = new ArrayList<Instant>();
        for (JsonObject run : runs) {
            JsonObject driver = run.object("tool").object("driver");
            String name = ReportText.required(driver, "name");
            if (!tool.isEmpty() && !tool.equals(name)) {
                throw driver.malformed("name", "the same tool in all runs; give one report per tool");
            }
            tool = name;
            Optional<String> version = ReportText.name(driver, "version");
            draft.tool(
                    name,
                    version.isPresent() ? version : ReportText.name(driver, "semanticVersion"),
                    ReportText.name(driver, "informationUri"));
            target(run, draft);
            invocations(run, draft, starts, ends);
            results(run, name, draft);
        }
        draft.startedOn(starts.stream().min(Comparator.naturalOrder()));
        draft.finishedOn(ends.stream().max(Comparator.naturalOrder()));
    }

    private static void results(JsonObject run, String tool, ReportDraft draft) throws MalformedJsonException {
        if (!run.has("results")) {
            // SARIF 3.14.23: results that are absent or null say that the scan did not come that far.
            draft.unscanned("a run of " + tool + " has no results: it did not come to its end");
        }
        var rules = new SarifRules(run.object("tool"));
        for (JsonObject result : run.objects("results")) {
            var reader = new SarifResult(result, rules.of(result), tool);
            Optional<String> other = reader.otherKind();
            if (other.isPresent()) {
                draft.note("results of the kind \"" + other.get() + "\" are no vulnerabilities and were left out");
            } else {
                draft.finding(reader.finding(draft));
            }
        }
    }

    /** trivy puts what it scanned into the properties of the run. */
    private static void target(JsonObject run, ReportDraft draft) throws MalformedJsonException {
        Optional<JsonObject> properties = run.optionalObject("properties");
        if (properties.isPresent()) {
            Optional<String> image = ReportText.name(properties.get(), "imageName");
            if (image.isPresent()) {
                draft.target(image);
                ReportText.names(properties.get(), "repoDigests").forEach(draft::digest);
                draft.digest(ReportText.name(properties.get(), "imageID").orElse(""));
            }
        }
    }

    private static void invocations(JsonObject run, ReportDraft draft, List<Instant> starts, List<Instant> ends)
            throws MalformedJsonException {
        for (JsonObject invocation : run.objects("invocations")) {
            ReportText.time(invocation, "startTimeUtc").ifPresent(starts::add);
            ReportText.time(invocation, "endTimeUtc").ifPresent(ends::add);
            if (invocation.has("executionSuccessful") && !invocation.flag("executionSuccessful")) {
                draft.unscanned("a run of the scanner failed");
            }
            for (String kind : List.of("toolExecutionNotifications", "toolConfigurationNotifications")) {
                for (JsonObject notification : invocation.objects(kind)) {
                    if (notification.optionalText("level").orElse("warning").equals("error")) {
                        draft.unscanned(notification
                                .object("message")
                                .optionalText("text")
                                .orElse("an error"));
                    }
                }
            }
        }
    }
}

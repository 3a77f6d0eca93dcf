package dev.attest.vex.report;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.Optional;

/** cosign's record of a scan (vuln/v1), with the scanner's own report in it, as {@code trivy -f cosign-vuln} writes it. */
final class CosignRecord implements ReportFormat {
    @Override
    public boolean fits(JsonObject json) {
        return json.node().path("scanner").path("result").isObject();
    }

    @Override
    public void read(JsonObject json, ReportDraft draft) throws MalformedJsonException {
        JsonObject scanner = json.object("scanner");
        JsonObject report = scanner.object("result");
        ReportFormat format = ScanReports.inner(report);
        format.read(report, draft);
        Optional<JsonObject> metadata = json.optionalObject("metadata");
        if (metadata.isPresent()) {
            draft.startedOn(ReportText.time(metadata.get(), "scanStartedOn"));
            draft.finishedOn(ReportText.time(metadata.get(), "scanFinishedOn"));
        }
        Optional<JsonObject> db = scanner.optionalObject("db");
        if (db.isPresent()) {
            draft.databaseNamed(ReportText.name(db.get(), "uri"), ReportText.name(db.get(), "version"));
        }
    }
}

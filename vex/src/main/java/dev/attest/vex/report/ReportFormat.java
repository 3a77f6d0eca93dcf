package dev.attest.vex.report;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;

/** One format of reports. */
interface ReportFormat {
    /** Whether the outermost members are those of this format. */
    boolean fits(JsonObject json);

    /** Reads what fits. */
    void read(JsonObject json, ReportDraft draft) throws MalformedJsonException;
}

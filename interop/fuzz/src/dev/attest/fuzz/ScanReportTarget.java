package dev.attest.fuzz;

import dev.attest.vex.MalformedVexException;
import dev.attest.vex.report.ScanReports;
import java.time.Instant;
import java.util.Optional;

/** Reports of scanners, up to the predicate that is made of them. */
public final class ScanReportTarget {
    private ScanReportTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            ScanReports.read("report.json", input)
                    .vulns(Instant.EPOCH, Optional.of(Instant.EPOCH))
                    .json();
        } catch (MalformedVexException e) {
            // What malformed input has to end in.
        }
    }
}

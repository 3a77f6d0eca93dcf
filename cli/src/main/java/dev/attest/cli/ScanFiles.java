package dev.attest.cli;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Image;
import dev.attest.oci.PlatformImage;
import dev.attest.pipeline.Given;
import dev.attest.signing.service.SigningException;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.report.ScanReports;
import dev.attest.vex.scan.ScanReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The reports of scanners that {@code --scan} names, each held against the image and said of the platform it is about. */
final class ScanFiles {
    /** What the command line says of the time of the scan and of the data, for reports that do not. */
    private record Times(Optional<Instant> scan, Optional<Instant> database) {}

    private final Wiring wiring;
    private final Console console;
    private final Times times;
    private final Map<Path, ScanReport> reports;

    private ScanFiles(Wiring wiring, Console console, Times times, Map<Path, ScanReport> reports) {
        this.wiring = wiring;
        this.console = console;
        this.times = times;
        this.reports = reports;
    }

    /** What is wrong with a report ends the run here. */
    static ScanFiles read(ReportOptions asked, Wiring wiring, Console console) throws IOException {
        if (asked.scans().isEmpty()
                && (asked.databaseTime().isPresent() || asked.scanTime().isPresent())) {
            throw new UsageException("--scan-time and --scan-db-time go with --scan");
        }
        var reports = new LinkedHashMap<Path, ScanReport>();
        for (Path file : asked.scans()) {
            try {
                reports.put(file, ScanReports.read(file));
            } catch (MalformedVexException e) {
                throw new UsageException("--scan " + file + ": " + e.getMessage());
            }
        }
        var times = new Times(time("--scan-time", asked.scanTime()), time("--scan-db-time", asked.databaseTime()));
        return new ScanFiles(wiring, console, times, reports);
    }

    boolean isEmpty() {
        return reports.isEmpty();
    }

    /** One statement for each report. */
    List<Given> given(Image image) throws SigningException {
        var given = new ArrayList<Given>();
        for (Map.Entry<Path, ScanReport> entry : reports.entrySet()) {
            ScanReport report = entry.getValue();
            PlatformImage platform = platform(entry.getKey(), report, image);
            report.notes().forEach(note -> console.message("  scan: " + note));
            report.unscanned().forEach(what -> console.message("  scan: not scanned: " + what));
            try {
                given.add(new Given(
                        PredicateType.VULNS,
                        report.vulns(scanned(entry.getKey(), report), times.database())
                                .json(),
                        Optional.empty(),
                        Optional.of(platform)));
            } catch (MalformedVexException e) {
                throw new UsageException("--scan " + entry.getKey() + ": " + e.getMessage());
            }
        }
        return given;
    }

    /** What a scanner saw of one platform it says of no other. */
    private static PlatformImage platform(Path file, ScanReport report, Image image) throws SigningException {
        for (PlatformImage platform : image.platforms()) {
            if (isAbout(report, digests(platform))) {
                return platform;
            }
        }
        Set<String> all = new HashSet<>(Set.of(image.root().digest().toString()));
        image.platforms().forEach(platform -> all.addAll(digests(platform)));
        try {
            report.checkAbout(all);
        } catch (MalformedVexException e) {
            throw SigningException.refused("--scan " + file + ": " + e.getMessage());
        }
        if (image.platforms().size() > 1) {
            throw new UsageException(
                    "--scan " + file + ": which platform was scanned? scan each by the digest of its own manifest");
        }
        return image.platforms().get(0);
    }

    private static boolean isAbout(ScanReport report, Set<String> digests) {
        return report.scan().target().digests().stream().anyMatch(digests::contains);
    }

    private static Set<String> digests(PlatformImage platform) {
        return Set.of(
                platform.manifest().digest().toString(),
                platform.configDescriptor().digest().toString());
    }

    /** Where the report has no time somebody has to say it: the file's own is that of its last copy. */
    private Instant scanned(Path file, ScanReport report) {
        return report.scan()
                .finishedOn()
                .or(() -> report.scan().startedOn())
                .or(times::scan)
                .or(wiring::sourceDateEpoch)
                .orElseThrow(() -> new UsageException("--scan " + file
                        + ": the report does not say when the image was scanned; say it with --scan-time TIME"));
    }

    private static Optional<Instant> time(String option, Optional<String> text) {
        try {
            return text.map(value -> OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException e) {
            throw new UsageException(option + ": expected a time such as 2026-01-31T12:00:00Z");
        }
    }
}

package dev.attest.vex.scan;

import dev.attest.intoto.predicate.Vulns;
import dev.attest.vex.MalformedVexException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one scan found. Findings are sorted and there once; {@code unscanned} lists what the report itself says it could
 * not look at or what makes an empty list mean less, {@code notes} what was lost or left out when it was read.
 */
public record ScanReport(
        Scan scan, List<Finding> findings, List<String> unscanned, List<String> notes, Optional<Source> source) {
    /** The note that a report leaves open what it is about. */
    public static final String NO_DIGEST = "the report does not say by digest what was scanned";

    /** Who scanned what, with which data, when. */
    public record Scan(
            Tool tool, Database database, Target target, Optional<Instant> startedOn, Optional<Instant> finishedOn) {
        public Scan {
            if (startedOn.isPresent()
                    && finishedOn.isPresent()
                    && finishedOn.get().isBefore(startedOn.get())) {
                throw new IllegalArgumentException("a scan that finished before it started");
            }
        }
    }

    /** The scanner; {@code uri} says where it comes from. */
    public record Tool(String name, Optional<String> version, String uri) {}

    /** What was known of vulnerabilities; {@code built} is when that was put together. */
    public record Database(Optional<String> uri, Optional<String> version, Optional<Instant> built) {
        /** Nothing is said of it. */
        public static final Database UNKNOWN = new Database(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * What was scanned: its name as the scanner had it, and all digests ({@code sha256:…}) it is given by, be they of an
     * index, a manifest or a configuration.
     */
    public record Target(Optional<String> name, Set<String> digests) {
        public Target {
            digests = Collections.unmodifiableSet(new TreeSet<>(digests));
        }
    }

    /** The file it was read from, by its name and the hex of its SHA-256. */
    public record Source(String name, String sha256) {}

    public ScanReport {
        findings = findings.stream().distinct().sorted(Finding.ORDER).toList();
        unscanned = unscanned.stream().distinct().sorted().toList();
        notes = notes.stream().distinct().sorted().toList();
        if (findings.size() > Vulns.MAX_RESULTS) {
            throw new IllegalArgumentException("more than " + Vulns.MAX_RESULTS + " findings");
        }
        if (unscanned.size() > Vulns.MAX_REMARKS || notes.size() > Vulns.MAX_REMARKS) {
            throw new IllegalArgumentException("more than " + Vulns.MAX_REMARKS + " remarks");
        }
    }

    /**
     * Refuses a report about something else. One that names no digest cannot be checked and carries {@link #NO_DIGEST};
     * one of several digests is enough, because a scanner that gets an image from a daemon sees another manifest.
     *
     * @param image every digest of the image: of its index, manifests and configurations
     */
    public void checkAbout(Set<String> image) throws MalformedVexException {
        Set<String> digests = scan.target().digests();
        if (!digests.isEmpty() && digests.stream().noneMatch(image::contains)) {
            throw new MalformedVexException("scan report: it is about " + String.join(", ", digests)
                    + ", which is no digest of this image; scan the image that is signed");
        }
    }

    /**
     * The predicate. Times come from the report; where it has none, from the caller.
     *
     * @param scanned when the scan was made, where the report does not say it
     * @param databaseBuilt when the vulnerability database was put together, where the report does not say it
     * @throws MalformedVexException when nobody says how old the database is: that is never invented
     */
    public Vulns vulns(Instant scanned, Optional<Instant> databaseBuilt) throws MalformedVexException {
        return VulnsWriter.vulns(this, scanned, databaseBuilt);
    }
}

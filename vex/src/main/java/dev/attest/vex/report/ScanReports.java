package dev.attest.vex.report;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.PrunedJson;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.scan.ScanReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads what grype, trivy and osv-scanner report as JSON, SARIF 2.1.0, CycloneDX with vulnerabilities, and cosign's record
 * of a scan around any of them. Which one it is shows in the content; what could be two of them is refused, because two
 * readers would see two reports.
 */
public final class ScanReports {
    /** A report is bounded to this many bytes; it is read as a stream of which only what is needed is kept. */
    public static final long MAX_BYTES = 256L << 20;

    private static final List<ReportFormat> FORMATS = List.of(
            new GrypeReport(),
            new TrivyReport(),
            new OsvScannerReport(),
            new SarifReport(),
            new CycloneDxReport(),
            new CosignRecord());

    private ScanReports() {}

    /** Reads a file. */
    public static ScanReport read(Path file) throws IOException, MalformedVexException {
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new MalformedVexException("scan report: " + size + " bytes, at most " + MAX_BYTES
                    + " are read; leave out what is no finding");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(String.valueOf(file.getFileName()), in);
        }
    }

    /** Reads bytes that came from a file of this name. */
    public static ScanReport read(String name, byte[] report) throws MalformedVexException {
        try {
            return read(name, new ByteArrayInputStream(report));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory that cannot be read", e);
        }
    }

    private static ScanReport read(String name, InputStream in) throws IOException, MalformedVexException {
        MessageDigest sha256 = sha256();
        try {
            JsonObject json = PrunedJson.parseObject(
                    new DigestInputStream(in, sha256), "scan report", MAX_BYTES, ReportMembers::kept);
            var draft = new ReportDraft();
            format(json, FORMATS).read(json, draft);
            String hex = HexFormat.of().formatHex(sha256.digest());
            return draft.report(new ScanReport.Source(ReportText.remark(name), hex));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new MalformedVexException(String.valueOf(e.getMessage()));
        }
    }

    /** The one format of these that the object has. */
    private static ReportFormat format(JsonObject json, List<ReportFormat> formats) throws MalformedJsonException {
        List<ReportFormat> fitting =
                formats.stream().filter(format -> format.fits(json)).toList();
        if (fitting.size() != 1) {
            String found = fitting.isEmpty() ? "none of these" : "more than one of these";
            throw new MalformedJsonException(json.place() + ": expected a report of grype, trivy or osv-scanner, SARIF,"
                    + " CycloneDX or cosign's record of a scan, as JSON; this is " + found);
        }
        return fitting.get(0);
    }

    /** The format of the report inside another one. */
    static ReportFormat inner(JsonObject json) throws MalformedJsonException {
        return format(json, FORMATS.subList(0, FORMATS.size() - 1));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java platform without SHA-256", e);
        }
    }
}

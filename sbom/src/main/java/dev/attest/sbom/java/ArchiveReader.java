package dev.attest.sbom.java;

import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.zip.Budget;
import dev.attest.sbom.zip.MalformedZipException;
import dev.attest.sbom.zip.ZipArchive;
import dev.attest.sbom.zip.ZipEntryHeader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns an archive and those nested in it, in memory, into findings; {@code path} joins them with {@code !/}. */
final class ArchiveReader {
    private final ScanLimits limits;
    private final Budget budget;

    ArchiveReader(ScanLimits limits) {
        this.limits = limits;
        budget = new Budget(limits);
    }

    Finding read(String path, byte[] bytes) throws MalformedZipException {
        return read(path, bytes, 1);
    }

    private Finding read(String path, byte[] bytes, int depth) throws MalformedZipException {
        budget.takeArchive();
        ZipArchive zip = ZipArchive.open(bytes);
        ArchiveContents contents = ArchiveContents.read(zip, budget);
        var identity = new ArchiveIdentity(path, contents);
        var children = new ArrayList<Finding>();
        for (Gav gav : identity.shaded()) {
            children.add(new Finding(fields(path, gav)));
        }
        for (ZipEntryHeader entry : contents.nested()) {
            children.add(nested(path + "!/" + entry.name(), zip, entry, depth));
        }
        Map<String, String> fields = fields(path, identity.own());
        fields.put("supplier", contents.manifest().text("Implementation-Vendor"));
        fields.put("licence", contents.manifest().text("Bundle-License").split(";", 2)[0]);
        hashes(fields, bytes);
        return new Finding(fields, children);
    }

    private Finding nested(String path, ZipArchive zip, ZipEntryHeader entry, int depth) {
        if (depth >= limits.archiveDepth()) {
            return new Finding(Map.of("path", path, "limit", "archives nested deeper than " + limits.archiveDepth()));
        }
        try {
            return read(path, zip.read(entry, budget), depth + 1);
        } catch (MalformedZipException e) {
            return new Finding(Map.of("path", path, "unread", String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, String> fields(String path, Gav gav) {
        var fields = new TreeMap<String, String>();
        fields.put("path", path);
        fields.put("group", gav.group());
        fields.put("name", gav.artifact());
        fields.put("version", gav.version());
        return fields;
    }

    private static void hashes(Map<String, String> fields, byte[] bytes) {
        for (String algorithm : List.of("SHA-1", "SHA-256", "SHA-512")) {
            try {
                byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes);
                fields.put(algorithm, HexFormat.of().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("a Java platform without " + algorithm, e);
            }
        }
    }
}

package dev.attest.sbom.java;

import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.java.ArchiveIdentity.Identified;
import dev.attest.sbom.zip.Budget;
import dev.attest.sbom.zip.MalformedZipException;
import dev.attest.sbom.zip.ZipArchive;
import dev.attest.sbom.zip.ZipEntryHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns an archive and those nested in it, in memory, into findings; {@code path} joins them with {@code !/}. */
final class ArchiveReader {
    private final ScanLimits limits;
    private final Budget budget;

    ArchiveReader(ScanLimits limits) {
        this.limits = limits;
        budget = new Budget(limits);
    }

    /** The finding of one archive; none where it is no software, as an archive of sources. */
    Optional<Finding> read(String path, byte[] bytes) throws MalformedZipException {
        return read(path, ByteBuffer.wrap(bytes), 1);
    }

    private Optional<Finding> read(String path, ByteBuffer bytes, int depth) throws MalformedZipException {
        budget.takeArchive();
        ZipArchive zip = ZipArchive.open(bytes);
        ArchiveContents contents = ArchiveContents.read(zip, budget);
        if (!isSoftware(path, contents)) {
            return Optional.empty();
        }
        var identity = new ArchiveIdentity(path, contents);
        Identified own = identity.own();
        Pom pom = contents.pom(own.folder());
        var children = new ArrayList<>(ShadedArchives.findings(path, identity.shaded(own), contents));
        for (ZipEntryHeader entry : contents.nested()) {
            nested(path + "!/" + entry.name(), zip, entry, depth).ifPresent(children::add);
        }
        children.addAll(ArchiveClaims.findings(path, contents));
        contents.unread().forEach((name, why) -> children.add(unread(path + "!/" + name, why)));
        Map<String, String> fields = new ArchiveFacts(contents, pom).of(path, own);
        ArchiveFacts.hash(fields, bytes);
        return Optional.of(new Finding(fields, children));
    }

    /** Archives of sources and documentation hold no classes; those of instrumentation carry the names of what they change. */
    private static boolean isSoftware(String path, ArchiveContents contents) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean texts = name.endsWith("-sources.jar") || name.endsWith("-javadoc.jar");
        return !contents.manifest().has("Weave-Classes")
                && !(texts && contents.nested().isEmpty() && contents.packages().isEmpty());
    }

    private Optional<Finding> nested(String path, ZipArchive zip, ZipEntryHeader entry, int depth) {
        if (depth >= limits.archiveDepth()) {
            String limit = "archives nested deeper than " + limits.archiveDepth();
            return Optional.of(new Finding(Map.of("path", path, "limit", limit)));
        }
        try {
            return read(path, zip.content(entry, budget), depth + 1);
        } catch (MalformedZipException e) {
            return Optional.of(unread(path, String.valueOf(e.getMessage())));
        }
    }

    private static Finding unread(String path, String why) {
        return new Finding(Map.of("path", path, "unread", why), List.of());
    }
}

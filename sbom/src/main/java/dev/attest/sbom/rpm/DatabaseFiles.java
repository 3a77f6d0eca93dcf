package dev.attest.sbom.rpm;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.sqlite.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first phase: each file by itself. A database becomes one finding per package, its log a finding that says whether
 * there is something in it. What is wrong with a file is a finding too, for only the image as a whole tells whether it
 * matters: a database may be complete in its log alone, and a file outside of rpm's folders may be none.
 */
final class DatabaseFiles {
    static final String LOG = "-wal";
    static final String JOURNAL = "-journal";

    private static final String DEFECT = "defect";
    private static final String STATE = "state";
    private static final String PENDING = "pending";
    private static final String UNKNOWN = "unknown";

    /** The first bytes of a rollback journal that was not finished (SQLite file format, section 3). */
    private static final long JOURNAL_MAGIC = 0xd9d505f9L;

    private DatabaseFiles() {}

    static List<Finding> read(LayerFile file) throws IOException {
        try {
            return read(file.path(), file.databaseBytes());
        } catch (MalformedContentException e) {
            return List.of(defect(e));
        }
    }

    static List<Finding> read(String path, byte[] bytes) {
        try {
            return parse(path, bytes);
        } catch (MalformedContentException e) {
            return List.of(defect(e));
        }
    }

    private static Finding defect(MalformedContentException reason) {
        return new Finding(Map.of(DEFECT, String.valueOf(reason.getMessage())));
    }

    private static List<Finding> parse(String path, byte[] bytes) throws MalformedContentException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        Slice file = Slice.of(path, bytes, ByteOrder.BIG_ENDIAN);
        if (name.endsWith(LOG)) {
            Optional<WriteAheadLog> log = WriteAheadLog.read(file);
            if (bytes.length == 0 || (log.isPresent() && log.get().isEmpty())) {
                return List.of();
            }
            return List.of(new Finding(Map.of(STATE, log.isPresent() ? PENDING : UNKNOWN)));
        }
        if (name.endsWith(JOURNAL)) {
            boolean unfinished = bytes.length >= 8 && file.u32(0) == JOURNAL_MAGIC;
            return unfinished ? List.of(new Finding(Map.of(STATE, PENDING))) : List.of();
        }
        Optional<DatabaseKind> kind = DatabaseKind.of(name);
        return kind.isPresent() ? packages(kind.get(), file, Optional.empty()) : ContainerManifest.parse(path, bytes);
    }

    /** The packages of a database, with those of its log. */
    static List<Finding> packages(DatabaseKind kind, Slice file, Optional<WriteAheadLog> log)
            throws MalformedContentException {
        var packages = new PackageFindings(file.file());
        kind.read(file, log, packages::add);
        return packages.list();
    }

    static void requireSound(List<Finding> findings) throws MalformedContentException {
        for (Finding finding : findings) {
            if (!finding.text(DEFECT).isEmpty()) {
                throw new MalformedContentException(finding.text(DEFECT));
            }
        }
    }

    /** Whether a log or journal holds what the database does not have yet. */
    static boolean isPending(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.text(STATE).equals(PENDING));
    }

    /** Whether a log is something that SQLite does not take for one. */
    static boolean isUnknown(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.text(STATE).equals(UNKNOWN));
    }
}

package dev.attest.sbom.rpm;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.sqlite.SqliteDatabase;
import dev.attest.sbom.sqlite.WriteAheadLog;
import java.util.Arrays;
import java.util.Optional;

/** The three databases that rpm has had, the newest first: of several in one folder rpm converted the older. */
enum DatabaseKind {
    SQLITE("rpmdb.sqlite"),
    NDB("Packages.db"),
    BERKELEY("Packages");

    private final String fileName;

    DatabaseKind(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }

    static Optional<DatabaseKind> of(String fileName) {
        return Arrays.stream(values())
                .filter(kind -> kind.fileName.equals(fileName))
                .findFirst();
    }

    /** Hands out all package headers; a log is one of SQLite's. */
    void read(Slice file, Optional<WriteAheadLog> log, BlobVisitor visitor) throws MalformedContentException {
        switch (this) {
            // Packages: hnum INTEGER PRIMARY KEY, blob BLOB
            case SQLITE ->
                SqliteDatabase.open(file, log).rows("Packages", row -> visitor.header(row.id(), row.blob(1)));
            case NDB -> NdbDatabase.read(file, visitor);
            case BERKELEY -> new BerkeleyHash(file).read(visitor);
        }
    }
}

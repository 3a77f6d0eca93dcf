package dev.attest.signing.tuf.metadata;

import dev.attest.json.MalformedJsonException;

/** Which snapshot is the newest (§4.6). */
public final class Timestamp {
    private final Metadata metadata;
    private final MetaFile snapshot;

    private Timestamp(Metadata metadata) throws MalformedJsonException {
        this.metadata = metadata;
        this.snapshot = MetaFile.read(metadata.signed().object("meta").object("snapshot.json"));
    }

    /** Reads a file that the root's timestamp role signed (§5.4.2). */
    public static Timestamp verify(byte[] file, Root root) throws TufException {
        Metadata metadata = Metadata.parse(file, "timestamp", "timestamp.json");
        root.role("timestamp").verify(metadata);
        try {
            return new Timestamp(metadata);
        } catch (MalformedJsonException e) {
            throw TufException.malformed(e);
        }
    }

    public Metadata metadata() {
        return metadata;
    }

    /** What is announced of {@code snapshot.json}. */
    public MetaFile snapshot() {
        return snapshot;
    }

    /** Requires that neither this version nor the snapshot's is older than in {@code trusted} (§5.4.3). */
    public void requireNoRollback(Timestamp trusted) throws TufException {
        requireNotOlder("timestamp.json", metadata.version(), trusted.metadata.version());
        requireNotOlder("timestamp.json: snapshot.json", snapshot.version(), trusted.snapshot.version());
    }

    static void requireNotOlder(String name, long version, long trusted) throws TufException {
        if (version < trusted) {
            throw new TufException(
                    Check.ROLLBACK, name + ": version " + version + ", where " + trusted + " was trusted before");
        }
    }
}

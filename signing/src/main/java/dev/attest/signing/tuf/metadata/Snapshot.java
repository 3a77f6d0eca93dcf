package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.HashMap;
import java.util.Map;

/** Which version each targets role has: one consistent state of the repository (§4.4). */
public final class Snapshot {
    private final Metadata metadata;
    private final Map<String, MetaFile> files;

    private Snapshot(Metadata metadata) throws MalformedJsonException {
        JsonObject meta = metadata.signed().object("meta");
        var read = new HashMap<String, MetaFile>();
        for (String name : meta.names()) {
            read.put(name, MetaFile.read(meta.object(name)));
        }
        this.metadata = metadata;
        this.files = Map.copyOf(read);
    }

    /** Reads a file that the root's snapshot role signed (§5.5.3). */
    public static Snapshot verify(byte[] file, Root root) throws TufException {
        Metadata metadata = Metadata.parse(file, "snapshot", "snapshot.json");
        root.role("snapshot").verify(metadata);
        try {
            return new Snapshot(metadata);
        } catch (MalformedJsonException e) {
            throw TufException.malformed(e);
        }
    }

    public Metadata metadata() {
        return metadata;
    }

    /** What is announced of a targets role's file; a role that is not listed is none (§5.6.7). */
    public MetaFile file(String role) throws TufException {
        MetaFile file = files.get(role + ".json");
        if (file == null) {
            throw new TufException(Check.UNLISTED, "snapshot.json: does not list the role " + Shown.of(role));
        }
        return file;
    }

    /** Requires the version and content that the timestamp announces (§5.5.2, §5.5.4). */
    public void requireAnnounced(Timestamp timestamp) throws TufException {
        timestamp.snapshot().requireContent(metadata.file(), metadata.name());
        timestamp.snapshot().requireVersion(metadata);
    }

    /** Requires every file that {@code trusted} lists to be listed here, in no older version (§5.5.5). */
    public void requireNoRollback(Snapshot trusted) throws TufException {
        for (Map.Entry<String, MetaFile> before : trusted.files.entrySet()) {
            String name = "snapshot.json: " + Shown.of(before.getKey());
            MetaFile now = files.get(before.getKey());
            if (now == null) {
                throw new TufException(Check.ROLLBACK, name + ": listed before, and now gone");
            }
            Timestamp.requireNotOlder(name, now.version(), before.getValue().version());
        }
    }
}

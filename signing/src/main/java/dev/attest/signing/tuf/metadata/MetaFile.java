package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.Optional;
import java.util.OptionalLong;

/** What timestamp and snapshot announce of a metadata file (METAFILES, §4.4): its version, perhaps length and hashes. */
public final class MetaFile {
    private final long version;
    private final OptionalLong length;
    private final Optional<Hashes> hashes;

    private MetaFile(long version, OptionalLong length, Optional<Hashes> hashes) {
        this.version = version;
        this.length = length;
        this.hashes = hashes;
    }

    static MetaFile read(JsonObject json) throws MalformedJsonException {
        OptionalLong length = json.optionalInteger("length");
        if (length.isPresent() && length.getAsLong() < 1) {
            throw json.malformed("length", "one or more");
        }
        Optional<JsonObject> hashes = json.optionalObject("hashes");
        return new MetaFile(
                Metadata.version(json, "version"),
                length,
                hashes.isPresent() ? Optional.of(Hashes.read(hashes.get())) : Optional.empty());
    }

    public long version() {
        return version;
    }

    /** How many bytes to read at most: what is announced, never more than {@code bound}. */
    public int atMost(int bound) {
        return (int) Math.min(length.orElse(bound), bound);
    }

    /** Requires the file's length and content to be what was announced (§5.5.2, §5.6.2). */
    public void requireContent(byte[] file, String name) throws TufException {
        if (length.isPresent() && length.getAsLong() != file.length) {
            throw new TufException(
                    Check.LENGTH, name + ": " + file.length + " bytes, " + length.getAsLong() + " were announced");
        }
        if (hashes.isPresent()) {
            hashes.get().require(file, name);
        }
    }

    /** Requires the version that was announced (§5.5.4, §5.6.4). */
    void requireVersion(Metadata metadata) throws TufException {
        if (metadata.version() != version) {
            throw new TufException(
                    Check.VERSION,
                    metadata.name() + ": version " + metadata.version() + ", " + version + " was announced");
        }
    }
}

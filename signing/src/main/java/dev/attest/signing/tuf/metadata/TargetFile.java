package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;

/** What a targets role announces of a target (TARGETS, §4.5): its length and hashes. */
public final class TargetFile {
    private final String path;
    private final long length;
    private final Hashes hashes;

    private TargetFile(String path, long length, Hashes hashes) {
        this.path = path;
        this.length = length;
        this.hashes = hashes;
    }

    static TargetFile read(JsonObject json, String path) throws MalformedJsonException {
        long length = json.integer("length");
        if (length < 0) {
            throw json.malformed("length", "none or more");
        }
        return new TargetFile(path, length, Hashes.read(json.object("hashes")));
    }

    public String path() {
        return path;
    }

    /** How many bytes the target has. */
    public long length() {
        return length;
    }

    /** One of its digests in hex, under which a consistent snapshot holds it (§5.7.3). */
    public String digest() throws TufException {
        return hashes.any()
                .orElseThrow(() -> new TufException(
                        Check.HASH, Shown.of(path) + ": announced by no hash that is known here (sha256, sha512)"));
    }

    /** Requires this to be the content that was announced (§5.7.3). */
    public void requireContent(byte[] content) throws TufException {
        if (content.length != length) {
            throw new TufException(
                    Check.LENGTH, Shown.of(path) + ": " + content.length + " bytes, " + length + " were announced");
        }
        hashes.require(content, Shown.of(path));
    }
}

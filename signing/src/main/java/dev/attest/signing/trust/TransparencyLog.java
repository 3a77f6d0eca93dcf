package dev.attest.signing.trust;

import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.x509.ValidFor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A log of the trusted root: where it is, what its id is, its key and for how long that is trusted. A key of a kind that
 * is not supported verifies nothing, but the log still counts as listed.
 */
public final class TransparencyLog {
    private final String baseUrl;
    private final byte[] id;
    private final byte[] checkpointKeyId;
    private final @Nullable VerificationKey key;
    private final ValidFor validFor;

    TransparencyLog(LogIds ids, @Nullable VerificationKey key, ValidFor validFor) {
        this.baseUrl = ids.baseUrl();
        this.id = ids.id();
        this.checkpointKeyId = ids.checkpointKeyId();
        this.key = key;
        this.validFor = validFor;
    }

    /**
     * Whether a Rekor v2 log's checkpoints have this origin: the log's address without scheme and final slashes (rekor-tiles
     * CLIENTS.md), or the host alone, which is what sigstore-go expects.
     */
    public boolean hasOrigin(String origin) {
        String address = baseUrl.replaceFirst("^[a-z][a-z0-9+.-]*://", "").replaceFirst("/+$", "");
        return !origin.isEmpty() && (origin.equals(address) || origin.equals(address.replaceFirst("[:/].*$", "")));
    }

    public boolean hasId(byte[] other) {
        return Arrays.equals(id, other);
    }

    /** Whether a checkpoint's signature line with this hint is meant to be this log's (C2SP signed-note). */
    public boolean hasKeyHint(byte[] hint) {
        return hint.length == 4 && Arrays.equals(hint, Arrays.copyOf(checkpointKeyId, 4));
    }

    /** Whether the log signed {@code data}. */
    public boolean signed(byte[] data, byte[] signature) {
        return key != null && key.verifies(data, signature);
    }

    public ValidFor validFor() {
        return validFor;
    }
}

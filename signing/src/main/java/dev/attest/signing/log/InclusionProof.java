package dev.attest.signing.log;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The path from an entry to a tree's root (RFC 6962 §2.1.1) and the checkpoint that vouches for the root. */
final class InclusionProof {
    private static final int MAX_HASHES = 64;
    private static final int HASH_LENGTH = 32;

    private final long logIndex;
    private final long treeSize;
    private final byte[] rootHash;
    private final List<byte[]> hashes;
    private final Optional<String> checkpoint;

    private InclusionProof(JsonObject json) throws MalformedJsonException {
        logIndex = Members.natural(json, "logIndex");
        treeSize = Members.natural(json, "treeSize");
        rootHash = json.base64("rootHash");
        Optional<JsonObject> note = json.optionalObject("checkpoint");
        checkpoint = note.isPresent() ? Optional.of(note.get().text("envelope")) : Optional.empty();
        hashes = new ArrayList<>();
        for (String hash : json.texts("hashes")) {
            hashes.add(decoded(json, hash));
        }
        if (hashes.size() > MAX_HASHES || rootHash.length != HASH_LENGTH) {
            throw json.malformed("hashes", "at most " + MAX_HASHES + " hashes and a root, of 32 bytes each");
        }
    }

    static InclusionProof read(JsonObject json) throws MalformedJsonException {
        Members.onlyKnown(json, "logIndex", "rootHash", "treeSize", "hashes", "checkpoint");
        if (json.has("checkpoint")) {
            Members.onlyKnown(json.object("checkpoint"), "envelope");
        }
        return new InclusionProof(json);
    }

    long logIndex() {
        return logIndex;
    }

    long treeSize() {
        return treeSize;
    }

    byte[] rootHash() {
        return rootHash.clone();
    }

    /** Early v0.1 bundles have none: then the proof shows consistency but proves nothing. */
    Optional<String> checkpoint() {
        return checkpoint;
    }

    /** Requires that {@code body} is the leaf at the proof's index of the tree with the proof's root. */
    void verify(byte[] body) throws RefusedException {
        if (logIndex >= treeSize) {
            throw wrong("the entry's index lies outside the tree");
        }
        // RFC 9162 §2.1.3.2, in its own names.
        long fn = logIndex;
        long sn = treeSize - 1;
        byte[] r = HashAlgorithm.SHA256.hash(new byte[] {0}, body);
        for (byte[] p : hashes) {
            if (sn == 0) {
                throw wrong("the inclusion proof is too long");
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = HashAlgorithm.SHA256.hash(new byte[] {1}, p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = HashAlgorithm.SHA256.hash(new byte[] {1}, r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        if (sn != 0 || !Arrays.equals(r, rootHash)) {
            throw wrong("the inclusion proof does not lead to the root");
        }
    }

    private static byte[] decoded(JsonObject json, String hash) throws MalformedJsonException {
        try {
            byte[] decoded = Base64.getDecoder().decode(hash);
            if (decoded.length == HASH_LENGTH) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            throw json.malformed("hashes", "base64");
        }
        throw json.malformed("hashes", "hashes of 32 bytes");
    }

    private static RefusedException wrong(String detail) {
        return new RefusedException(Reason.LOG_PROOF, detail);
    }
}

package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who signs for a role: its keys, and how many of them have to (§4.3, "keyids" and "threshold"). */
public final class Role {
    private static final int MAX_KEYS = 256;

    private final List<String> keyids;
    private final Map<String, RoleKey> keys;
    private final long threshold;

    private Role(List<String> keyids, Map<String, RoleKey> keys, long threshold) {
        this.keyids = keyids;
        this.keys = keys;
        this.threshold = threshold;
    }

    static Role read(JsonObject json, Map<String, RoleKey> known) throws MalformedJsonException {
        List<String> keyids = json.texts("keyids");
        if (keyids.size() > MAX_KEYS || new HashSet<>(keyids).size() < keyids.size()) {
            throw json.malformed("keyids", "at most " + MAX_KEYS + " ids, each once");
        }
        long threshold = json.integer("threshold");
        if (threshold < 1) {
            throw json.malformed("threshold", "one or more");
        }
        var keys = new HashMap<String, RoleKey>();
        for (String keyid : keyids) {
            RoleKey key = known.get(keyid);
            if (key != null) {
                keys.put(keyid, key);
            }
        }
        return new Role(keyids, keys, threshold);
    }

    /** The usable keys of an object of keys; an id is a name and nothing else. */
    static Map<String, RoleKey> keys(JsonObject json) throws MalformedJsonException {
        if (json.names().size() > MAX_KEYS) {
            throw new MalformedJsonException(json.place() + ": expected at most " + MAX_KEYS + " keys");
        }
        var keys = new HashMap<String, RoleKey>();
        for (String keyid : json.names()) {
            Optional<RoleKey> key = RoleKey.read(json.object(keyid));
            key.ifPresent(usable -> keys.put(keyid, usable));
        }
        return keys;
    }

    /**
     * Requires signatures of as many different keys as the threshold says (§5.3.4). One key counts once, whatever ids it
     * goes by; signatures that do not verify, and of keys that are not the role's, count for nothing.
     */
    public void verify(Metadata metadata) throws TufException {
        var signers = new HashSet<String>();
        for (String keyid : keyids) {
            RoleKey key = keys.get(keyid);
            Optional<byte[]> signature = metadata.signature(keyid);
            if (signers.size() < threshold
                    && key != null
                    && signature.isPresent()
                    && !signers.contains(key.identity())
                    && key.verifies(metadata.payload(), signature.get())) {
                signers.add(key.identity());
            }
        }
        if (signers.size() < threshold) {
            throw new TufException(
                    Check.SIGNATURES,
                    metadata.name() + ": signed by " + signers.size() + " of the " + threshold
                            + " keys that are needed for its role");
        }
    }

    /** Whether a key that counts here no longer counts in {@code newer}: the role's keys were rotated (§5.3.11). */
    public boolean lostKeyIn(Role newer) {
        return !newer.identities().containsAll(identities());
    }

    private Set<String> identities() {
        var identities = new HashSet<String>();
        keys.values().forEach(key -> identities.add(key.identity()));
        return identities;
    }
}

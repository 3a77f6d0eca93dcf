package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The root of trust (§4.3): who signs for the four top-level roles. */
public final class Root {
    private static final List<String> ROLES = List.of("root", "timestamp", "snapshot", "targets");

    private final Metadata metadata;
    private final boolean consistentSnapshot;
    private final Map<String, Role> roles;

    private Root(Metadata metadata) throws MalformedJsonException {
        JsonObject signed = metadata.signed();
        this.metadata = metadata;
        this.consistentSnapshot = signed.flag("consistent_snapshot");
        Map<String, RoleKey> keys = Role.keys(signed.object("keys"));
        JsonObject listed = signed.object("roles");
        var read = new HashMap<String, Role>();
        for (String role : ROLES) {
            read.put(role, Role.read(listed.object(role), keys));
        }
        this.roles = Map.copyOf(read);
    }

    /** Reads a root that is trusted from outside; it must be signed by itself, expired or not (§5.2). */
    public static Root trusted(byte[] file) throws TufException {
        Root root = parse(file);
        root.role("root").verify(root.metadata);
        return root;
    }

    /** Reads the root that follows this one: version plus one, signed by both (§5.3.4, §5.3.5). */
    public Root next(byte[] file) throws TufException {
        Root next = parse(file);
        role("root").verify(next.metadata);
        next.role("root").verify(next.metadata);
        if (next.metadata.version() != metadata.version() + 1) {
            throw new TufException(
                    Check.VERSION,
                    "root.json: version " + next.metadata.version() + " where " + (metadata.version() + 1)
                            + " has to follow");
        }
        return next;
    }

    public Metadata metadata() {
        return metadata;
    }

    /** Whether file names carry versions and hashes (§6.2). */
    public boolean consistentSnapshot() {
        return consistentSnapshot;
    }

    /** One of {@code root}, {@code timestamp}, {@code snapshot}, {@code targets}. */
    public Role role(String name) {
        Role role = roles.get(name);
        if (role == null) {
            throw new IllegalArgumentException("not a top-level role: " + name);
        }
        return role;
    }

    /** Whether the keys of timestamp or snapshot were rotated on the way to {@code newer} (§5.3.11). */
    public boolean rotatedOnlineKeysIn(Root newer) {
        return role("timestamp").lostKeyIn(newer.role("timestamp"))
                || role("snapshot").lostKeyIn(newer.role("snapshot"));
    }

    private static Root parse(byte[] file) throws TufException {
        Metadata metadata = Metadata.parse(file, "root", "root.json");
        try {
            return new Root(metadata);
        } catch (MalformedJsonException e) {
            throw TufException.malformed(e);
        }
    }
}

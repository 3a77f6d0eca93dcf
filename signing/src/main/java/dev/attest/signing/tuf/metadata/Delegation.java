package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.key.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a targets role leaves to another (§4.5): which paths, to whom, and whether that is the last word on them. */
public final class Delegation {
    private static final Set<String> TOP_LEVEL = Set.of("root", "timestamp", "snapshot", "targets", "mirrors");
    private static final int MAX_NAME = 256;

    private final String name;
    private final Role role;
    private final boolean terminating;
    private final List<String> paths;
    private final List<String> hashPrefixes;

    private Delegation(JsonObject json, Map<String, RoleKey> keys) throws MalformedJsonException {
        this.name = json.text("name");
        // Its file would take the place of a top-level role's.
        if (name.isEmpty() || name.length() > MAX_NAME || TOP_LEVEL.contains(name)) {
            throw json.malformed("name", "a name of its own");
        }
        this.role = Role.read(json, keys);
        this.terminating = json.flag("terminating");
        this.paths = json.texts("paths");
        this.hashPrefixes = json.texts("path_hash_prefixes");
        if (json.has("paths") == json.has("path_hash_prefixes")) {
            throw json.malformed("paths", "either paths or path_hash_prefixes");
        }
    }

    static Delegation read(JsonObject json, Map<String, RoleKey> keys) throws MalformedJsonException {
        return new Delegation(json, keys);
    }

    /** The role's name, which may hold any character. */
    public String name() {
        return name;
    }

    public Role role() {
        return role;
    }

    /** Whether nobody after this role is asked about its paths. */
    public boolean terminating() {
        return terminating;
    }

    /** Whether the role may speak of this target. */
    public boolean covers(String target) {
        if (paths.stream().anyMatch(pattern -> PathPattern.matches(pattern, target))) {
            return true;
        }
        if (hashPrefixes.isEmpty()) {
            return false;
        }
        String hash = HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(target.getBytes(StandardCharsets.UTF_8)));
        return hashPrefixes.stream().anyMatch(prefix -> hash.startsWith(prefix.toLowerCase(Locale.ROOT)));
    }
}

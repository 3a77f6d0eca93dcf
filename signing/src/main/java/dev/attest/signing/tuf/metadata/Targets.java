package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The targets a role speaks of, and what it leaves to other roles (§4.5). */
public final class Targets {
    private final Metadata metadata;
    private final Map<String, TargetFile> targets;
    private final List<Delegation> delegations;

    private Targets(Metadata metadata) throws MalformedJsonException {
        this.metadata = metadata;
        this.targets = targets(metadata.signed().object("targets"));
        Optional<JsonObject> json = metadata.signed().optionalObject("delegations");
        this.delegations = json.isPresent() ? delegations(json.get()) : List.of();
    }

    /** Reads the file of role {@code name} that {@code role} signed and {@code announced} announces (§5.6.2 to 5.6.4). */
    public static Targets verify(byte[] file, String name, Role role, MetaFile announced) throws TufException {
        String shown = Shown.of(name) + ".json";
        announced.requireContent(file, shown);
        Metadata metadata = Metadata.parse(file, "targets", shown);
        role.verify(metadata);
        announced.requireVersion(metadata);
        try {
            return new Targets(metadata);
        } catch (MalformedJsonException e) {
            throw TufException.malformed(e);
        }
    }

    public Metadata metadata() {
        return metadata;
    }

    /** What this role itself announces of a target. */
    public Optional<TargetFile> target(String path) {
        return Optional.ofNullable(targets.get(path));
    }

    /** Who else may speak of targets, in the order in which they are asked. */
    public List<Delegation> delegations() {
        return delegations;
    }

    private static Map<String, TargetFile> targets(JsonObject json) throws MalformedJsonException {
        var targets = new HashMap<String, TargetFile>();
        for (String path : json.names()) {
            targets.put(path, TargetFile.read(json.object(path), path));
        }
        return Map.copyOf(targets);
    }

    private static List<Delegation> delegations(JsonObject json) throws MalformedJsonException {
        // Hash bins described by number (TAP 15) are not in the specification's 1.0; passing over them would hide
        // targets.
        if (json.has("succinct_roles")) {
            throw json.malformed("succinct_roles", "roles, each listed");
        }
        Map<String, RoleKey> keys = Role.keys(json.object("keys"));
        var delegations = new ArrayList<Delegation>();
        Set<String> names = new HashSet<>();
        for (JsonObject role : json.objects("roles")) {
            Delegation delegation = Delegation.read(role, keys);
            if (!names.add(delegation.name())) {
                throw role.malformed("name", "each role once");
            }
            delegations.add(delegation);
        }
        return List.copyOf(delegations);
    }
}

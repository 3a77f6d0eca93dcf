package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.tuf.TufOrigin;
import dev.attest.signing.tuf.TufState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trust for people and, by docs/schemas/trust-v1.schema.json, for programs. */
final class TrustRendering {
    private static final String SCHEMA = "https://attest.dev/schemas/trust-v1.schema.json";

    private static final Map<String, String> PARTIES = parties();

    private final TufFolder folder;
    private final TufTrust trust;
    private final TufOrigin origin;
    private final Instant now;

    TrustRendering(TufFolder folder, TufTrust trust, TufOrigin origin, Instant now) {
        this.folder = folder;
        this.trust = trust;
        this.origin = origin;
        this.now = now;
    }

    /** A log or an authority that the trusted root lists, and for how long it is trusted. */
    private record Party(String name, String start, Optional<String> end) {}

    byte[] text() throws IOException {
        TufState state = trust.state();
        var text = new TextLines()
                .line("trust " + folder.name())
                .line("  mirror        " + origin.mirror())
                .line("  began with    root sha256:" + origin.initialRootSha256())
                .line("  kept in       " + folder.path())
                .line("  checked       " + state.checked() + " (" + TufTrust.ago(state.age(now)) + " ago)");
        roles(state)
                .forEach((name, role) -> text.line(String.format(
                        "  %-13s version %d, %s %s",
                        name, role.version(), role.expires().isAfter(now) ? "expires" : "EXPIRED", role.expires())));
        text.line("  trusted_root  sha256:" + trust.root().sha256());
        for (Map.Entry<String, String> kind : PARTIES.entrySet()) {
            for (Party party : list(kind.getKey())) {
                text.line(String.format(
                        "  %-13s %s, from %s%s",
                        kind.getValue(),
                        party.name(),
                        party.start(),
                        party.end().map(end -> " to " + end).orElse("")));
            }
        }
        return text.bytes();
    }

    byte[] json() throws IOException {
        TufState state = trust.state();
        ObjectNode json = StrictJson.object();
        json.put("schema", SCHEMA);
        json.put("name", folder.name());
        json.put("mirror", origin.mirror().toString());
        json.put("initialRootSha256", origin.initialRootSha256());
        json.put("folder", folder.path().toString());
        json.put("checked", state.checked().toString());
        json.put("ageSeconds", Math.max(0, state.age(now).toSeconds()));
        ObjectNode roles = json.putObject("roles");
        roles(state).forEach((name, role) -> roles.putObject(name)
                .put("version", role.version())
                .put("expires", role.expires().toString())
                .put("expired", !role.expires().isAfter(now)));
        ObjectNode root = json.putObject("trustedRoot");
        root.put("sha256", trust.root().sha256());
        for (String kind : PARTIES.keySet()) {
            ArrayNode list = root.putArray(kind);
            for (Party party : list(kind)) {
                ObjectNode one = list.addObject().put("name", party.name()).put("start", party.start());
                party.end().ifPresent(end -> one.put("end", end));
            }
        }
        return StrictJson.writeIndented(json);
    }

    private static Map<String, TufState.Role> roles(TufState state) {
        var roles = new LinkedHashMap<String, TufState.Role>();
        roles.put("root", state.root());
        roles.put("timestamp", state.timestamp());
        roles.put("snapshot", state.snapshot());
        roles.put("targets", state.targets());
        return roles;
    }

    /** Read again from what was verified: the names are there for people, and nothing is decided by them. */
    private List<Party> list(String kind) throws IOException {
        var parties = new ArrayList<Party>();
        try {
            for (JsonObject party :
                    StrictJson.parseObject(trust.trustedRoot(), "trusted root").objects(kind)) {
                boolean log = party.has("publicKey");
                JsonObject holder = log ? party.object("publicKey") : party;
                Optional<JsonObject> window = holder.optionalObject("validFor");
                parties.add(new Party(
                        party.optionalText(log ? "baseUrl" : "uri").orElse("(no address)"),
                        window.isPresent() ? window.get().optionalText("start").orElse("never") : "never",
                        window.isPresent() ? window.get().optionalText("end") : Optional.empty()));
            }
            return parties;
        } catch (MalformedJsonException e) {
            throw new IOException("trust " + folder.name() + ": " + e.getMessage());
        }
    }

    private static Map<String, String> parties() {
        var parties = new LinkedHashMap<String, String>();
        parties.put("certificateAuthorities", "authority");
        parties.put("tlogs", "log");
        parties.put("ctlogs", "certificates");
        parties.put("timestampAuthorities", "timestamps");
        return parties;
    }
}

package dev.attest.policy.file;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictYaml;
import dev.attest.oci.Digest;
import dev.attest.policy.PolicySource;
import dev.attest.policy.Profile;
import dev.attest.provenance.MalformedProvenanceException;
import java.time.Instant;

/**
 * A policy that a user wrote (docs/policy.md): {@code extends} names the built-in profile that it begins from, and the
 * rest asks for more. What it does not know it refuses, because a rule with a slip in its name would be no rule.
 */
public final class PolicyFile {
    /** The first line of every policy. */
    public static final String VERSION = "https://attest.dev/policy/v1";

    private PolicyFile() {}

    /**
     * Reads a policy from its bytes.
     *
     * @param uri says where they come from
     * @param now the time to count ages from
     */
    public static Profile read(byte[] bytes, String uri, Instant now) throws MalformedPolicyException {
        try {
            JsonObject json = StrictYaml.parseObject(bytes, "policy");
            if (!json.text("policy").equals(VERSION)) {
                throw json.malformed("policy", VERSION);
            }
            String base = json.text("extends");
            Profile profile = Profile.named(base)
                    .orElseThrow(() -> json.malformed("extends", "one of " + String.join(", ", Profile.names())));
            var source = new PolicySource(json.text("name"), uri, Digest.sha256(bytes));
            var sections = new Sections(json, now);
            boolean asksForEvidence = profile.asksForEvidence() || sections.ask();
            return new Profile(source, asksForEvidence, sections.rules(profile.rules()));
        } catch (MalformedJsonException | MalformedProvenanceException e) {
            throw new MalformedPolicyException(String.valueOf(e.getMessage()));
        }
    }
}

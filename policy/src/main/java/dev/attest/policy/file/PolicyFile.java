package dev.attest.policy.file;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictYaml;
import dev.attest.oci.Digest;
import dev.attest.policy.PolicySource;
import dev.attest.policy.Profile;
import dev.attest.provenance.MalformedProvenanceException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A policy that a user wrote (docs/policy.md): {@code extends} names the built-in profile that it begins from, and the
 * rest asks for more. What it does not know it refuses, because a rule with a slip in its name would be no rule.
 */
public final class PolicyFile {
    /** The first line of every policy. */
    public static final String VERSION = "https://attest.dev/policy/v1";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9 ._-]{1,100}");

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
            Filled.check(json.node(), json.place());
            String base = json.text("extends");
            Profile profile = Profile.named(base)
                    .orElseThrow(() -> json.malformed("extends", "one of " + String.join(", ", Profile.names())));
            var source = new PolicySource(name(json), uri, Digest.sha256(bytes));
            var sections = new Sections(json, profile, now);
            boolean asksForEvidence = profile.asksForEvidence() || sections.ask();
            return new Profile(source, asksForEvidence, sections.rules(profile.rules()));
        } catch (MalformedJsonException | MalformedProvenanceException e) {
            throw new MalformedPolicyException(String.valueOf(e.getMessage()));
        }
    }

    /** A name for people, which must not be taken for that of a built-in profile in a verdict or in a VSA. */
    private static String name(JsonObject json) throws MalformedJsonException {
        String name = json.text("name");
        if (!NAME.matcher(name).matches()) {
            throw json.malformed("name", "1 to 100 letters, digits, spaces and . _ -");
        }
        if (Profile.names().stream().anyMatch(builtIn -> plain(builtIn).equals(plain(name)))) {
            throw json.malformed("name", "another name than a built-in profile's");
        }
        return name;
    }

    /** What is left of a name where only letters and digits tell names apart. */
    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").replaceAll("^_|_$", "");
    }
}

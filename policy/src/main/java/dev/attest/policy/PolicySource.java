package dev.attest.policy;

import dev.attest.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which policy judged: a name for people, where it is found, and the digest of its bytes. A policy that is built in has
 * the digest of the text that lists its rules, so that another version with other rules is another policy.
 */
public record PolicySource(String name, String uri, Digest digest) {
    private static final String BUILT_IN = "https://attest.dev/policies/";

    /** Whether it is one of attest's own; the files of users have other places. */
    public boolean isBuiltIn() {
        return uri.startsWith(BUILT_IN);
    }

    static PolicySource builtIn(String name, List<Rule> rules) {
        var text = new StringBuilder(BUILT_IN).append(name).append('\n');
        rules.forEach(rule -> text.append(rule.id()).append('\n'));
        return new PolicySource(
                name, BUILT_IN + name, Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}

package dev.attest.policy.rule;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.Verified;
import java.util.Optional;

/**
 * A verifier that is believed: its {@code verifier.id}, and who has to have signed what bears it ("Consumers MUST accept
 * only specific (signer, verifier) pairs").
 */
public record VsaVerifier(String id, Signer signer) {
    /** Who signs for a verifier. */
    public sealed interface Signer {
        boolean signed(Verified verified);

        /** The holder of a certificate for an identity. */
        record Certified(AcceptedIdentity identity) implements Signer {
            @Override
            public boolean signed(Verified verified) {
                return !verified.isSignedByKey() && identity.accepts(verified.signer());
            }
        }

        /** The holder of the key with this fingerprint: {@code sha256:} and the hash of its SubjectPublicKeyInfo. */
        record Key(String fingerprint) implements Signer {
            @Override
            public boolean signed(Verified verified) {
                return verified.isSignedByKey() && verified.keyFingerprint().equals(fingerprint);
            }
        }
    }

    public VsaVerifier {
        if (!id.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S{1,2000}")) {
            throw new IllegalArgumentException("the verifier's id is not a URI");
        }
    }

    /**
     * Reads {@code {"id": …}} with one of {@code identity} and {@code issuer}, {@code key} ({@code sha256:…}), and {@code
     * githubRepository} with {@code workflow}, {@code ref} and {@code environment} as on the command line.
     */
    static VsaVerifier read(JsonObject json) throws MalformedJsonException {
        json.allow("id", "identity", "issuer", "key", "githubRepository", "workflow", "ref", "environment");
        boolean exact = json.has("identity") || json.has("issuer");
        boolean gitHub = json.has("githubRepository");
        boolean key = json.has("key");
        if ((exact ? 1 : 0) + (gitHub ? 1 : 0) + (key ? 1 : 0) != 1) {
            throw new MalformedJsonException(json.place()
                    + ": expected one signer: identity and issuer, githubRepository, or the fingerprint of a key");
        }
        if (!gitHub && (json.has("workflow") || json.has("ref") || json.has("environment"))) {
            throw new MalformedJsonException(json.place() + ": workflow, ref and environment go with githubRepository");
        }
        try {
            return new VsaVerifier(json.text("id"), key ? key(json) : new Signer.Certified(identity(json, gitHub)));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(json.place() + ": " + e.getMessage());
        }
    }

    private static AcceptedIdentity identity(JsonObject json, boolean gitHub) throws MalformedJsonException {
        if (!gitHub) {
            return new AcceptedIdentity.Exact(json.text("issuer"), json.text("identity"));
        }
        Optional<String> workflow = json.optionalText("workflow");
        if (workflow.isEmpty()) {
            // Any workflow of the repository could sign for the verifier, the one that builds among them.
            throw json.malformed("workflow", "the workflow that verifies");
        }
        return new AcceptedIdentity.GitHub(
                json.text("githubRepository"), workflow, json.optionalText("ref"), json.optionalText("environment"));
    }

    private static Signer key(JsonObject json) throws MalformedJsonException {
        String fingerprint = json.text("key");
        if (!fingerprint.matches("sha256:[0-9a-f]{64}")) {
            throw json.malformed("key", "the fingerprint of a public key, sha256:…");
        }
        return new Signer.Key(fingerprint);
    }
}

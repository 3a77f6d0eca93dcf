package dev.attest.provenance.match;

import java.util.Arrays;
import java.util.Optional;

/** The facts of a build that Fulcio writes into a certificate, as 1.3.6.1.4.1.57264.1.N (fulcio, docs/oid-info.md). */
public enum BuildClaim {
    /** The deprecated form of {@link #ISSUER}. */
    ISSUER_V1(1),
    /** The deprecated form of {@link #BUILD_TRIGGER}. */
    WORKFLOW_TRIGGER(2),
    /** The deprecated form of {@link #SOURCE_REPOSITORY_DIGEST}. */
    WORKFLOW_SHA(3),
    /** The workflow's display name, which anybody may give to a workflow. */
    WORKFLOW_NAME(4),
    /** {@code owner/name}; the deprecated form of {@link #SOURCE_REPOSITORY_URI}. */
    WORKFLOW_REPOSITORY(5),
    /** The deprecated form of {@link #SOURCE_REPOSITORY_REF}. */
    WORKFLOW_REF(6),
    ISSUER(8),
    BUILD_SIGNER_URI(9),
    BUILD_SIGNER_DIGEST(10),
    RUNNER_ENVIRONMENT(11),
    SOURCE_REPOSITORY_URI(12),
    SOURCE_REPOSITORY_DIGEST(13),
    SOURCE_REPOSITORY_REF(14),
    SOURCE_REPOSITORY_IDENTIFIER(15),
    SOURCE_REPOSITORY_OWNER_URI(16),
    SOURCE_REPOSITORY_OWNER_IDENTIFIER(17),
    BUILD_CONFIG_URI(18),
    BUILD_CONFIG_DIGEST(19),
    BUILD_TRIGGER(20),
    RUN_INVOCATION_URI(21),
    SOURCE_REPOSITORY_VISIBILITY(22),
    DEPLOYMENT_ENVIRONMENT(23),
    /** The token's own subject. */
    TOKEN_SUBJECT(24);

    private final int number;

    BuildClaim(int number) {
        this.number = number;
    }

    /** The last arc of the extension's object identifier. */
    public int number() {
        return number;
    }

    /** The claim with this last arc. */
    public static Optional<BuildClaim> numbered(int number) {
        return Arrays.stream(values()).filter(claim -> claim.number == number).findFirst();
    }

    /** Whether only a build's certificate says this: every certificate names an issuer and may name a token's subject. */
    boolean isOfBuild() {
        return this != ISSUER && this != ISSUER_V1 && this != TOKEN_SUBJECT;
    }
}

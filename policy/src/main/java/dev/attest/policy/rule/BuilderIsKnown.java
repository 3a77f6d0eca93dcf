package dev.attest.policy.rule;

import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.level.BuildLevel;
import dev.attest.provenance.level.BuilderTable;
import java.util.List;

/**
 * Signer and builder of every accepted provenance are a pair that the table knows (SLSA: "consumers MUST accept only
 * specific signer-builder pairs"). The finding names the level that the pair reaches here; asking for one is {@link
 * BuildLevelIsReached}'s part.
 */
public record BuilderIsKnown(BuilderTable table) implements Rule {
    /** The rule by the built-in table. */
    public BuilderIsKnown() {
        this(BuilderTable.BUILT_IN);
    }

    @Override
    public String id() {
        return "builder-known";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return AcceptedProvenance.judge(id(), subject, this::finding);
    }

    private Finding finding(AcceptedProvenance one) {
        if (one.isSignedByKey()) {
            return Finding.fails(
                    id(), "the provenance is signed by a key, which vouches for no builder", SignerClaims.SIGN_KEYLESS);
        }
        if (table.knows(one.provenance(), one.claims())) {
            BuildLevel level = BuildLevel.of(one.provenance(), one.claims(), table);
            return Finding.holds(id(), "built by " + one.builder() + ", " + Levels.said(level));
        }
        return Finding.fails(
                id(),
                "not a builder known for this signer: " + one.builder() + ", signed through "
                        + one.claims().issuer(),
                "build where the signer's own CI vouches for the builder, or list the pair in the table of builders");
    }
}

package dev.attest.policy.rule;

import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.SourceFacts;
import dev.attest.provenance.level.BuilderTable;
import dev.attest.provenance.level.SourceLevel;
import dev.attest.provenance.level.SourceVerifier;
import dev.attest.signing.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commit that each digest in question was built from reaches a SLSA Source level by a verifier that is trusted. The
 * commit is the one that the provenance proves, not one that it merely names.
 *
 * @param minimum the level that is asked for, 1 to 4
 */
public record SourceLevelIsReached(int minimum, List<SourceVerifier> trusted, BuilderTable table) implements Rule {
    public SourceLevelIsReached {
        trusted = List.copyOf(trusted);
        if (minimum < 1 || minimum > 4) {
            throw new IllegalArgumentException("SLSA Source levels that can be asked for are 1 to 4");
        }
    }

    @Override
    public String id() {
        return "source-level";
    }

    @Override
    public List<Finding> judge(Case subject) {
        var findings = new ArrayList<Finding>();
        for (Digest digest : subject.subjects()) {
            findings.add(finding(subject, digest));
        }
        return findings;
    }

    private Finding finding(Case subject, Digest digest) {
        SourceLevel reached = reached(subject, digest, trusted, table);
        String said = "SLSA Source level " + reached.level();
        return reached.level() >= minimum
                ? Finding.holds(id(), said)
                : Finding.fails(
                        id(),
                        said + " of " + minimum + " for " + digest + " (" + String.join("; ", reached.whyNotMore())
                                + ")",
                        "give the verifier's summary of the commit with --source-vsa, and trust its signer in the policy");
    }

    /** The lowest level of all sources that provenance of the digest proves; none where nothing is proven. */
    static SourceLevel reached(Case subject, Digest digest, List<SourceVerifier> trusted, BuilderTable table) {
        List<SourceLevel.Summary> summaries =
                subject.sources().stream().map(SourceLevelIsReached::summary).toList();
        SourceLevel lowest = null;
        for (AcceptedProvenance one : AcceptedProvenance.readable(subject, digest)) {
            Optional<SourceFacts> source = one.provenSource(table);
            if (source.isPresent()) {
                SourceLevel level = SourceLevel.of(source.get(), summaries, trusted);
                lowest = lowest == null || level.level() < lowest.level() ? level : lowest;
            }
        }
        return lowest == null
                ? new SourceLevel(0, List.of("no accepted provenance proves from which commit it was built"))
                : lowest;
    }

    private static SourceLevel.Summary summary(Verified verified) {
        return new SourceLevel.Summary(verified.statement(), SignerClaims.of(verified), verified.verifiedTime());
    }
}

package dev.attest.provenance.level;

import dev.attest.provenance.Provenance;
import dev.attest.provenance.level.BuilderEntry.Runner;
import dev.attest.provenance.level.BuilderEntry.SignedBy;
import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.match.BuildClaims;
import dev.attest.provenance.match.CertificateMatch;
import dev.attest.provenance.match.Mismatch;
import dev.attest.provenance.match.SignerRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The SLSA Build level (v1.2, 0 to 3) that one well-signed provenance reaches by a table of builders. A builder that no entry
 * knows reaches level 1, provenance that its certificate contradicts or that names no builder none.
 *
 * @param entry the entry that gave the level; empty where none fits
 * @param whyNotMore what would have to be otherwise, for people; empty when the entry's own level was reached
 */
public record BuildLevel(int level, Optional<BuilderEntry> entry, List<String> whyNotMore) {
    public BuildLevel {
        whyNotMore = List.copyOf(whyNotMore);
    }

    /** The level of provenance that was signed by the holder of a certificate with these claims. */
    public static BuildLevel of(Provenance provenance, BuildClaims claims, BuilderTable table) {
        String builder = provenance.runDetails().builder().id();
        if (builder.isBlank()) {
            return none(List.of("the provenance names no builder"));
        }
        CertificateMatch match = CertificateMatch.of(provenance, claims);
        if (!match.mismatches().isEmpty()) {
            return none(match.mismatches().stream().map(Mismatch::reason).toList());
        }
        BuildLevel best = null;
        for (BuilderEntry entry : table.entries()) {
            if (entry.fits(claims, builder, provenance.buildDefinition().buildType())) {
                BuildLevel level = by(entry, provenance, claims, match);
                best = best == null || level.level > best.level ? level : best;
            }
        }
        return best != null
                ? best
                : new BuildLevel(1, Optional.empty(), List.of("no builder of the table is this signer's"));
    }

    private static BuildLevel none(List<String> reasons) {
        return new BuildLevel(0, Optional.empty(), reasons);
    }

    private static BuildLevel by(
            BuilderEntry entry, Provenance provenance, BuildClaims claims, CertificateMatch match) {
        var limit = new Limit(entry.level());
        if (claims.get(BuildClaim.RUNNER_ENVIRONMENT).equals(Optional.of("ssh-rerun"))) {
            limit.to(0, "the job was run again by hand over SSH");
        }
        provenance.unverifiedSource().ifPresent(source -> limit.to(1, "the facts come from: " + printable(source)));
        if (entry.signedBy() == SignedBy.JOB) {
            if (!match.unproven().isEmpty()) {
                limit.to(1, "no certificate bears out " + String.join(", ", match.unproven()));
            }
            if (entry.runner() == Runner.HOSTED && !claims.onHostedRunner()) {
                limit.to(1, "the certificate does not say that the platform's own runner built it");
            }
            isolation(limit, entry, claims);
        }
        return new BuildLevel(limit.level, Optional.of(entry), limit.reasons);
    }

    /** Level 3 asks that no step of the build could have reached the signing identity. */
    private static void isolation(Limit limit, BuilderEntry entry, BuildClaims claims) {
        SignerRef signer = SignerRef.signer(claims);
        if (!SignerRef.isApart(claims)) {
            limit.to(2, "the workflow that builds is the one that signs");
        } else if (signer.isCommit() && !signer.isFixed(Optional.of(entry.signer()))) {
            limit.to(2, "the signing workflow was called by a commit, which may be a fork's: the table has to name it");
        } else if (!signer.isFixed(Optional.of(entry.signer()))) {
            limit.to(2, "the signing workflow was called by a ref that moves: " + printable(signer.ref()));
        } else if (signer.isCommit()
                && !claims.get(BuildClaim.BUILD_SIGNER_DIGEST).equals(Optional.of(signer.ref()))) {
            limit.to(2, "the certificate does not bear out the commit of the signing workflow");
        }
    }

    private static String printable(String text) {
        String shown = text.replaceAll("[^ -~]", "?");
        return shown.length() > 200 ? shown.substring(0, 200) + "…" : shown;
    }

    /** A level that can only sink. */
    private static final class Limit {
        private int level;
        private final List<String> reasons = new ArrayList<>();

        private Limit(int level) {
            this.level = level;
        }

        private void to(int most, String reason) {
            if (level > most) {
                level = most;
                reasons.add(reason);
            }
        }
    }
}

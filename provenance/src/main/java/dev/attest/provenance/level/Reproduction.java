package dev.attest.provenance.level;

import dev.attest.provenance.Provenance;
import dev.attest.provenance.match.BuildClaims;
import dev.attest.provenance.match.SignerRef;
import java.util.List;

/**
 * Whether two builders that have nothing to do with each other made the same bytes ({@code SLSA_BUILD_REPRODUCED}: two or
 * more independently operated platforms). One builder that ran twice, two names of one signer, and two workflows of one
 * platform, which could both have been led astray by it, are one.
 */
public final class Reproduction {
    private Reproduction() {}

    /** One provenance of a digest, with who signed it. */
    public record Build(Provenance provenance, BuildClaims claims) {}

    /** Whether two of these, each of which its certificate bears out (level 2) and which have to be about the same digest, are by different builders and different signers. */
    public static boolean isReproduced(List<Build> builds, BuilderTable table) {
        List<Build> known = builds.stream()
                .filter(build -> table.knows(build.provenance(), build.claims()))
                .filter(build ->
                        BuildLevel.of(build.provenance(), build.claims(), table).level() >= 2)
                .toList();
        return known.stream().anyMatch(one -> known.stream().anyMatch(other -> areApart(one, other)));
    }

    private static boolean areApart(Build one, Build other) {
        String first =
                SignerRef.of(one.provenance().runDetails().builder().id()).workflow();
        String second =
                SignerRef.of(other.provenance().runDetails().builder().id()).workflow();
        String signer = SignerRef.of(one.claims().subject()).workflow();
        return !host(one.claims()).equals(host(other.claims()))
                && !first.equals(second)
                && !signer.isEmpty()
                && !signer.equals(SignerRef.of(other.claims().subject()).workflow());
    }

    /** Who operates the platform: its issuer, whatever tenant of it the rest of the address names. */
    private static String host(BuildClaims claims) {
        return claims.issuer().replaceFirst("^https://([^/]+).*$", "$1");
    }
}

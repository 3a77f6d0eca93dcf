package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.Statement;
import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.SourceFacts;
import dev.attest.provenance.level.BuildLevel;
import dev.attest.provenance.level.BuilderEntry.SignedBy;
import dev.attest.provenance.level.BuilderTable;
import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.match.BuildClaims;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One provenance of an accepted signer, read, with what is known of the signer. Rules judge all that are about any of the
 * digests in question, not only the newest: whoever is accepted and says something false must not be hidden by what he,
 * or somebody else, said later.
 */
record AcceptedProvenance(Evidence.Accepted evidence, Provenance provenance, BuildClaims claims) {

    /** All that are about one of the case's digests, each once, newest first for each digest. */
    static List<Evidence.Accepted> all(Case subject) {
        return subject.subjects().stream()
                .flatMap(digest -> subject.accepted(PredicateType.PROVENANCE, digest).stream())
                .distinct()
                .toList();
    }

    /** All about this digest that can be read; what cannot gives nothing here and is refused by {@link #judge}. */
    static List<AcceptedProvenance> readable(Case subject, Digest digest) {
        var readable = new ArrayList<AcceptedProvenance>();
        for (Evidence.Accepted evidence : subject.accepted(PredicateType.PROVENANCE, digest)) {
            try {
                readable.add(read(evidence));
            } catch (MalformedProvenanceException e) {
                // One that cannot be read is of no use to whoever asks for what can be.
            }
        }
        return List.copyOf(readable);
    }

    static AcceptedProvenance read(Evidence.Accepted evidence) throws MalformedProvenanceException {
        Statement statement = evidence.verified().statement();
        return new AcceptedProvenance(
                evidence,
                Provenance.read(statement.predicateType(), statement.predicate()),
                SignerClaims.of(evidence.verified()));
    }

    /** A finding for each; one that fails where there is none or one cannot be read. */
    static List<Finding> judge(String rule, Case subject, Function<AcceptedProvenance, Finding> question) {
        List<Evidence.Accepted> all = all(subject);
        if (all.isEmpty()) {
            return List.of(Finding.fails(
                    rule, "there is no accepted provenance to judge", "sign the image with `attest sign`"));
        }
        return all.stream().map(one -> judge(rule, one, question)).toList();
    }

    private static Finding judge(
            String rule, Evidence.Accepted evidence, Function<AcceptedProvenance, Finding> question) {
        try {
            return question.apply(read(evidence));
        } catch (MalformedProvenanceException e) {
            return Finding.fails(rule, "the provenance cannot be read: " + e.getMessage(), "build and sign again");
        }
    }

    boolean isSignedByKey() {
        return evidence.verified().isSignedByKey();
    }

    String builder() {
        String id = provenance.runDetails().builder().id();
        return id.isEmpty() ? "none named" : id;
    }

    /** Whether the table knows signer and builder, and nothing contradicts what is said. */
    boolean isKnown(BuilderTable table) {
        BuildLevel level = BuildLevel.of(provenance, claims, table);
        return level.entry().isPresent() && level.level() >= 1;
    }

    /**
     * The source that this provenance proves: by claims of the certificate, or by the word of a platform that signs itself.
     */
    Optional<SourceFacts> provenSource(BuilderTable table) {
        BuildLevel level = BuildLevel.of(provenance, claims, table);
        SourceFacts said = SourceFacts.of(provenance);
        boolean byPlatform = level.entry()
                .filter(entry -> entry.signedBy() == SignedBy.PLATFORM)
                .isPresent();
        boolean byCertificate = said.commit().isPresent()
                && said.commit().equals(claims.get(BuildClaim.SOURCE_REPOSITORY_DIGEST))
                && said.repository()
                        .equals(claims.get(BuildClaim.SOURCE_REPOSITORY_URI).map(SourceFacts::repositoryOf))
                && said.ref().equals(claims.get(BuildClaim.SOURCE_REPOSITORY_REF));
        return Optional.of(said).filter(it -> level.level() >= 1 && (byPlatform || byCertificate));
    }
}

package dev.attest.provenance.level;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.SlsaResult;
import dev.attest.intoto.predicate.VerificationSummary;
import dev.attest.provenance.SourceFacts;
import dev.attest.provenance.match.BuildClaims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The SLSA Source level (v1.2, 0 to 4) that a trusted verifier's summary gives the very commit that was built.
 *
 * @param whyNotMore what is wrong with a summary that gave nothing, for people
 */
public record SourceLevel(int level, List<String> whyNotMore) {
    private static final int DENIED = -1;

    /** Both spellings: the specification's and that of slsa-framework's source-tool. */
    private static final List<String> REFS = List.of("sourceRefs", "source_refs");

    public SourceLevel {
        whyNotMore = List.copyOf(whyNotMore);
    }

    /** A verified statement about sources, with who signed it and when that was witnessed. */
    public record Summary(Statement statement, BuildClaims signer, Optional<Instant> time) {}

    /** The highest level that any of the summaries gives the source, by the verifiers that are trusted. */
    public static SourceLevel of(SourceFacts source, List<Summary> summaries, List<SourceVerifier> trusted) {
        int best = 0;
        Instant passed = Instant.MIN;
        Instant denied = Instant.MIN;
        var why = new ArrayList<String>();
        for (Summary summary : summaries) {
            try {
                int level = level(source, summary, trusted, why);
                best = Math.max(best, level);
                if (level == DENIED) {
                    denied = later(denied, summary.time().orElse(Instant.MAX));
                } else if (level > 0) {
                    passed = later(passed, summary.time().orElse(Instant.MIN));
                }
            } catch (MalformedStatementException e) {
                why.add("a summary cannot be read: " + e.getMessage());
            }
        }
        if (summaries.isEmpty()) {
            why.add("there is no summary of the source");
        }
        // A verifier that says no as late as it said yes has changed its mind.
        return new SourceLevel(denied.isBefore(passed) || denied.equals(Instant.MIN) ? Math.max(best, 0) : 0, why);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static int level(SourceFacts source, Summary summary, List<SourceVerifier> trusted, List<String> why)
            throws MalformedStatementException {
        VerificationSummary vsa = VerificationSummary.read(summary.statement().predicate());
        Optional<ResourceDescriptor> subject = summary.statement().subjects().stream()
                .filter(it -> Optional.ofNullable(it.digest().get("gitCommit")).equals(source.commit()))
                .findFirst();
        int most = trusted.stream()
                .filter(it -> it.issuer().matches(summary.signer().issuer())
                        && it.signer().matches(summary.signer().subject())
                        && it.verifier().matches(vsa.verifier().id()))
                .mapToInt(SourceVerifier::level)
                .max()
                .orElse(-1);
        if (most < 0) {
            why.add("no verifier of sources is trusted under "
                    + summary.signer().subject());
        } else if (source.commit().isEmpty() || subject.isEmpty()) {
            why.add("the summary is about another commit");
        } else if (!source.repository().equals(Optional.of(SourceFacts.repositoryOf(vsa.resourceUri())))) {
            why.add("the summary is about another repository");
        } else if (!vsa.passed()) {
            why.add("the summary says that its policy was not met");
            return DENIED;
        } else if (!names(subject.get(), source.ref())) {
            why.add("the summary does not name the ref that was built");
        } else {
            return highest(vsa, most);
        }
        return 0;
    }

    private static int highest(VerificationSummary vsa, int most) {
        for (int level = most; level > 0; level--) {
            if (vsa.verified(SlsaResult.source(level))) {
                return level;
            }
        }
        return 0;
    }

    /** A commit that somebody made anywhere is on no branch but by what the verifier says of it. */
    private static boolean names(ResourceDescriptor subject, Optional<String> ref) {
        for (String name : REFS) {
            JsonNode refs = subject.annotations().get(name);
            if (refs != null && refs.isArray() && ref.isPresent()) {
                for (JsonNode one : refs) {
                    if (one.isTextual() && one.textValue().equals(ref.get())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}

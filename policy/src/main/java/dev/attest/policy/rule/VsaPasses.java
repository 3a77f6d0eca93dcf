package dev.attest.policy.rule;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.predicate.VerificationSummary;
import dev.attest.oci.Digest;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A verifier that is believed has accepted the image, lately, as what it is fetched and by the policy that is asked for,
 * and has not refused it since. {@code now} is the time to count the age from.
 */
public record VsaPasses(VsaExpectation expected, Instant now) implements Rule {
    private static final String REMEDY = "have the image verified again, with `attest verify --vsa-push`, by "
            + "a verifier that is not its builder";

    /** A summary by the verifier's own signer, and what it says, if that can be read. */
    private record Read(Evidence.Accepted evidence, Optional<VerificationSummary> summary, String problem) {
        /** What nobody witnessed may be newer than everything. */
        Instant latest() {
            return evidence.verified().verifiedTime().orElse(Instant.MAX);
        }
    }

    @Override
    public String id() {
        return "vsa";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> finding(subject, image).on(image))
                .toList();
    }

    private Finding finding(Case subject, PlatformImage image) {
        List<Evidence.Accepted> all = about(subject, image, PredicateType.VSA).toList();
        List<Read> read = all.stream()
                .filter(one -> expected.verifier().signer().signed(one.verified()))
                .map(VsaPasses::read)
                .toList();
        if (read.isEmpty()) {
            return fails(
                    all.isEmpty()
                            ? "no accepted verification summary is there"
                            : "the summary is signed by " + all.get(0).signer() + ", who does not sign for "
                                    + expected.verifier().id());
        }
        List<Evidence.Accepted> builders =
                about(subject, image, PredicateType.PROVENANCE).toList();
        var check = new VsaCheck(expected, subject.reference(), builders, now);
        var reasons = new ArrayList<String>();
        for (Read one : read) {
            List<String> problems = one.summary().isEmpty()
                    ? List.of(one.problem())
                    : check.problems(one.evidence(), one.summary().get());
            if (problems.isEmpty()) {
                return undenied(one, read, check);
            }
            reasons.addAll(problems);
        }
        return fails(String.join("; ", new LinkedHashSet<>(reasons)));
    }

    /** A pass counts unless the same verifier says something else that may be as new. */
    private Finding undenied(Read pass, List<Read> all, VsaCheck check) {
        for (Read other : all) {
            boolean denies =
                    other.summary().isEmpty() || check.denies(other.summary().get());
            if (denies && !other.latest().isBefore(pass.latest())) {
                return fails("a summary that is as new "
                        + (other.summary().isEmpty()
                                ? "cannot be read: " + other.problem()
                                : "by the same verifier says FAILED"));
            }
        }
        VerificationSummary summary = pass.summary().orElseThrow();
        return Finding.holds(
                id(),
                expected.verifier().id() + " verified "
                        + String.join(
                                ", ",
                                summary.verifiedLevels().stream()
                                        .map(Object::toString)
                                        .toList()));
    }

    /** What is said of the image that was asked about, or of the one platform, newest first. */
    private static Stream<Evidence.Accepted> about(Case subject, PlatformImage image, PredicateType type) {
        Stream<Digest> digests = Stream.of(subject.digest(), image.manifest().digest());
        return digests.distinct()
                .flatMap(digest -> subject.accepted(type, digest).stream())
                .distinct();
    }

    private static Read read(Evidence.Accepted evidence) {
        try {
            return new Read(
                    evidence,
                    Optional.of(VerificationSummary.read(
                            evidence.verified().statement().predicate())),
                    "");
        } catch (MalformedStatementException e) {
            return new Read(evidence, Optional.empty(), "the summary cannot be read: " + e.getMessage());
        }
    }

    private Finding fails(String message) {
        return Finding.fails(id(), message, REMEDY);
    }
}

package dev.attest.policy.rule;

import dev.attest.intoto.predicate.SlsaResult;
import dev.attest.intoto.predicate.VerificationSummary;
import dev.attest.oci.Reference;
import dev.attest.policy.Evidence;
import dev.attest.policy.Parties;
import dev.attest.policy.ResourceUri;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares one summary, whose signer is the verifier's, with what is expected of it. */
final class VsaCheck {
    /** Clocks of verifiers, logs and ours differ a little. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private final VsaExpectation expected;
    private final Optional<String> resourceUri;
    private final List<Evidence.Accepted> builders;
    private final Instant now;

    VsaCheck(VsaExpectation expected, Reference image, List<Evidence.Accepted> builders, Instant now) {
        this.expected = expected;
        this.resourceUri = expected.resourceUri().or(() -> ResourceUri.of(image));
        this.builders = builders;
        this.now = now;
    }

    /** Everything that keeps it from being accepted; none when it is. */
    List<String> problems(Evidence.Accepted evidence, VerificationSummary summary) {
        var problems = new ArrayList<String>();
        String id = summary.verifier().id();
        if (!id.equals(expected.verifier().id())) {
            problems.add(
                    "the summary is of the verifier " + id + ", for which " + evidence.signer() + " does not sign");
        }
        if (!summary.passed()) {
            problems.add("the summary says FAILED");
        }
        if (resourceUri.isEmpty()) {
            problems.add("it is not said as what the image is fetched (resourceUri)");
        } else if (!summary.resourceUri().equals(resourceUri.get())) {
            problems.add("the summary is about " + summary.resourceUri() + ", not " + resourceUri.get());
        }
        if (!expected.isPolicy(summary.policy())) {
            problems.add("the summary is by another policy: "
                    + summary.policy().uri().orElse("one without a name") + " "
                    + summary.policy().digest());
        }
        for (SlsaResult wanted : expected.levels()) {
            if (summary.passed() && !summary.verified(wanted)) {
                problems.add(wanted + " is not verified, only " + summary.verifiedLevels());
            }
        }
        expected.dependencyLevel()
                .flatMap(wanted -> dependencies(summary, wanted))
                .ifPresent(problems::add);
        age(evidence, summary).ifPresent(problems::add);
        builder(evidence, id).ifPresent(problems::add);
        return problems;
    }

    /** Whether it is the verifier's refusal of the same thing. */
    boolean denies(VerificationSummary summary) {
        return !summary.passed()
                && summary.verifier().id().equals(expected.verifier().id())
                && resourceUri.filter(uri -> !uri.equals(summary.resourceUri())).isEmpty()
                && (expected.policyUri().isEmpty() || summary.policy().uri().equals(expected.policyUri()));
    }

    /** Counted from when it was witnessed, or from when the verifier says it looked, if that is earlier. */
    private Optional<String> age(Evidence.Accepted evidence, VerificationSummary summary) {
        Optional<Instant> witnessed = evidence.verified().verifiedTime();
        if (witnessed.isEmpty()) {
            return Optional.of("nobody witnessed when the summary was signed, so that its age is not known");
        }
        Instant time = witnessed.get();
        if (time.isAfter(now.plus(SKEW))) {
            return Optional.of("the summary was witnessed at " + time + ", which is still to come");
        }
        Instant said = summary.timeVerified().orElse(time);
        if (said.isAfter(time.plus(SKEW))) {
            return Optional.of("the summary says " + said + " and was witnessed before, at " + time);
        }
        Instant earlier = said.isBefore(time) ? said : time;
        return earlier.plus(expected.maxAge()).isBefore(now)
                ? Optional.of("the summary is of " + earlier + ", older than " + expected.maxAge())
                : Optional.empty();
    }

    private Optional<String> builder(Evidence.Accepted evidence, String verifierId) {
        for (Evidence.Accepted provenance : builders) {
            String builder = Parties.builder(provenance);
            if (Parties.same(provenance.signer(), evidence.signer())
                    || Parties.same(builder, evidence.signer())
                    || Parties.same(builder, verifierId)) {
                return Optional.of("the verifier is the builder: " + evidence.signer());
            }
        }
        return Optional.empty();
    }

    /** Every dependency is counted once in each track, so that no track may count more than are at the wanted level. */
    private static Optional<String> dependencies(VerificationSummary summary, SlsaResult wanted) {
        if (summary.dependencyLevels().isEmpty()) {
            return Optional.of("the summary says nothing of the dependencies");
        }
        long good = 0;
        var counted = new HashMap<String, Long>();
        for (Map.Entry<SlsaResult, Long> entry :
                summary.dependencyLevels().get().entrySet()) {
            SlsaResult level = entry.getKey();
            counted.merge(level.track().orElse(level.text()), entry.getValue(), VsaCheck::sum);
            good = sum(good, level.implies(wanted) ? entry.getValue() : 0);
        }
        long enough = good;
        return counted.values().stream().anyMatch(count -> count > enough)
                ? Optional.of("not every dependency is at " + wanted + ", only " + good)
                : Optional.empty();
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}

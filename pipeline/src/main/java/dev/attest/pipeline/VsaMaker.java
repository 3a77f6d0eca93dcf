package dev.attest.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.ReferenceList;
import dev.attest.intoto.predicate.SlsaResult;
import dev.attest.intoto.predicate.Svr;
import dev.attest.intoto.predicate.VerificationSummary;
import dev.attest.oci.Digest;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Evidence;
import dev.attest.policy.Parties;
import dev.attest.policy.ResourceUri;
import dev.attest.policy.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Says of an accepted image what the policy found: SLSA's verification summary and in-toto's simple result. Of a refused
 * one nothing is ever made: most readers take any signed statement for a yes. Pure; the time is given.
 */
public final class VsaMaker {
    /** The SLSA specification whose words are used. */
    static final String SLSA_VERSION = "1.2";

    private final VerifyReport report;
    private final VsaOrder order;

    /** @throws IllegalArgumentException when the image was not accepted */
    public VsaMaker(VerifyReport report, VsaOrder order) {
        if (!(report.verdict() instanceof Verdict.Accepted)) {
            throw new IllegalArgumentException("nothing is said of an image that was refused");
        }
        this.report = report;
        this.order = order;
    }

    /**
     * Why {@code signer} and the verifier must not judge this image: they are, or run in, what built it. A workflow is the
     * same one at every ref.
     */
    public Optional<String> conflict(String signer) {
        for (Evidence.Accepted one : builders()) {
            String builder = Parties.builder(one);
            if (Parties.same(one.signer(), signer)) {
                return Optional.of(
                        signer + " signed the evidence of the build, and cannot vouch for it as its verifier");
            }
            if (Parties.same(builder, order.verifier().id()) || Parties.same(builder, signer)) {
                return Optional.of("the verifier is the builder itself: " + builder);
            }
        }
        return Optional.empty();
    }

    /** The verification summary. */
    public Statement summary(Instant now) {
        return new VerificationSummary(
                        order.verifier(),
                        Optional.of(now.truncatedTo(ChronoUnit.SECONDS)),
                        order.resourceUri(),
                        order.policy(),
                        inputs(),
                        VerificationSummary.Result.PASSED,
                        order.levels(),
                        Optional.empty(),
                        Optional.of(SLSA_VERSION))
                .statement(subjects());
    }

    /** The simple result: every rule holds, and so do the levels. */
    public Statement result(Instant now) {
        Stream<String> rules = report.verdict().findings().stream()
                .map(finding -> VsaLevels.own(finding.rule()).text());
        Stream<String> levels =
                order.levels().stream().map(SlsaResult::text).filter(text -> !text.endsWith("_UNEVALUATED"));
        return new Svr(
                        order.verifier().id(),
                        List.of(order.policy()),
                        now.truncatedTo(ChronoUnit.SECONDS),
                        Stream.concat(rules, levels).toList())
                .statement(subjects());
    }

    /** What was judged: of an index of which one platform was asked for, that platform alone. */
    private List<ResourceDescriptor> subjects() {
        Collection<Digest> judged = report.question().platform().isPresent()
                ? report.subject().judged().stream()
                        .map(PlatformImage::manifest)
                        .map(manifest -> manifest.digest())
                        .toList()
                : report.subject().subjects();
        Optional<String> name = ResourceUri.of(report.question().image()).map(uri -> uri.substring("oci://".length()));
        return judged.stream()
                .map(digest -> new ResourceDescriptor(
                        name, Optional.empty(), Map.of(digest.algorithm().id(), digest.hex()), Optional.empty()))
                .toList();
    }

    /** Every piece of evidence that was accepted, by the digest of its bundle. */
    private List<ResourceDescriptor> inputs() {
        var inputs = new TreeMap<Digest, ResourceDescriptor>();
        accepted().forEach(one -> inputs.putIfAbsent(one.bundle(), input(one)));
        return List.copyOf(inputs.values());
    }

    private ResourceDescriptor input(Evidence.Accepted one) {
        return new ResourceDescriptor(
                Optional.empty(),
                ResourceUri.of(report.question().image()).map(uri -> uri + "@" + one.referrer()),
                Map.of(one.bundle().algorithm().id(), one.bundle().hex()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(ReferenceList.PREDICATE_TYPE, JsonNodeFactory.instance.textNode(one.predicateType())));
    }

    /** Whoever signed the provenance; where there is none, whoever signed anything. */
    private List<Evidence.Accepted> builders() {
        List<Evidence.Accepted> provenance = accepted()
                .filter(one -> one.type().equals(Optional.of(PredicateType.PROVENANCE)))
                .toList();
        return provenance.isEmpty()
                ? accepted()
                        .filter(one -> !one.type().equals(Optional.of(PredicateType.VSA)))
                        .toList()
                : provenance;
    }

    private Stream<Evidence.Accepted> accepted() {
        return report.subject().evidence().stream()
                .filter(Evidence.Accepted.class::isInstance)
                .map(Evidence.Accepted.class::cast);
    }
}

package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.sbom.ImageScanner;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;

/** The gate: an image, its evidence, a policy, a verdict. Reads the two places and nothing else. */
public final class VerifyImage {
    private final Optional<BundleVerifier> verifier;
    private final ExecutorService executor;
    private final Optional<Recheck> recheck;

    /**
     * {@code verifier} may be absent where only profiles that ask for no evidence are judged by. The executor must not be
     * the one that the gate itself is called on.
     */
    public VerifyImage(Optional<BundleVerifier> verifier, ExecutorService executor) {
        this(verifier, executor, Optional.empty());
    }

    private VerifyImage(Optional<BundleVerifier> verifier, ExecutorService executor, Optional<Recheck> recheck) {
        this.verifier = verifier;
        this.executor = executor;
        this.recheck = recheck;
    }

    /** The same gate, which reads the layers too and compares with what was signed; {@code toolVersion} names attest. */
    public VerifyImage rechecking(ImageScanner scanner, String toolVersion) {
        return new VerifyImage(verifier, executor, Optional.of(new Recheck(scanner, toolVersion)));
    }

    /**
     * Judges the image.
     *
     * @throws MalformedImageException when what the repository holds is not an image or not what its digests say: refused
     * @throws IOException when the repository could not be asked: not decided
     */
    public VerifyReport verify(Places places, VerifyQuestion question) throws IOException, MalformedImageException {
        Case found = question.accepted().isPresent() ? collect(places, question) : bare(places, question);
        if (recheck.isEmpty()) {
            return new VerifyReport(question, found, question.profile().judge(found));
        }
        Case subject = recheck.get().of(places.image(), found);
        return new VerifyReport(
                question, subject, question.profile().rechecking().judge(subject));
    }

    /** All evidence of an image by the accepted identities; judged by no policy. */
    public Case collect(Places places, VerifyQuestion question) throws IOException, MalformedImageException {
        Case subject = bare(places, question);
        Case attached = subject.with(find(places, question, subject, any -> true));
        // Two requests for each digest, spared where there is a signature of today's form.
        return attached.accepted(PredicateType.SIGNATURE, subject.digest()).isEmpty()
                ? withLegacy(places, question, attached)
                : attached;
    }

    /**
     * The evidence of one type. What says of itself in the listing that it is of another one is not fetched, so that
     * nothing may be judged by what this does not find.
     */
    public Case collect(Places places, VerifyQuestion question, PredicateType type)
            throws IOException, MalformedImageException {
        Case subject = bare(places, question);
        Case attached = subject.with(find(places, question, subject, EvidenceCollector.ofType(type)));
        boolean everywhere = attached.judged().stream()
                .noneMatch(
                        one -> attached.accepted(type, one.manifest().digest()).isEmpty());
        return everywhere ? attached : withLegacy(places, question, attached);
    }

    private List<Evidence> find(Places places, VerifyQuestion question, Case subject, Predicate<Descriptor> wanted)
            throws IOException, MalformedImageException {
        return new EvidenceCollector(places.evidence(), gate(), executor)
                .find(subject.subjects(), accepted(question), wanted).stream()
                        .map(EvidenceCollector.Found::evidence)
                        .toList();
    }

    private Case withLegacy(Places places, VerifyQuestion question, Case attached)
            throws IOException, MalformedImageException {
        var all = new ArrayList<Evidence>(attached.evidence());
        all.addAll(new LegacyCollector(places, gate(), accepted(question), executor)
                .collect(question.image(), attached.subjects()));
        return attached.with(all);
    }

    private BundleVerifier gate() {
        return verifier.orElseThrow(() -> new IllegalArgumentException("judging evidence needs a trusted root"));
    }

    private static Identities accepted(VerifyQuestion question) {
        return question.accepted()
                .orElseThrow(() -> new IllegalArgumentException("accepting signed evidence needs an identity"));
    }

    private Case bare(Places places, VerifyQuestion question) throws IOException, MalformedImageException {
        Image image = ImageReader.read(places.image(), places.image().resolve(question.image()), executor);
        return new Case(question.image(), image, Platforms.judged(image, question.platform()), List.of())
                .withSources(question.sources());
    }
}

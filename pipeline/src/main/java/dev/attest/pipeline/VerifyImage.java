package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The gate: an image, its evidence, a policy, a verdict. Reads the repository and nothing else. */
public final class VerifyImage {
    private final Optional<BundleVerifier> verifier;
    private final ExecutorService executor;

    /**
     * {@code verifier} may be absent where only profiles that ask for no evidence are judged by. The executor must not be
     * the one that the gate itself is called on.
     */
    public VerifyImage(Optional<BundleVerifier> verifier, ExecutorService executor) {
        this.verifier = verifier;
        this.executor = executor;
    }

    /**
     * Judges the image.
     *
     * @throws MalformedImageException when what the repository holds is not an image or not what its digests say: refused
     * @throws IOException when the repository could not be asked: not decided
     */
    public VerifyReport verify(Repository repository, VerifyQuestion question)
            throws IOException, MalformedImageException {
        Case subject = question.accepted().isPresent() ? collect(repository, question) : bare(repository, question);
        return new VerifyReport(question, subject, question.profile().judge(subject));
    }

    /** All evidence of an image by the accepted identities; judged by no policy. */
    public Case collect(Repository repository, VerifyQuestion question) throws IOException, MalformedImageException {
        Identities accepted = question.accepted()
                .orElseThrow(() -> new IllegalArgumentException("accepting signed evidence needs an identity"));
        BundleVerifier gate =
                verifier.orElseThrow(() -> new IllegalArgumentException("judging evidence needs a trusted root"));
        Case subject = bare(repository, question);
        List<Evidence> found = new EvidenceCollector(repository, gate, executor).collect(subject.subjects(), accepted);
        Case attached = subject.with(found);
        if (!attached.accepted(PredicateType.SIGNATURE, subject.digest()).isEmpty()) {
            return attached;
        }
        // Two requests for each digest, spared where there is a signature of today's form.
        var all = new ArrayList<Evidence>(found);
        all.addAll(new LegacyCollector(repository, gate, accepted).collect(question.image(), subject.subjects()));
        return subject.with(all);
    }

    private Case bare(Repository repository, VerifyQuestion question) throws IOException, MalformedImageException {
        Image image = ImageReader.read(repository, repository.resolve(question.image()), executor);
        return new Case(question.image(), image, Platforms.judged(image, question.platform()), List.of());
    }
}

package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** The gate: an image, its evidence, a policy, a verdict. Reads the repository and nothing else. */
public final class VerifyImage {
    private final Optional<BundleVerifier> verifier;
    private final ExecutorService executor;

    /** {@code verifier} may be absent where only profiles that ask for no evidence are judged by. */
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
        Descriptor root = repository.resolve(question.image());
        Image image = ImageReader.read(repository, root);
        List<PlatformImage> judged = Platforms.judged(image, question.platform());
        Case subject = new Case(question.image(), image, judged, List.of());
        if (question.accepted().isPresent()) {
            subject = subject.with(
                    collect(repository, subject.subjects(), question.accepted().get()));
        }
        return new VerifyReport(question, subject, question.profile().judge(subject));
    }

    /** All evidence of an image by the accepted identities; judged by no policy. */
    public Case collect(Repository repository, VerifyQuestion question) throws IOException, MalformedImageException {
        Image image = ImageReader.read(repository, repository.resolve(question.image()));
        Identities accepted = question.accepted()
                .orElseThrow(() -> new IllegalArgumentException("accepting signed evidence needs an identity"));
        Case subject = new Case(question.image(), image, Platforms.judged(image, question.platform()), List.of());
        return subject.with(collect(repository, subject.subjects(), accepted));
    }

    private List<Evidence> collect(Repository repository, Set<Digest> subjects, Identities accepted)
            throws IOException, MalformedImageException {
        BundleVerifier gate =
                verifier.orElseThrow(() -> new IllegalArgumentException("judging evidence needs a trusted root"));
        return new EvidenceCollector(repository, gate, executor).collect(subjects, accepted);
    }
}

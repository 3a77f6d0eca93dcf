package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.ReferenceList;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.MalformedContentException;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.SigningSession;
import dev.attest.signing.Verified;
import dev.attest.signing.service.SigningException;
import dev.attest.vex.MalformedVexException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Makes the evidence of an image, signs it and attaches it: signature and provenance one each for index and platforms
 * together, SBOM, facts and VEX one per platform, last the signed list of all of them. Everything is signed and verified
 * before the first byte is pushed; a statement that is already there, signed by the same identity, is not signed again.
 * Where an order leaves nothing to say, nothing is signed, the list included.
 */
public final class SignImage {
    /** Who lists: the program. Who vouches for the list is the certificate's business. */
    private static final String ATTESTER = "https://attest.dev";

    private final ImageScanner scanner;
    private final BundleVerifier verifier;
    private final ExecutorService executor;
    private final Progress progress;
    private final Optional<KeptBundles> kept;

    /** The executor must not be the one that {@link #sign} itself is called on. */
    public SignImage(ImageScanner scanner, BundleVerifier verifier, ExecutorService executor, Progress progress) {
        this(scanner, verifier, executor, progress, Optional.empty());
    }

    private SignImage(
            ImageScanner scanner,
            BundleVerifier verifier,
            ExecutorService executor,
            Progress progress,
            Optional<KeptBundles> kept) {
        this.scanner = scanner;
        this.verifier = verifier;
        this.executor = executor;
        this.progress = progress;
        this.kept = kept;
    }

    /** The same, with a place on the disk for bundles that are signed and not yet seen where they belong. */
    public SignImage keeping(KeptBundles bundles) {
        return new SignImage(scanner, verifier, executor, progress, Optional.of(bundles));
    }

    /** As {@link #sign(SignTarget, SignOrder, SigningSession)}, where a session is open already. */
    public SignReport sign(Places places, SignOrder order, SigningSession session)
            throws IOException, MalformedImageException, MalformedContentException, MalformedVexException,
                    SigningException {
        return sign(SignTarget.open(places, order.image(), executor), order, session);
    }

    /** Signs the image that the order names and attaches what was signed, where its evidence lies. */
    public SignReport sign(SignTarget target, SignOrder order, SigningSession session)
            throws IOException, MalformedImageException, MalformedContentException, MalformedVexException,
                    SigningException {
        Image image = target.image();
        Repository evidence = target.places().evidence();
        progress.step("looking for evidence that is already there");
        OwnEvidence ours =
                new OwnEvidenceFinder(verifier, executor, progress, kept).take(evidence, image, session.ourselves());
        var run = new Run(evidence, image, ours, session);
        Drafts drafts = new DraftMaker(scanner, progress).make(target.places().image(), image, order);
        var signed = new ArrayList<Signed>();
        if (!drafts.statements().isEmpty()) {
            signed.addAll(run.sign(drafts.statements()));
            signed.addAll(run.sign(List.of(listOf(signed, drafts))));
        }
        List<Verified> lost = ours.lost();
        run.attach(signed, lost);
        return new SignReport(
                image,
                signed.stream().map(Signed::attached).toList(),
                drafts.gaps(),
                drafts.unmatchedVex(),
                lost.stream().map(OwnEvidence::digest).toList());
    }

    private record Signed(Draft draft, Verified verified, boolean isNew) {
        Digest digest() {
            return OwnEvidence.digest(verified);
        }

        SignReport.Attached attached() {
            List<Digest> subjects =
                    draft.subjects().stream().map(Descriptor::digest).toList();
            return new SignReport.Attached(draft.type(), subjects, digest(), isNew);
        }
    }

    /** One run for one image. */
    private final class Run {
        private final Repository repository;
        private final Image image;
        private final OwnEvidence ours;
        private final SigningSession session;

        Run(Repository repository, Image image, OwnEvidence ours, SigningSession session) {
            this.repository = repository;
            this.image = image;
            this.ours = ours;
            this.session = session;
        }

        List<Signed> sign(List<Draft> drafts) throws SigningException {
            var missing = new ArrayList<Draft>();
            for (Draft draft : drafts) {
                if (ours.of(draft).isEmpty()) {
                    missing.add(draft);
                }
            }
            List<Verified> made = missing.isEmpty() ? List.of() : make(missing);
            Iterator<Verified> next = made.iterator();
            var signed = new ArrayList<Signed>();
            for (Draft draft : drafts) {
                Optional<Verified> found = ours.of(draft);
                signed.add(new Signed(draft, found.isPresent() ? found.get() : next.next(), found.isEmpty()));
            }
            return signed;
        }

        private List<Verified> make(List<Draft> missing) throws SigningException {
            progress.step("signing " + missing.size() + (missing.size() == 1 ? " statement" : " statements"));
            List<Verified> made =
                    session.sign(missing.stream().map(Draft::payload).toList());
            keep(made);
            return made;
        }

        private void keep(List<Verified> made) {
            if (kept.isEmpty()) {
                return;
            }
            try {
                kept.get()
                        .keep(
                                repository.name(),
                                image.root().digest(),
                                made.stream().map(one -> one.bundle().bytes()).toList());
            } catch (IOException e) {
                // What is signed is worth more attached than kept.
                progress.step("warning: the bundles cannot be kept on this machine until they are attached: "
                        + e.getMessage());
            }
        }

        void attach(List<Signed> signed, List<Verified> lost) throws IOException, MalformedImageException {
            if (!lost.isEmpty()) {
                progress.step("attaching again " + lost.size() + (lost.size() == 1 ? " bundle" : " bundles") + " that "
                        + repository.name() + " no longer lists");
            }
            var bundles = new ArrayList<Verified>(lost);
            signed.forEach(one -> bundles.add(one.verified()));
            if (bundles.isEmpty()) {
                return;
            }
            progress.step("attaching " + signed.size() + " bundles");
            new Delivery(repository, ours, executor).deliver(bundles);
        }
    }

    /** The closing list: every bundle of this run by its own digest, with the digests it is about. */
    private static Draft listOf(List<Signed> signed, Drafts drafts) {
        var entries = new ArrayList<ResourceDescriptor>();
        for (Signed one : signed) {
            List<String> subjects = one.draft().subjects().stream()
                    .map(subject -> subject.digest().toString())
                    .toList();
            entries.add(ReferenceList.bundle(
                    one.digest().hex(), Bundle.MEDIA_TYPE, one.draft().type().uri(), subjects));
        }
        return drafts.aboutAll(PredicateType.REFERENCE, new ReferenceList(ATTESTER, entries).json());
    }
}

package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.ReferenceList;
import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import dev.attest.policy.Evidence;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.MalformedContentException;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.SigningSession;
import dev.attest.signing.Verified;
import dev.attest.signing.service.SigningException;
import dev.attest.vex.MalformedVexException;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** The executor must not be the one that {@link #sign} itself is called on. */
    public SignImage(ImageScanner scanner, BundleVerifier verifier, ExecutorService executor, Progress progress) {
        this.scanner = scanner;
        this.verifier = verifier;
        this.executor = executor;
        this.progress = progress;
    }

    /** Signs the image that the order names and attaches what was signed to it, in the same repository. */
    public SignReport sign(Repository repository, SignOrder order, SigningSession session)
            throws IOException, MalformedImageException, MalformedContentException, MalformedVexException,
                    SigningException {
        Descriptor root = repository.resolve(order.image());
        Image image = ImageReader.read(repository, root, executor);
        Drafts drafts = new DraftMaker(scanner, progress).make(repository, image, order);

        var signed = new ArrayList<Signed>();
        if (!drafts.statements().isEmpty()) {
            Map<Digest, Verified> present = present(repository, image, session);
            signed.addAll(sign(drafts.statements(), present, session));
            signed.addAll(sign(List.of(listOf(signed, drafts)), present, session));
            attach(repository, signed);
        }
        return new SignReport(
                image, signed.stream().map(Signed::attached).toList(), drafts.gaps(), drafts.unmatchedVex());
    }

    private record Signed(Draft draft, Verified verified, boolean isNew) {
        Bundle bundle() {
            return verified.bundle();
        }

        Digest digest() {
            return Digest.sha256(bundle().bytes());
        }

        SignReport.Attached attached() {
            List<Digest> subjects =
                    draft.subjects().stream().map(Descriptor::digest).toList();
            return new SignReport.Attached(draft.type(), subjects, digest(), isNew);
        }
    }

    private Map<Digest, Verified> present(Repository repository, Image image, SigningSession session)
            throws IOException, MalformedImageException {
        progress.step("looking for evidence that is already there");
        var subjects = new LinkedHashSet<Digest>();
        Drafts.manifests(image).forEach(manifest -> subjects.add(manifest.digest()));
        var present = new HashMap<Digest, Verified>();
        var collector = new EvidenceCollector(repository, verifier, executor);
        for (Evidence evidence : collector.collect(subjects, session.ourselves())) {
            if (evidence instanceof Evidence.Accepted accepted) {
                Verified verified = accepted.verified();
                // Of two bundles over the same statement always the same one is kept, so that a later run adds nothing.
                present.merge(
                        Digest.sha256(verified.payload()),
                        verified,
                        (a, b) -> digestOf(a).compareTo(digestOf(b)) <= 0 ? a : b);
            }
        }
        return present;
    }

    private static Digest digestOf(Verified verified) {
        return Digest.sha256(verified.bundle().bytes());
    }

    private List<Signed> sign(List<Draft> drafts, Map<Digest, Verified> present, SigningSession session)
            throws SigningException {
        var missing = new ArrayList<Draft>();
        for (Draft draft : drafts) {
            if (!present.containsKey(draft.payloadDigest())) {
                missing.add(draft);
            }
        }
        if (!missing.isEmpty()) {
            progress.step("signing " + missing.size() + (missing.size() == 1 ? " statement" : " statements"));
        }
        Iterator<Verified> made = missing.isEmpty()
                ? Collections.emptyIterator()
                : session.sign(missing.stream().map(Draft::payload).toList()).iterator();
        var signed = new ArrayList<Signed>();
        for (Draft draft : drafts) {
            Verified found = present.get(draft.payloadDigest());
            signed.add(found != null ? new Signed(draft, found, false) : new Signed(draft, made.next(), true));
        }
        return signed;
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

    private void attach(Repository repository, List<Signed> signed) throws IOException, MalformedImageException {
        var bySubject = new LinkedHashMap<Descriptor, List<Artifact>>();
        for (Signed one : signed) {
            for (Descriptor subject : one.draft().subjects()) {
                bySubject.computeIfAbsent(subject, any -> new ArrayList<>()).add(artifact(one));
            }
        }
        progress.step("attaching " + signed.size() + " bundles");
        for (var entry : bySubject.entrySet()) {
            repository.attach(entry.getKey(), entry.getValue());
        }
    }

    /** The annotations of cosign's bundle specification; the time is the verified one, so that a later run pushes the same. */
    private static Artifact artifact(Signed one) {
        var annotations = new TreeMap<String, String>();
        one.verified()
                .verifiedTime()
                .ifPresent(time -> annotations.put(
                        "org.opencontainers.image.created",
                        time.truncatedTo(ChronoUnit.SECONDS).toString()));
        annotations.put("dev.sigstore.bundle.content", "dsse-envelope");
        annotations.put("dev.sigstore.bundle.predicateType", one.draft().type().uri());
        return new Artifact(Bundle.MEDIA_TYPE, one.bundle().bytes(), annotations);
    }
}

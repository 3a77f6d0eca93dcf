package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import dev.attest.policy.Evidence;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Finds what the signer of now has signed before: what the repository lists, what an earlier run kept on the disk, and
 * what a signed list names and the repository still holds though it lists it no more. All of it is verified alike.
 */
final class OwnEvidenceFinder {
    /** Bundles that are named and not listed are asked for up to this number, and these bytes in all. */
    private static final int MAX_SOUGHT = 100;

    private static final long MAX_SOUGHT_BYTES = 256L << 20;

    private final BundleVerifier verifier;
    private final ExecutorService executor;
    private final Progress progress;
    private final Optional<KeptBundles> kept;

    OwnEvidenceFinder(
            BundleVerifier verifier, ExecutorService executor, Progress progress, Optional<KeptBundles> kept) {
        this.verifier = verifier;
        this.executor = executor;
        this.progress = progress;
        this.kept = kept;
    }

    OwnEvidence take(Repository repository, Image image, Identities ourselves)
            throws IOException, MalformedImageException {
        List<Descriptor> manifests = Drafts.manifests(image);
        List<Digest> subjects = manifests.stream().map(Descriptor::digest).toList();
        var ours = new OwnEvidence(manifests);
        for (EvidenceCollector.Found found :
                new EvidenceCollector(repository, verifier, executor).find(subjects, ourselves, any -> true)) {
            if (found.evidence() instanceof Evidence.Accepted accepted) {
                ours.listed(found.subject(), accepted.bundle(), accepted.verified());
            }
        }
        var judge = new BundleJudge(repository, verifier, subjects, ourselves);
        takeKept(repository, image, ours, judge);
        takeNamed(repository, ours, judge);
        return ours;
    }

    private void takeKept(Repository repository, Image image, OwnEvidence ours, BundleJudge judge) {
        if (kept.isEmpty()) {
            return;
        }
        Digest root = image.root().digest();
        for (Map.Entry<Digest, byte[]> one :
                kept.get().read(repository.name(), root, progress).entrySet()) {
            Digest digest = one.getKey();
            Optional<Evidence.Accepted> accepted = judge(judge, digest, one.getValue());
            if (accepted.isEmpty()) {
                progress.step(
                        "warning: a bundle kept on this machine, " + digest + ", does not verify; it is not used");
                continue;
            }
            ours.kept(digest, accepted.get().verified());
            if (ours.withoutIt(accepted.get().verified()).isEmpty()) {
                kept.get().forget(repository.name(), root, List.of(digest));
            }
        }
    }

    private void takeNamed(Repository repository, OwnEvidence ours, BundleJudge judge) throws IOException {
        int sought = 0;
        long bytes = 0;
        for (Digest digest : ours.named()) {
            if (ours.has(digest)) {
                continue;
            }
            if (++sought > MAX_SOUGHT || bytes > MAX_SOUGHT_BYTES) {
                progress.step("warning: more bundles are named and not listed than are looked for in one run");
                return;
            }
            Optional<byte[]> bundle = seek(repository, digest);
            if (bundle.isPresent()) {
                bytes += bundle.get().length;
                judge(judge, digest, bundle.get()).ifPresent(accepted -> ours.kept(digest, accepted.verified()));
            }
        }
    }

    /** Empty, and said, where it is lost; that it cannot be asked for is an error, which another run may be spared. */
    private Optional<byte[]> seek(Repository repository, Digest digest) throws IOException {
        String what =
                "the bundle " + digest + ", which a signed list names and " + repository.name() + " does not list,";
        try {
            Optional<byte[]> bundle = repository.find(digest, AttachedBundle.MAX_BYTES);
            if (bundle.isEmpty()) {
                progress.step("warning: " + what + " is no longer there");
            }
            return bundle;
        } catch (MalformedImageException e) {
            progress.step("warning: " + what + " is damaged: " + e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new IOException(what + " cannot be looked for; nothing was signed, run again: " + e.getMessage(), e);
        }
    }

    private static Optional<Evidence.Accepted> judge(BundleJudge judge, Digest digest, byte[] bundle) {
        try {
            return judge.judge(bundle).at(digest) instanceof Evidence.Accepted accepted
                    ? Optional.of(accepted)
                    : Optional.empty();
        } catch (IOException e) {
            // Not judged is not accepted: the statement is signed again.
            return Optional.empty();
        }
    }
}

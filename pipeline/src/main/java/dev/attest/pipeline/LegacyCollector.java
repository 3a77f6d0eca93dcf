package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import dev.attest.policy.Evidence;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.Rejected;
import dev.attest.signing.Verification;
import dev.attest.signing.Verified;
import dev.attest.signing.legacy.LegacyVerifier;
import dev.attest.signing.legacy.SignatureVerification;
import dev.attest.signing.legacy.SimpleSigning;
import dev.attest.signing.refusal.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Finds what cosign attached before bundles, under the tags {@code sha256-<hex>.sig} and {@code .att} (cosign
 * specs/SIGNATURE_SPEC.md), and judges each layer. A tag that is not there is no evidence; one that cannot be asked for is
 * an {@link IOException}.
 */
final class LegacyCollector {
    /** More layers than this under one tag are an attack or an accident. */
    static final int MAX_LAYERS = 256;

    private final Places places;
    private final Repository repository;
    private final LegacyVerifier verifier;
    private final Identities accepted;
    private final ExecutorService executor;

    /** The executor must not be the one that {@link #collect} itself runs on. */
    LegacyCollector(Places places, BundleVerifier verifier, Identities accepted, ExecutorService executor) {
        this.places = places;
        this.repository = places.evidence();
        this.verifier = new LegacyVerifier(verifier);
        this.accepted = accepted;
        this.executor = executor;
    }

    /** What is under one tag: layers to be judged, or what was found wrong with the manifest. */
    private record Tagged(Digest subject, Digest manifest, List<Descriptor> layers, Optional<Evidence> rejected) {}

    /** Everything under the tags of these subjects; places without tags have none. */
    List<Evidence> collect(Reference image, Collection<Digest> subjects) throws IOException, MalformedImageException {
        var reads = new ArrayList<Callable<Optional<Tagged>>>();
        for (Digest subject : subjects) {
            for (String kind : List.of("sig", "att")) {
                reads.add(() -> read(image, subject, kind));
            }
        }
        List<Tagged> tags =
                Parallel.all(executor, reads).stream().flatMap(Optional::stream).toList();
        long total = tags.stream()
                .flatMap(tag -> tag.layers().stream())
                .mapToLong(layer -> Math.min(layer.size(), AttachedBundle.MAX_BYTES))
                .sum();
        if (total > EvidenceCollector.MAX_TOTAL_BYTES) {
            throw new IOException("the layers under this image's legacy tags have " + total + " bytes, at most "
                    + EvidenceCollector.MAX_TOTAL_BYTES + " are read; remove what does not belong there");
        }
        var evidence = new ArrayList<Evidence>();
        for (Tagged tag : tags) {
            tag.rejected().ifPresent(evidence::add);
            // One after the other: each may be as large as all that is held at a time.
            for (Descriptor layer : tag.layers()) {
                evidence.add(judge(tag.manifest(), layer, tag.subject()));
            }
        }
        return List.copyOf(evidence);
    }

    private Optional<Tagged> read(Reference image, Digest subject, String kind) throws IOException {
        String tag = subject.algorithm().id() + "-" + subject.hex() + "." + kind;
        Optional<Reference> reference = places.tagged(image, tag);
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        List<Descriptor> layers;
        Descriptor found;
        try {
            found = repository.resolve(reference.get());
            layers = Manifest.parse(repository.manifest(found), found).layers();
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (MalformedImageException e) {
            // Anybody who may push can put one there; it must not keep the image's other evidence from counting. It has
            // no digest that could be trusted, so that it goes by what it claims to be about.
            return Optional.of(new Tagged(
                    subject,
                    subject,
                    List.of(),
                    Optional.of(new Evidence.Rejected(
                            subject, "MALFORMED", "under the tag " + tag + ": " + e.getMessage()))));
        }
        if (layers.size() > MAX_LAYERS) {
            throw new IOException(layers.size() + " layers under the tag " + tag + ", at most " + MAX_LAYERS
                    + " are judged; remove what does not belong there");
        }
        return Optional.of(new Tagged(subject, found.digest(), layers, Optional.empty()));
    }

    private Evidence judge(Digest referrer, Descriptor layer, Digest subject) throws IOException {
        try {
            return switch (layer.mediaType()) {
                case SimpleSigning.MEDIA_TYPE -> signature(referrer, layer, subject);
                case LegacyVerifier.ENVELOPE -> attestation(referrer, layer, subject);
                default -> new Evidence.Rejected(referrer, "UNSUPPORTED", "a layer of another kind under a legacy tag");
            };
        } catch (MalformedImageException e) {
            return new Evidence.Rejected(referrer, "MALFORMED", String.valueOf(e.getMessage()));
        } catch (NotFoundException e) {
            return new Evidence.Rejected(referrer, "MISSING", String.valueOf(e.getMessage()));
        }
    }

    private Evidence signature(Digest referrer, Descriptor layer, Digest subject)
            throws IOException, MalformedImageException {
        byte[] payload = Content.read(repository, layer, SimpleSigning.MAX_BYTES);
        SignatureVerification outcome = verifier.signature(payload, layer.annotations(), subject.toString(), accepted);
        if (outcome instanceof SignatureVerification.Accepted yes) {
            return new Evidence.Accepted(referrer, layer.digest(), yes.verified(), Optional.of(subject));
        }
        return rejected(referrer, ((SignatureVerification.Refused) outcome).rejected());
    }

    private Evidence attestation(Digest referrer, Descriptor layer, Digest subject)
            throws IOException, MalformedImageException {
        byte[] envelope = Content.read(repository, layer, AttachedBundle.MAX_BYTES);
        Verification outcome = verifier.attestation(envelope, layer.annotations(), accepted);
        if (outcome instanceof Verified verified) {
            var evidence = new Evidence.Accepted(referrer, layer.digest(), verified);
            return evidence.isAbout(subject)
                    ? evidence
                    : new Evidence.Rejected(referrer, "SUBJECT", "the statement is about another digest");
        }
        return rejected(referrer, (Rejected) outcome);
    }

    private static Evidence rejected(Digest referrer, Rejected no) throws IOException {
        if (no.reason() == Reason.FAULT) {
            throw new IOException("the evidence " + referrer + " could not be judged: " + no.detail());
        }
        return new Evidence.Rejected(referrer, no.reason().name(), no.detail());
    }
}

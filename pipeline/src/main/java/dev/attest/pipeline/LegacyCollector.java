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

/**
 * Finds what cosign attached before bundles, under the tags {@code sha256-<hex>.sig} and {@code .att} (cosign
 * specs/SIGNATURE_SPEC.md), and judges each layer. A tag that is not there is no evidence; one that cannot be asked for is
 * an {@link IOException}.
 */
final class LegacyCollector {
    /** More layers than this under one tag are an attack or an accident. */
    static final int MAX_LAYERS = 256;

    private final Repository repository;
    private final LegacyVerifier verifier;
    private final Identities accepted;
    private long total;

    LegacyCollector(Repository repository, BundleVerifier verifier, Identities accepted) {
        this.repository = repository;
        this.verifier = new LegacyVerifier(verifier);
        this.accepted = accepted;
    }

    /** Everything under the tags of these subjects; places without tags have none. */
    List<Evidence> collect(Reference image, Collection<Digest> subjects) throws IOException, MalformedImageException {
        var evidence = new ArrayList<Evidence>();
        if (image instanceof Reference.Registry registry) {
            for (Digest subject : subjects) {
                for (String kind : List.of("sig", "att")) {
                    evidence.addAll(read(registry, subject, kind));
                }
            }
        }
        return List.copyOf(evidence);
    }

    private List<Evidence> read(Reference.Registry image, Digest subject, String kind)
            throws IOException, MalformedImageException {
        String tag = subject.algorithm().id() + "-" + subject.hex() + "." + kind;
        Descriptor found;
        try {
            found = repository.resolve(
                    new Reference.Registry(image.registry(), image.repository(), Optional.of(tag), Optional.empty()));
        } catch (NotFoundException e) {
            return List.of();
        }
        List<Descriptor> layers =
                Manifest.parse(repository.manifest(found), found).layers();
        if (layers.size() > MAX_LAYERS) {
            throw new IOException(layers.size() + " layers under the tag " + tag + ", at most " + MAX_LAYERS
                    + " are judged; remove what does not belong there");
        }
        for (Descriptor layer : layers) {
            total += Math.min(layer.size(), AttachedBundle.MAX_BYTES);
        }
        if (total > EvidenceCollector.MAX_TOTAL_BYTES) {
            throw new IOException("the layers under this image's legacy tags have " + total + " bytes, at most "
                    + EvidenceCollector.MAX_TOTAL_BYTES + " are read; remove what does not belong there");
        }
        var evidence = new ArrayList<Evidence>();
        for (Descriptor layer : layers) {
            evidence.add(judge(found.digest(), layer, subject));
        }
        return evidence;
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

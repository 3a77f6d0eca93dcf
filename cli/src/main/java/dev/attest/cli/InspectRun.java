package dev.attest.cli;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.pipeline.Attachment;
import dev.attest.pipeline.Attachments;
import dev.attest.pipeline.Places;
import dev.attest.pipeline.VerifyImage;
import dev.attest.pipeline.VerifyQuestion;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import dev.attest.signing.Identities;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists an image's manifests with all that is attached to them. Judges nothing. */
final class InspectRun {
    private final Wiring wiring;
    private final InspectCommand asked;
    private final Console console;

    InspectRun(Wiring wiring, InspectCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws IOException, MalformedImageException, SigningException {
        Output output = Output.of(console, asked.common);
        Reference reference = wiring.reference(asked.reference, asked.image);
        Optional<Platform> platform = wiring.platform(asked.image);
        EvidencePlaces evidence = EvidencePlaces.of(wiring, asked.image);
        evidence.check(reference);
        Optional<Trust> trust =
                Trust.named(asked.trust, new CarriedRoots(List.of(reference), asked.image, wiring), wiring);
        try (Places places = evidence.open(reference)) {
            List<InspectRendering.Branch> branches = branches(places, reference, platform);
            Map<Digest, List<Evidence>> known = trust.isPresent() ? evidence(places, reference, trust.get()) : Map.of();
            var rendering = new InspectRendering(reference, branches, known);
            output.write(asked.format == ResultFormat.json ? rendering.json() : rendering.text());
            return ExitCode.DONE;
        }
    }

    private List<InspectRendering.Branch> branches(Places places, Reference reference, Optional<Platform> platform)
            throws IOException, MalformedImageException {
        Image read = ImageReader.read(places.image(), places.image().resolve(reference), wiring.executor());
        var branches = new ArrayList<InspectRendering.Branch>();
        if (read.isIndex()) {
            String platforms = read.platforms().size() == 1 ? " platform" : " platforms";
            branches.add(branch(read.root(), "index", read.platforms().size() + platforms));
        }
        for (PlatformImage one : read.platforms()) {
            if (platform.isEmpty() || platform.get().accepts(one.platform())) {
                branches.add(branch(one.manifest(), one.platform().toString(), layers(one)));
            }
        }
        for (Descriptor other : read.others()) {
            branches.add(branch(other, "BuildKit attestations", Sizes.text(other.size())));
        }
        Map<Digest, List<Attachment>> attached = new Attachments(places, wiring.executor())
                .find(
                        reference,
                        branches.stream().map(InspectRendering.Branch::digest).toList());
        return branches.stream()
                .map(branch -> branch.with(attached.getOrDefault(branch.digest(), List.of())))
                .toList();
    }

    private static InspectRendering.Branch branch(Descriptor manifest, String what, String detail) {
        return new InspectRendering.Branch(manifest.digest(), what, detail, List.of());
    }

    private static String layers(PlatformImage image) {
        long size = 0;
        for (Descriptor layer : image.layers()) {
            size += Math.min(layer.size(), Long.MAX_VALUE - size);
        }
        int count = image.layers().size();
        return count + (count == 1 ? " layer, " : " layers, ") + Sizes.text(size);
    }

    /** What verifies, of any signer, by the manifest that attaches it; a legacy tag attaches several things at once. */
    private Map<Digest, List<Evidence>> evidence(Places places, Reference reference, Trust trust)
            throws IOException, MalformedImageException {
        var gate = new VerifyImage(Optional.of(trust.verifier()), wiring.executor());
        // Listing is not accepting: nothing that is decided depends on what this shows.
        var question =
                new VerifyQuestion(reference, Profile.SIGNED, Optional.of(Identities.unsafeAny()), Optional.empty());
        var known = new HashMap<Digest, List<Evidence>>();
        gate.collect(places, question).evidence().forEach(one -> known.computeIfAbsent(
                        one.referrer(), any -> new ArrayList<>())
                .add(one));
        return known;
    }
}

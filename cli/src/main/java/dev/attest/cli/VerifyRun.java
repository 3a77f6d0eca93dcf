package dev.attest.cli;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.Reference;
import dev.attest.pipeline.Places;
import dev.attest.pipeline.VerifyImage;
import dev.attest.pipeline.VerifyQuestion;
import dev.attest.policy.Profile;
import dev.attest.signing.Identities;
import dev.attest.signing.Verified;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the images of one command line, each by itself, and says what became of every one. */
final class VerifyRun {
    private final Wiring wiring;
    private final VerifyCommand asked;
    private final Console console;

    VerifyRun(Wiring wiring, VerifyCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws IOException, MalformedImageException, SigningException {
        Output output = Output.of(console, asked.common);
        Profile profile = NamedPolicy.read(asked.policy, wiring.clock().instant());
        Optional<Platform> platform = wiring.platform(asked.image);
        EvidencePlaces evidence = EvidencePlaces.of(wiring, asked.image);
        List<Reference> references = references(evidence);
        Optional<VsaRun> summary = VsaRun.of(
                wiring, new VsaRun.Asked(asked.vsa, asked.trust, asked.image, asked.common), profile, references);
        Optional<Identities> accepted = Optional.empty();
        Optional<Trust> trust = Optional.empty();
        List<Verified> sources = List.of();
        if (profile.asksForEvidence()) {
            accepted = Optional.of(Trust.requiredIdentities(asked.identity, asked.trust));
            var carried = new CarriedRoots(references, asked.image, wiring);
            trust = Optional.of(Trust.required(asked.trust, asked.identity, carried, wiring));
            sources = new SourceSummaries(trust.get().verifier(), console).read(asked.sources);
        } else {
            requireNothingOfEvidence();
        }

        VerifyImage gate = gate(trust);
        var answers = new ArrayList<VerifyAnswer>();
        for (Reference reference : references) {
            answers.add(answer(gate, evidence, new VerifyQuestion(reference, profile, accepted, platform, sources)));
        }
        var rendered = new VerifyRendering(profile, accepted, trust);
        output.write(asked.format == ResultFormat.json ? rendered.json(answers) : rendered.text(answers));
        if (summary.isPresent()) {
            summary.get().deliver(answers.get(0), trust.orElseThrow(), accepted.orElseThrow());
        }
        return VerifyAnswer.exitCode(answers);
    }

    /** What only evidence could answer goes with a policy that asks for some. */
    private void requireNothingOfEvidence() {
        if (asked.recheck) {
            throw new UsageException("--recheck: the profile " + asked.policy
                    + " asks for no evidence, so that there is nothing to compare the layers with");
        }
        if (asked.trust.revocations().file().isPresent()) {
            throw new UsageException("--revocations: the profile " + asked.policy
                    + " asks for no evidence, so that nothing would be held against the list");
        }
        if (!asked.sources.isEmpty()) {
            throw new UsageException("--source-vsa: the profile " + asked.policy
                    + " asks for no evidence, so that nobody would look at it");
        }
    }

    private VerifyImage gate(Optional<Trust> trust) throws IOException {
        var gate = new VerifyImage(trust.map(Trust::verifier), wiring.executor());
        if (asked.recheck) {
            return gate.rechecking(
                    LayerScans.fresh(wiring, Optional.ofNullable(asked.javaIndex)), VersionProvider.version());
        }
        if (asked.javaIndex != null) {
            throw new UsageException("--java-index means something only with --recheck");
        }
        return gate;
    }

    private List<Reference> references(EvidencePlaces evidence) {
        var references = new ArrayList<Reference>();
        for (String text : asked.images) {
            Reference reference = wiring.reference(text, asked.image);
            evidence.check(reference);
            references.add(reference);
        }
        return references;
    }

    private VerifyAnswer answer(VerifyImage gate, EvidencePlaces evidence, VerifyQuestion question) {
        try (Places places = evidence.open(question.image())) {
            return new VerifyAnswer.Judged(gate.verify(places, question));
        } catch (Exception problem) {
            console.error(question.image() + ": " + Failures.message(problem), problem);
            return new VerifyAnswer.Failed(question.image(), Failures.code(problem), Failures.message(problem));
        }
    }
}

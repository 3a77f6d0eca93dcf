package dev.attest.cli;

import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.VerifyImage;
import dev.attest.pipeline.VerifyQuestion;
import dev.attest.policy.Profile;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest verify}: the gate before deploy. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Verifies the evidence of images before they are deployed, and refuses what lacks it.",
        footer = {
            "",
            "Examples:",
            "  attest verify oci:build/image --local",
            "  attest verify registry.example/app@sha256:… --trusted-root trusted_root.json \\",
            "      --github-repository example/app --workflow .github/workflows/release.yml --ref 'refs/tags/v*'",
            "  attest verify registry.example/app:1 --policy signed --trusted-root trusted_root.json \\",
            "      --identity release@example.com --issuer https://accounts.example.com --format json",
            "  attest verify oci:build/image --policy dev",
            "",
            "Ends with 0 when every image is accepted, 1 when one is refused, 3 when none is refused but one could",
            "not be decided."
        })
final class VerifyCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "The images to judge.")
    private List<String> images = List.of();

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = "prod",
            description = "prod, signed or dev (default: ${DEFAULT-VALUE}). prod: signature, SBOM, facts, provenance,"
                    + " nothing withheld, non-root, no shell, no package manager. signed: a signature. dev: asks for"
                    + " no evidence.")
    private String policy = "prod";

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ResultFormat format = ResultFormat.text;

    @Mixin
    private final ImageOptions image = new ImageOptions();

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Mixin
    private final IdentityOptions identity = new IdentityOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    VerifyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Console console = wiring.console(common);
        Profile profile = Profile.named(policy)
                .orElseThrow(() -> new UsageException(
                        "--policy: there is no profile named " + policy + "; there are prod, signed and dev"));
        Optional<Identities> accepted = Optional.empty();
        Optional<Trust> named = Optional.empty();
        if (profile.asksForEvidence()) {
            accepted = Optional.of(required(Trust.identities(identity, trust)));
            named = Optional.of(Trust.required(trust, wiring));
        }
        var gate = new VerifyImage(named.map(known -> new BundleVerifier(known.root())), wiring.executor());

        var references = new ArrayList<Reference>();
        for (String text : images) {
            references.add(wiring.reference(text, image));
        }
        var answers = new ArrayList<VerifyAnswer>();
        for (Reference reference : references) {
            answers.add(
                    answer(gate, new VerifyQuestion(reference, profile, accepted, wiring.platform(image)), console));
        }
        var rendered = new VerifyRendering(profile, accepted, named);
        new Output(console, common.output())
                .write(format == ResultFormat.json ? rendered.json(answers) : rendered.text(answers));
        return VerifyAnswer.exitCode(answers).code();
    }

    private VerifyAnswer answer(VerifyImage gate, VerifyQuestion question, Console console) {
        try (Repository repository = wiring.open(question.image(), image)) {
            return new VerifyAnswer.Judged(gate.verify(repository, question));
        } catch (Exception problem) {
            console.error(question.image() + ": " + Failures.message(problem), problem);
            return new VerifyAnswer.Failed(question.image(), Failures.code(problem), Failures.message(problem));
        }
    }

    private static Identities required(Optional<Identities> accepted) {
        return accepted.orElseThrow(
                () -> new UsageException("say whose evidence counts: --identity and --issuer, or --github-repository"));
    }
}

package dev.attest.cli;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.SignImage;
import dev.attest.pipeline.SignOrder;
import dev.attest.pipeline.SignReport;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.ScanLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest sign}: everything that belongs beside an image, made, signed and attached in one run. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = {
            "Makes SBOM, image facts, provenance and VEX of an image, signs them with one certificate",
            "and attaches them. What is already there, signed by the same identity, is not signed again."
        },
        footer = {
            "",
            "Examples:",
            "  attest sign oci:build/image --local",
            "  attest sign registry.example/app@sha256:… --trusted-root trusted_root.json \\",
            "      --signing-config signing_config.json",
            "  attest sign sha256:… --repository registry.example/app --local --vex openvex.json",
            "",
            "In GitHub Actions the token of the job is used (permissions: id-token: write); elsewhere the token in",
            "SIGSTORE_ID_TOKEN or in --identity-token-file."
        })
final class SignCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image to sign.")
    private String image = "";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "TYPE",
            description = "Only these: signature, provenance, cyclonedx, facts, openvex.")
    private List<String> only = List.of();

    @Option(
            names = "--vex",
            paramLabel = "FILE",
            description = "An OpenVEX document, or a folder of them; without it .vex/ in the source folder.")
    private List<Path> vex = List.of();

    @Option(
            names = "--source",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The source that was built: its commit goes into the provenance (default: ${DEFAULT-VALUE}).")
    private Path source = Path.of(".");

    @Option(
            names = "--signing-config",
            paramLabel = "FILE",
            description = "The signing_config.json of the Sigstore to sign with.")
    @Nullable
    private Path signingConfig;

    @Option(
            names = "--identity-token-file",
            paramLabel = "FILE",
            description = "A file that holds the OIDC token to sign with.")
    @Nullable
    private Path tokenFile;

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ResultFormat format = ResultFormat.text;

    @Mixin
    private final ImageOptions imageOptions = new ImageOptions();

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    SignCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Console console = wiring.console(common);
        if (imageOptions.platform().isPresent()) {
            throw new UsageException("--platform: sign covers every platform of an image");
        }
        Reference reference = wiring.reference(image, imageOptions);
        Set<PredicateType> types = types();
        try (Repository repository = wiring.open(reference, imageOptions);
                SigningDesk desk = SigningDesk.open(trust, signingConfig, tokenFile, wiring)) {
            var facts = new BuildFacts(wiring, source);
            var order = new SignOrder(
                    reference,
                    types,
                    facts.provenance(desk.token(), trust.local()),
                    facts.vex(vex),
                    wiring.sourceDateEpoch(),
                    VersionProvider.version());
            var sign = new SignImage(
                    new ImageScanner(wiring.executor(), ScanLimits.DEFAULT),
                    desk.verifier(),
                    wiring.executor(),
                    step -> console.message("  " + step));
            SignReport report = sign.sign(repository, order, desk.session());
            var rendering = new SignRendering(reference, desk.who());
            new Output(console, common.output())
                    .write(format == ResultFormat.json ? rendering.json(report) : rendering.text(report));
            remarks(report, console);
        }
        return ExitCode.DONE.code();
    }

    private static void remarks(SignReport report, Console console) {
        report.gaps().forEach(gap -> console.message("  not read: " + gap.subject() + ": " + gap.detail()));
        report.unmatchedVex().forEach(line -> console.message("  VEX statement left out: " + line));
    }

    private Set<PredicateType> types() {
        var chosen = EnumSet.noneOf(PredicateType.class);
        for (String name : only) {
            PredicateType type = PredicateType.named(name.strip())
                    .filter(SignCommand::isMadeHere)
                    .orElseThrow(() -> new UsageException(
                            "--only: " + name + " is none of signature, provenance, cyclonedx, facts, openvex"));
            chosen.add(type);
        }
        return chosen;
    }

    private static boolean isMadeHere(PredicateType type) {
        return new ArrayList<>(List.of(
                        PredicateType.SIGNATURE,
                        PredicateType.PROVENANCE,
                        PredicateType.CYCLONEDX,
                        PredicateType.FACTS,
                        PredicateType.OPENVEX))
                .contains(type);
    }
}

package dev.attest.cli;

import dev.attest.intoto.PredicateType;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.VerifyImage;
import dev.attest.pipeline.VerifyQuestion;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest get}: a verified predicate, for other programs to read. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = "Writes the verified predicate of one type: an SBOM for grype, provenance for jq.",
        footer = {
            "",
            "Examples:",
            "  attest get oci:build/image --type cyclonedx --local > sbom.cdx.json",
            "  attest get registry.example/app:1 --type provenance --trusted-root trusted_root.json \\",
            "      --github-repository example/app",
            "  attest get registry.example/app:1 --type cyclonedx --platform linux/arm64 --local"
        })
final class GetCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image whose evidence is wanted.")
    private String image = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            required = true,
            description =
                    "signature, provenance, cyclonedx, spdx, facts, openvex, reference, vulns, test-result or vsa.")
    private String type = "";

    @Option(
            names = "--statement",
            description = "The whole in-toto Statement as it was signed, not only its predicate.")
    private boolean statement;

    @Mixin
    private final ImageOptions imageOptions = new ImageOptions();

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Mixin
    private final IdentityOptions identity = new IdentityOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    GetCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Console console = wiring.console(common);
        PredicateType wanted = PredicateType.named(type)
                .orElseThrow(() -> new UsageException("--type: " + type
                        + " is none of "
                        + Arrays.stream(PredicateType.values())
                                .map(PredicateType::shortName)
                                .collect(Collectors.joining(", "))));
        Identities accepted = Trust.identities(identity, trust)
                .orElseThrow(() -> new UsageException(
                        "say whose evidence counts: --identity and --issuer, or --github-repository"));
        Trust root = Trust.required(trust, wiring);
        Reference reference = wiring.reference(image, imageOptions);
        try (Repository repository = wiring.open(reference, imageOptions)) {
            var gate = new VerifyImage(Optional.of(new BundleVerifier(root.root())), wiring.executor());
            Case found = gate.collect(
                    repository,
                    new VerifyQuestion(
                            reference, Profile.SIGNED, Optional.of(accepted), wiring.platform(imageOptions)));
            return write(found, wanted, console);
        }
    }

    private int write(Case found, PredicateType wanted, Console console) throws Exception {
        List<Evidence.Accepted> newest = found.judged().stream()
                .flatMap(one -> found.newest(wanted, one.manifest().digest()).stream())
                .distinct()
                .toList();
        List<Digest> bundles =
                newest.stream().map(Evidence.Accepted::bundle).distinct().toList();
        if (bundles.isEmpty()) {
            console.error(
                    "no " + wanted.shortName() + " by an accepted identity is attached to " + found.digest(),
                    new UsageException("nothing found"));
            return ExitCode.REFUSED.code();
        }
        if (bundles.size() > 1) {
            throw new UsageException("the platforms have a " + wanted.shortName() + " each; choose with --platform: "
                    + found.judged().stream()
                            .map(one -> one.platform().toString())
                            .collect(Collectors.joining(", ")));
        }
        var verified = newest.get(0).verified();
        byte[] result = statement
                ? verified.payload()
                : StrictJson.writeIndented(verified.statement().predicate().node());
        new Output(console, common.output()).write(result);
        return ExitCode.DONE.code();
    }
}

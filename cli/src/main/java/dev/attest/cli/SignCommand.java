package dev.attest.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code attest sign}: everything that belongs beside an image, made, signed and attached in one run. {@link SignRun} does
 * the work.
 */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Makes SBOM, image facts, provenance and VEX of an image, signs and attaches them.",
            "What is already there, signed by the same identity, is not signed again."
        },
        footer = {
            "",
            "Examples:",
            "  attest sign oci:build/image --local",
            "  attest sign registry.example/app@sha256:… --trusted-root root.json \\",
            "      --signing-config signing_config.json",
            "  attest sign sha256:… --repository registry.example/app --local --vex vex.json",
            "  attest sign registry.example/app@sha256:… … --test-report target/surefire-reports \\",
            "      --coverage target/site/jacoco/jacoco.xml --scan grype.json",
            "  attest sign registry.example/app@sha256:… … --only test-result --test-report staging.xml",
            "",
            "In GitHub Actions the token of the job is used (permissions: id-token: write);",
            "elsewhere the token in SIGSTORE_ID_TOKEN or in --identity-token-file."
        })
final class SignCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image to sign.")
    String reference = "";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "TYPE",
            description =
                    "Only these: signature, provenance, cyclonedx, spdx, facts, openvex, test-result, coverage, vulns.")
    List<String> only = List.of();

    @Option(
            names = "--vex",
            paramLabel = "FILE",
            description = "An OpenVEX document, or a folder of them; without it .vex/ in the source folder.")
    List<Path> vex = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    ResultFormat format = ResultFormat.text;

    @ArgGroup(validate = false, heading = "%nThe image:%n")
    EvidenceOptions image = new EvidenceOptions();

    @ArgGroup(validate = false, heading = "%nThe build:%n")
    ProvenanceOptions provenance = new ProvenanceOptions();

    @ArgGroup(validate = false, heading = "%nReports of the build:%n")
    ReportOptions reports = new ReportOptions();

    @ArgGroup(validate = false, heading = "%nWho signs:%n")
    SignerOptions signer = new SignerOptions();

    @ArgGroup(validate = false, heading = "%nWhose signatures count:%n")
    TrustOptions trust = new TrustOptions();

    @ArgGroup(validate = false, heading = "%nReading layers:%n")
    CacheOptions cache = new CacheOptions();

    @ArgGroup(validate = false, heading = "%nOther images:%n")
    RelatedOptions related = new RelatedOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    SignCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new SignRun(wiring, this).run().code();
    }
}

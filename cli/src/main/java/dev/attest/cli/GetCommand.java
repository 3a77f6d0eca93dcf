package dev.attest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest get}: a verified predicate, for other programs to read. {@link GetRun} does the work. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {"Writes the verified predicate of one type: an SBOM for grype, provenance for jq."},
        footer = {
            "",
            "Examples:",
            "  attest get oci:build/image --type cyclonedx --local > sbom.cdx.json",
            "  attest get registry.example/app:1 --type provenance --trusted-root root.json \\",
            "      --github-repository example/app",
            "  attest get registry.example/app:1 --type cyclonedx --platform linux/arm64 --local"
        })
final class GetCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image whose evidence is wanted.")
    String reference = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            required = true,
            description = "signature, provenance, cyclonedx, spdx, facts, openvex, reference, vulns, test-result,"
                    + " coverage, rebuild, vsa, svr, release or deployment.")
    String type = "";

    @Option(
            names = "--statement",
            description = "The whole in-toto Statement as it was signed, not only its predicate.")
    boolean statement;

    @ArgGroup(validate = false, heading = "%nThe image:%n")
    EvidenceOptions image = new EvidenceOptions();

    @ArgGroup(validate = false, heading = "%nWhose signatures count:%n")
    TrustOptions trust = new TrustOptions();

    @ArgGroup(validate = false, heading = "%nWhose identity is accepted:%n")
    IdentityOptions identity = new IdentityOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    GetCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new GetRun(wiring, this).run().code();
    }
}

package dev.attest.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest verify}: the gate before deploy. {@link VerifyRun} does the work. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {"Verifies the evidence of images before they are deployed, and refuses what lacks it."},
        footer = {
            "",
            "Examples:",
            "  attest verify oci:build/image --local",
            "  attest verify registry.example/app@sha256:… --trusted-root root.json \\",
            "      --github-repository example/app --ref 'refs/tags/v*' \\",
            "      --workflow .github/workflows/release.yml",
            "  attest verify registry.example/app:1 --policy signed --format json \\",
            "      --trusted-root root.json --identity release@example.com \\",
            "      --issuer https://accounts.example.com",
            "  attest verify oci:build/image --policy dev",
            "  attest verify oci:build/image --local --recheck",
            "  attest verify registry.example/app:1 --trusted-root root.json \\",
            "      --github-repository example/app --vsa app.vsa.json \\",
            "      --vsa-key gate.pem --verifier-id https://gate.example.com/v1",
            "",
            "Ends with 0 when every image is accepted, 1 when one is refused, 3 when none is",
            "refused but one could not be decided."
        })
final class VerifyCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "The images to judge.")
    List<String> images = List.of();

    @Option(
            names = "--policy",
            paramLabel = "NAME|FILE",
            defaultValue = "prod",
            description = {
                "prod, signed, dev or slsa-4 (default: ${DEFAULT-VALUE}), or a file: docs/policy.md.",
                "prod: signature, SBOM, facts, provenance, nothing withheld, non-root, no shell, no package manager.",
                "signed: a signature. dev: asks for no evidence."
            })
    String policy = "prod";

    @Option(
            names = "--source-vsa",
            paramLabel = "FILE",
            description = "What a verifier of sources said of the commit: VSAs in Sigstore bundles, one or one on each"
                    + " line. The policy says whose count.")
    List<Path> sources = List.of();

    @Option(
            names = "--recheck",
            description = {
                "Read the layers too, derive SBOM and facts again, and refuse what was signed where it differs.",
                "What the layers show outranks what was attested."
            })
    boolean recheck;

    @Option(
            names = "--java-index",
            paramLabel = "FILE",
            description = "With --recheck: the index that the image was signed with.")
    @Nullable
    Path javaIndex;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    ResultFormat format = ResultFormat.text;

    @ArgGroup(validate = false, heading = "%nThe image:%n")
    EvidenceOptions image = new EvidenceOptions();

    @ArgGroup(validate = false, heading = "%nWhose signatures count:%n")
    TrustOptions trust = new TrustOptions();

    @ArgGroup(validate = false, heading = "%nWhose identity is accepted:%n")
    IdentityOptions identity = new IdentityOptions();

    @ArgGroup(validate = false, heading = "%nWhat is signed about an accepted image:%n")
    VsaOptions vsa = new VsaOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    VerifyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new VerifyRun(wiring, this).run().code();
    }
}

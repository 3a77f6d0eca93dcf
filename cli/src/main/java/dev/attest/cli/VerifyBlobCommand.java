package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest verify-blob}: whether a bundle proves that somebody signed a file. {@link VerifyBlobRun} does the work. */
@Command(
        name = "verify-blob",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Verifies that an accepted identity signed a file, or a statement about it.",
        footer = {
            "",
            "Examples:",
            "  attest verify-blob app.jar --bundle app.jar.sigstore.json --local",
            "  attest verify-blob app.jar --bundle app.jar.sigstore.json \\",
            "      --trusted-root root.json --identity release@example.com \\",
            "      --issuer https://accounts.example.com",
            "  attest verify-blob sha256:… --bundle sbom.sigstore.json --type cyclonedx \\",
            "      --trusted-root root.json --key release.pub --format json",
            "",
            "Ends with 0 when it is verified, 1 when it is refused."
        })
final class VerifyBlobCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "FILE|DIGEST", description = "The file, or its digest as sha256:…")
    String artifact = "";

    @Option(names = "--bundle", paramLabel = "FILE", required = true, description = "The Sigstore bundle.")
    Path bundle = Path.of("");

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "A statement of this type must have been signed: a short name or a URI.")
    @Nullable
    private String type;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    ResultFormat format = ResultFormat.text;

    @ArgGroup(validate = false, heading = "%nWhose signatures count:%n")
    TrustOptions trust = new TrustOptions();

    @ArgGroup(validate = false, heading = "%nWhose identity is accepted:%n")
    IdentityOptions identity = new IdentityOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    VerifyBlobCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    Optional<String> type() {
        return Optional.ofNullable(type);
    }

    @Override
    public Integer call() throws Exception {
        return new VerifyBlobRun(wiring, this).run().code();
    }
}

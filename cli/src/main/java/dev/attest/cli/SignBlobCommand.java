package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest sign-blob}: a signature, or a signed statement, about a file. {@link SignBlobRun} does the work. */
@Command(
        name = "sign-blob",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Signs a file, or a statement about it, and writes the Sigstore bundle.",
            "Of the file itself nothing leaves this machine but its digest; a statement",
            "(--predicate) is shown whole to logs of Rekor v1."
        },
        footer = {
            "",
            "Examples:",
            "  attest sign-blob app.jar --local --bundle app.jar.sigstore.json",
            "  attest sign-blob app.jar --predicate sbom.json --type cyclonedx --local \\",
            "      --bundle app.jar.sbom.sigstore.json",
            "  attest sign-blob app.jar --trusted-root root.json \\",
            "      --signing-config signing_config.json > app.jar.sigstore.json"
        })
final class SignBlobCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "FILE", description = "The file to sign.")
    Path file = Path.of("");

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Write the bundle to FILE (default: standard output).")
    @Nullable
    private Path bundle;

    @Option(
            names = "--predicate",
            paramLabel = "FILE",
            description = "Sign an in-toto Statement that says this JSON document of the file.")
    @Nullable
    private Path predicate;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "The predicate's type: a short name (cyclonedx, provenance, openvex, …) or a URI.")
    @Nullable
    private String type;

    @ArgGroup(validate = false, heading = "%nWho signs:%n")
    SignerOptions signer = new SignerOptions();

    @ArgGroup(validate = false, heading = "%nWhose signatures count:%n")
    TrustOptions trust = new TrustOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    SignBlobCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** Where the bundle goes, when not to standard output. */
    Optional<Path> bundle() {
        if (bundle != null && common.output().isPresent()) {
            throw new UsageException("--bundle and --output name the same file");
        }
        return bundle != null ? Optional.of(bundle) : common.output();
    }

    Optional<Path> predicate() {
        return Optional.ofNullable(predicate);
    }

    Optional<String> type() {
        return Optional.ofNullable(type);
    }

    @Override
    public Integer call() throws Exception {
        return new SignBlobRun(wiring, this).run().code();
    }
}

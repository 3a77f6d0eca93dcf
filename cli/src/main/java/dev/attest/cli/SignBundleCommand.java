package dev.attest.cli;

import dev.attest.signing.SigningSession;
import dev.attest.signing.Verified;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest sign-bundle}: the client protocol of sigstore-conformance (docs/cli_protocol.md), exactly. */
@Command(
        name = "sign-bundle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Signs a file as the sigstore-conformance suite asks for it.",
            "For people there is sign-blob, which keeps the token off the command line."
        },
        footer = {
            "",
            "Examples:",
            "  attest sign-bundle --identity-token T --bundle b.json --trusted-root root.json \\",
            "      --signing-config signing_config.json FILE"
        })
final class SignBundleCommand implements Callable<Integer> {
    private static final int MAX_STATEMENT_BYTES = 128 << 20;

    private final Wiring wiring;

    @Option(names = "--staging", description = "Not supported: name the staging instance's files.")
    private boolean staging;

    @Option(names = "--in-toto", description = "FILE is an in-toto Statement, to be signed as one.")
    private boolean statement;

    @Option(names = "--identity-token", paramLabel = "TOKEN", required = true, description = "The OIDC token.")
    private String token = "";

    @Option(names = "--bundle", paramLabel = "FILE", required = true, description = "Where the bundle goes.")
    private Path bundle = Path.of("");

    @Option(
            names = "--trusted-root",
            paramLabel = "FILE",
            description = "The trusted_root.json to check the result by.")
    @Nullable
    private Path trustedRoot;

    @Option(names = "--signing-config", paramLabel = "FILE", description = "The signing_config.json to sign with.")
    @Nullable
    private Path signingConfig;

    @Parameters(paramLabel = "FILE", description = "The file to sign.")
    private Path file = Path.of("");

    SignBundleCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws IOException, SigningException {
        Console console = wiring.console(new CommonOptions());
        if (staging || trustedRoot == null || signingConfig == null) {
            throw new UsageException("name the instance to sign with: --trusted-root FILE and --signing-config FILE");
        }
        Output output = Output.to(console, Optional.of(bundle));
        try (SigningDesk desk = SigningDesk.given(token, trustedRoot, signingConfig, wiring)) {
            output.write(signed(desk.session()).bundle().bytes());
        }
        return ExitCode.DONE.code();
    }

    private Verified signed(SigningSession session) throws IOException, SigningException {
        if (statement) {
            byte[] bytes = NamedFile.read(file, MAX_STATEMENT_BYTES, "a statement");
            return session.sign(List.of(bytes)).get(0);
        }
        return session.signArtifact(BlobFile.read(file).message());
    }
}

package dev.attest.cli;

import dev.attest.localsigstore.LocalSigstore;
import dev.attest.localsigstore.RekorVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code attest local}: the Sigstore of this machine, for trying out. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "init|show|token|serve",
        description = "The local Sigstore: certificate authority, logs, timestamps in a folder; to try out.",
        footer = {
            "",
            "Examples:",
            "  attest local init",
            "  attest local show",
            "  attest local token",
            "  attest local serve --port 8000 --signing-config signing_config.json"
        })
final class LocalCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Spec
    private CommandSpec spec;

    LocalCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say init, show, token or serve");
    }

    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = "Makes the local Sigstore when it is not there, and prints the file of its trusted root.")
    int init(@Mixin LocalOptions trust, @Mixin CommonOptions common) throws IOException {
        Output output = Output.of(wiring.console(common), common);
        Path directory = wiring.localDirectory(trust);
        LocalSigstore.open(directory, wiring.clock()).close();
        output.write(new TextLines()
                .line(directory.resolve("trusted_root.json").toString())
                .bytes());
        return ExitCode.DONE.code();
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints the local Sigstore's trusted root, for tools of others.")
    int show(@Mixin LocalOptions trust, @Mixin CommonOptions common) throws IOException {
        Output output = Output.of(wiring.console(common), common);
        Path directory = wiring.localDirectory(trust);
        if (!Files.exists(directory.resolve("trusted_root.json"))) {
            throw new IOException("there is no local Sigstore in " + directory + " yet; `attest local init` makes it");
        }
        output.write(LocalSigstore.readTrustedRoot(directory));
        return ExitCode.DONE.code();
    }

    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = "Prints an identity token of the local Sigstore, good for ten minutes, for tools of others.")
    int token(@Mixin LocalOptions trust, @Mixin CommonOptions common) throws IOException {
        Output output = Output.of(wiring.console(common), common);
        try (LocalSigstore sigstore = LocalSigstore.open(wiring.localDirectory(trust), wiring.clock())) {
            String token;
            try {
                token = sigstore.identityToken(trust.localIdentity());
            } catch (IllegalArgumentException e) {
                throw new UsageException("--local-identity: " + e.getMessage());
            }
            output.write((token + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return ExitCode.DONE.code();
    }

    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            description = {
                "Serves the local Sigstore on loopback until it is stopped: OIDC, Fulcio, Rekor v1 and v2, timestamps.",
                "Identity tokens for it: `attest local token`."
            })
    int serve(@Mixin LocalOptions trust, @Mixin ServeOptions serve, @Mixin CommonOptions common)
            throws IOException, InterruptedException {
        Console console = wiring.console(common);
        int port = serve.port();
        RekorVersion announced = serve.rekorVersion() == 2 ? RekorVersion.V2 : RekorVersion.V1;
        Output address = Output.of(console, common);
        Output config = Output.to(console, serve.signingConfig());
        Path directory = wiring.localDirectory(trust);
        try (LocalSigstore sigstore = LocalSigstore.open(directory, wiring.clock());
                LocalSigstore.Running running = sigstore.start(port, announced)) {
            if (serve.signingConfig().isPresent()) {
                config.write(running.signingConfig());
            }
            // Last: whoever waits for the address finds the files in place.
            address.write(new TextLines().line(running.uri().toString()).bytes());
            console.message("trusted root: " + directory.resolve("trusted_root.json"));
            console.flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE.code();
    }
}

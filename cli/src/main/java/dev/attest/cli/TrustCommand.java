package dev.attest.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attest trust}: whose signatures count, as Sigstore instances publish it by TUF. */
@Command(
        name = "trust",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "init|update|show",
        description = {
            "Whose signatures count, as a Sigstore instance publishes it by TUF: kept in a",
            "folder, and renewed by the keys that were trusted before. NAME is `public` for",
            "Sigstore's public instance, whose root comes with attest."
        },
        footer = {
            "",
            "Examples:",
            "  attest trust init",
            "  attest trust init ours --mirror https://tuf.example --root root.json",
            "  attest trust update ours",
            "  attest trust show ours --format json"
        })
final class TrustCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Spec
    private CommandSpec spec;

    TrustCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say init, update or show");
    }

    /** Which trust, and where it is kept. */
    static final class Named {
        @Parameters(
                paramLabel = "NAME",
                arity = "0..1",
                defaultValue = TufFolder.PUBLIC,
                description = "Which trust (default: ${DEFAULT-VALUE}).")
        String name = TufFolder.PUBLIC;

        @Option(
                names = "--trust-dir",
                paramLabel = "DIR",
                description =
                        "Where trust is kept, a folder for each NAME (default: attest/tuf in the XDG data folder).")
        @Nullable
        Path directory;
    }

    /** What a trust of one's own begins with. */
    static final class Beginning {
        @Option(
                names = "--mirror",
                paramLabel = "URL",
                description = "Where the repository is served; goes with NAME and --root.")
        @Nullable
        String mirror;

        @Option(
                names = "--root",
                paramLabel = "FILE",
                description = "The root.json to begin with, from a source that is trusted.")
        @Nullable
        Path root;

        @Option(names = "--root-sha256", paramLabel = "HEX", description = "The digest that this root must have.")
        @Nullable
        String sha256;
    }

    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Begins a trust with a root, and updates it.",
            footer = {
                "",
                "Examples:",
                "  attest trust init",
                "  attest trust init ours --mirror https://tuf.example --root root.json \\",
                "      --root-sha256 73747011d0857ada15479a16c4cae0f3ed03aac698b523b97e1de314ac9d9ca8"
            })
    int init(
            @Mixin Named named,
            @ArgGroup(validate = false, heading = "%nA trust of one's own:%n") @Nullable Beginning beginning,
            @Mixin TrustFormat format,
            @Mixin CommonOptions common)
            throws Exception {
        return new TrustRun(wiring, named, format, common)
                .init(beginning == null ? new Beginning() : beginning)
                .code();
    }

    @Command(
            name = "update",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Asks the repository now, and prints what is trusted.")
    int update(@Mixin Named named, @Mixin TrustFormat format, @Mixin CommonOptions common) throws Exception {
        return new TrustRun(wiring, named, format, common).update().code();
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Prints what is trusted, where from and how old it is; asks nobody.")
    int show(@Mixin Named named, @Mixin TrustFormat format, @Mixin CommonOptions common) throws Exception {
        return new TrustRun(wiring, named, format, common).show().code();
    }

    @Command(
            name = "tuf-client",
            hidden = true,
            mixinStandardHelpOptions = true,
            description = "The client protocol of tuf-conformance.")
    int tufClient(@Mixin TufProtocol protocol) {
        return new TufProtocolRun(wiring, protocol).run();
    }

    /** How the trust is printed. */
    static final class TrustFormat {
        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                defaultValue = "text",
                description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        ResultFormat format = ResultFormat.text;
    }
}

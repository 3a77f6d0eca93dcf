package dev.attest.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program. */
public final class Attest {
    @Command(
            name = "attest",
            mixinStandardHelpOptions = true,
            versionProvider = VersionProvider.class,
            synopsisSubcommandLabel = "COMMAND",
            header = "Verifiable evidence for container images: made, signed, attached, and checked before deploy.",
            footer = {
                "",
                "IMAGE is registry/repo@sha256:…, registry/repo:tag, sha256:… with --repository, oci:DIR[:tag|@digest],",
                "oci-archive:FILE or docker-archive:FILE.",
                "",
                "Exit codes: 0 done or verified · 1 refused · 2 usage · 3 could not decide",
                "",
                "Try it:",
                "  attest demo                    an image made, signed, verified, and three forgeries refused",
                "  attest sign oci:DIR --local    sign a layout with this machine's local Sigstore",
                "  attest verify oci:DIR --local  judge it as production would"
            })
    private static final class Root {}

    private Attest() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Read by slf4j-simple when the first logger is made, so it has to be set before any command runs.
        boolean debug = java.util.Arrays.asList(arguments).contains("--debug");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", debug ? "debug" : "off");
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code = run(arguments, System.getenv(), out, err);
        out.flush();
        // A result that could not be written is no result.
        System.exit(out.checkError() && code == 0 ? ExitCode.UNDECIDED.code() : code);
    }

    /** Runs one command, with everything it can see of the world passed in but the network and the disk. */
    static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        var console = new Console(out, err);
        return guarded(console, () -> {
            try (var wiring = new Wiring(environment, Clock.systemUTC(), console)) {
                return commandLine(wiring, console, out, err).execute(arguments);
            }
        });
    }

    /** An error of the Java machine, such as no memory left, decides nothing; the JVM's own exit code would say refused. */
    static int guarded(Console console, IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (OutOfMemoryError e) {
            console.error("the memory is not enough, nothing was decided; ATTEST_JAVA_OPTS=-Xmx4g gives 4 GiB", e);
        } catch (Error e) {
            console.error("a fault of attest itself, nothing was decided; --debug shows where", e);
        }
        return ExitCode.UNDECIDED.code();
    }

    static CommandLine commandLine(Wiring wiring, Console console, PrintStream out, PrintStream err) {
        var line = new CommandLine(new Root());
        line.addSubcommand("sign", new SignCommand(wiring));
        line.addSubcommand("verify", new VerifyCommand(wiring));
        line.addSubcommand("get", new GetCommand(wiring));
        line.addSubcommand("sbom", new SbomCommand(wiring));
        line.addSubcommand("inspect", new InspectCommand(wiring));
        line.addSubcommand("local", new LocalCommand(wiring));
        line.addSubcommand("demo", new DemoCommand(wiring));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((problem, args) -> usage(problem, console));
        line.setExecutionExceptionHandler((problem, command, result) -> new Failures(console).exitCode(problem));
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        return line;
    }

    private static int usage(ParameterException problem, Console console) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        console.error(
                String.valueOf(problem.getMessage()).lines().findFirst().orElse("wrong usage") + "; see `" + command
                        + " --help`",
                problem);
        return ExitCode.USAGE.code();
    }
}

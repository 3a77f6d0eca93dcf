package dev.attest.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program. */
public final class Attest {
    @Command(
            name = "attest",
            mixinStandardHelpOptions = true,
            versionProvider = VersionProvider.class,
            synopsisSubcommandLabel = "COMMAND",
            header = {
                "Verifiable evidence for container images: made, signed, attached, and",
                "checked before deploy.",
                ""
            },
            footer = {
                "",
                "IMAGE is one of",
                "  registry/repo@sha256:…  registry/repo:tag  sha256:… with --repository",
                "  oci:DIR[:tag|@digest]   oci-archive:FILE[:tag|@digest]   docker-archive:FILE",
                "",
                "Exit codes: 0 done or verified, 1 refused, 2 usage, 3 could not decide",
                "",
                "Try it:",
                "  attest demo                    an image signed, verified, three forgeries refused",
                "  attest sign oci:DIR --local    sign a layout with this machine's Sigstore",
                "  attest verify oci:DIR --local  judge it as production would",
                "  attest help verify             the options of a command, with examples"
            })
    private static final class Root {}

    /** A JSON web token. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_=-]{4,}(\\.[A-Za-z0-9_=-]*){0,2}");

    private Attest() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Read by slf4j-simple when the first logger is made, so it has to be set before any command runs.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", asksForDebug(arguments) ? "debug" : "off");
        // Read by the HTTP client: the login of a proxy that is named with one goes with CONNECT too.
        System.setProperty(
                "jdk.http.auth.tunneling.disabledSchemes",
                System.getProperty("jdk.http.auth.tunneling.disabledSchemes", ""));
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
        console.debug(asksForDebug(arguments));
        return guarded(console, () -> {
            try (var wiring = new Wiring(environment, Clock.systemUTC(), console)) {
                return commandLine(wiring, console, out, err, arguments).execute(arguments);
            }
        });
    }

    /** Exit code 1 would say "refused", and the JVM's own way to end with an error is just that. */
    static int guarded(Console console, IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (OutOfMemoryError e) {
            console.error("the memory is not enough, nothing was decided; ATTEST_JAVA_OPTS=-Xmx4g gives 4 GiB", e);
        } catch (Throwable fault) {
            console.error(Failures.FAULT, fault);
        }
        return ExitCode.UNDECIDED.code();
    }

    static CommandLine commandLine(
            Wiring wiring, Console console, PrintStream out, PrintStream err, String[] arguments) {
        var line = new CommandLine(new Root());
        Map<String, Supplier<Object>> commands = commands(wiring);
        // Reading the options of every command takes longer than most runs: only the one that is asked for, where one
        // is.
        Supplier<Object> asked = arguments.length == 0 ? null : commands.get(arguments[0]);
        if (asked != null) {
            line.addSubcommand(arguments[0], asked.get());
        } else if (!List.of(arguments).equals(List.of("--version"))) {
            commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
            line.addSubcommand("help", new CommandLine.HelpCommand());
        }
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((problem, args) -> usage(problem, console));
        line.setExecutionExceptionHandler((problem, command, result) -> new Failures(console).exitCode(problem));
        line.getSubcommands().values().forEach(Attest::withVersion);
        line.setUsageHelpAutoWidth(true);
        line.setAbbreviatedOptionsAllowed(false);
        // What is not written on the command line is not part of it: no @file, and no option swallowed as a value.
        line.setExpandAtFiles(false);
        line.setAllowOptionsAsOptionParameters(false);
        return line;
    }

    /** The commands by their names, in the order in which help lists them. */
    private static Map<String, Supplier<Object>> commands(Wiring wiring) {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("sign", () -> new SignCommand(wiring));
        commands.put("verify", () -> new VerifyCommand(wiring));
        commands.put("get", () -> new GetCommand(wiring));
        commands.put("sbom", () -> new SbomCommand(wiring));
        commands.put("provenance", () -> new ProvenanceCommand(wiring));
        commands.put("java-index", () -> new JavaIndexCommand(wiring));
        commands.put("inspect", () -> new InspectCommand(wiring));
        commands.put("diff", () -> new DiffCommand(wiring));
        commands.put("rebuild-check", () -> new RebuildCheckCommand(wiring));
        commands.put("copy", () -> new CopyCommand(wiring));
        commands.put("save", () -> new SaveCommand(wiring));
        commands.put("load", () -> new LoadCommand(wiring));
        commands.put("sign-blob", () -> new SignBlobCommand(wiring));
        commands.put("verify-blob", () -> new VerifyBlobCommand(wiring));
        commands.put("generate-key-pair", () -> new GenerateKeyPairCommand(wiring));
        commands.put("sign-bundle", () -> new SignBundleCommand(wiring));
        commands.put("verify-bundle", () -> new VerifyBundleCommand(wiring));
        commands.put("trust", () -> new TrustCommand(wiring));
        commands.put("local", () -> new LocalCommand(wiring));
        commands.put("demo", () -> new DemoCommand(wiring));
        return commands;
    }

    private static void withVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new VersionProvider());
        command.getSubcommands().values().forEach(Attest::withVersion);
    }

    private static boolean asksForDebug(String[] arguments) {
        return Arrays.asList(arguments).contains("--debug");
    }

    private static int usage(ParameterException problem, Console console) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        String line = message(problem) + suggestion(problem) + "; see `" + command + " --help`";
        if (problem instanceof UnmatchedArgumentException) {
            // Its own message, which a stack trace begins with, repeats what was given.
            console.error(line);
        } else {
            console.error(line, problem);
        }
        return ExitCode.USAGE.code();
    }

    /** What an unknown option was given may be a token or a password, as other programs take them there. */
    private static String message(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            return unmatched.getUnmatched().stream()
                    .filter(argument -> argument.startsWith("-"))
                    .map(Attest::optionName)
                    .collect(Collectors.joining("', '", "Unknown option: '", "'"));
        }
        String message = String.valueOf(problem.getMessage());
        return TOKEN.matcher(message.lines().findFirst().orElse("wrong usage")).replaceAll("[redacted]");
    }

    private static String optionName(String argument) {
        return argument.startsWith("--")
                ? argument.split("=", 2)[0]
                : argument.substring(0, Math.min(2, argument.length()));
    }

    private static String suggestion(ParameterException problem) {
        List<String> near =
                problem instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
    }
}

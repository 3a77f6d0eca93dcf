package dev.attest.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest rebuild-check}: are two images the same build? {@link RebuildCheckRun} does the work. */
@Command(
        name = "rebuild-check",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Says whether two images are the same build: to the last bit, in contents but for how layers"
                + " are compressed, or not; then the files and settings that differ are named. All platforms that either"
                + " has are compared. Values that may be secrets are not printed.",
        footer = {
            "",
            "Examples:",
            "  attest rebuild-check registry.example/app:1 oci:build/again",
            "  attest rebuild-check oci:build/a oci:build/b --strictness bits",
            "  attest rebuild-check oci:build/a oci:build/b --ignore mtime --ignore created",
            "  attest rebuild-check oci:build/a oci:build/b --format json --limit 10000",
            "",
            "Ends with 0 when the image was reproduced, as strictly as asked, and with 1 when not."
        })
final class RebuildCheckCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(index = "0", paramLabel = "A", description = "The image.")
    String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The image that was built again.")
    String second = "";

    @Option(
            names = "--strictness",
            paramLabel = "WORD",
            description = "bits: the same manifest. contents (default): the same configuration and layers, however"
                    + " they are compressed. files: the same files, however layers hold them.")
    @Nullable
    String strictness;

    @Option(
            names = "--ignore",
            paramLabel = "WHAT",
            description = "mtime, created or history does not count; implies --strictness files. Repeatable.")
    List<String> ignored = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "200",
            description = "List at most N differences of a platform, and count the rest (default: ${DEFAULT-VALUE}).")
    int limit = 200;

    @Option(
            names = "--predicate",
            paramLabel = "FILE",
            description = "Where reproduced, write a SCAI predicate that says so of A to FILE.")
    @Nullable
    Path predicate;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    ResultFormat format = ResultFormat.text;

    @ArgGroup(validate = false, heading = "%nThe images:%n")
    ImageOptions image = new ImageOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    RebuildCheckCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new RebuildCheckRun(wiring, this).run().code();
    }
}

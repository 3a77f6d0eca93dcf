package dev.attest.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code attest java-index}: what the archives of a Maven repository are, by their SHA-1. {@link JavaIndexRun} does the work. */
@Command(
        name = "java-index",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes an index of the Java archives in a Maven repository on the disk, by",
            "their SHA-1, for --java-index. docs/java-index.md describes the file."
        },
        footer = {
            "",
            "Examples:",
            "  attest java-index ~/.m2/repository -o java.index",
            "  attest sbom oci:build/image --java-index java.index"
        })
final class JavaIndexCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "REPOSITORY", description = "The folder of the repository: group/artifact/version/file.")
    Path repository = Path.of("");

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    JavaIndexCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new JavaIndexRun(wiring, this).run().code();
    }
}

package dev.attest.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of tuf-conformance's client protocol. {@link TufProtocolRun} does the work. */
final class TufProtocol {
    @Option(names = "--metadata-dir", paramLabel = "DIR", required = true)
    Path metadataDir = Path.of("");

    @Option(names = "--metadata-url", paramLabel = "URL")
    @Nullable
    URI metadataUrl;

    @Option(names = "--target-name", paramLabel = "PATH")
    List<String> targets = List.of();

    @Option(names = "--target-base-url", paramLabel = "URL")
    @Nullable
    URI targetBaseUrl;

    @Option(names = "--target-dir", paramLabel = "DIR")
    @Nullable
    Path targetDir;

    @Parameters(arity = "1..2", paramLabel = "init ROOT|refresh|download")
    List<String> action = List.of();
}

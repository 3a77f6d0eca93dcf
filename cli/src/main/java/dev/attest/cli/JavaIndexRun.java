package dev.attest.cli;

import dev.attest.sbom.java.ArchiveIndexWriter;
import java.io.IOException;
import java.nio.file.Files;

/** Reads a Maven repository and writes the index of its archives. */
final class JavaIndexRun {
    private final Wiring wiring;
    private final JavaIndexCommand asked;

    JavaIndexRun(Wiring wiring, JavaIndexCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
    }

    ExitCode run() throws IOException {
        Output output = Output.of(wiring.console(asked.common), asked.common);
        if (!Files.isDirectory(asked.repository)) {
            throw new UsageException("there is no folder " + asked.repository);
        }
        output.write(ArchiveIndexWriter.ofRepository(asked.repository));
        return ExitCode.DONE;
    }
}

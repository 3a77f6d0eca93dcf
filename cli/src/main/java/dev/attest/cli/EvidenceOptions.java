package dev.attest.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an image is found, and where what is attached to it lies. */
final class EvidenceOptions extends ImageOptions {
    @Option(
            names = "--attestations-repository",
            paramLabel = "REPO",
            description = "The repository that holds what is attached, when it is not the image's own"
                    + " (also ATTEST_ATTESTATIONS_REPOSITORY). Only for images in registries.")
    @Nullable
    private String attestationsRepository;

    Optional<String> attestationsRepository() {
        return Optional.ofNullable(attestationsRepository);
    }
}

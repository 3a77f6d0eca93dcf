package dev.attest.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How an image is found. */
class ImageOptions {
    @Option(
            names = "--repository",
            paramLabel = "REPO",
            description = "The repository of an image written as a bare sha256:… (also ATTEST_REPOSITORY).")
    @Nullable
    private String repository;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            description = "Only this platform of an index, such as linux/amd64; all platforms otherwise.")
    @Nullable
    private String platform;

    @Option(
            names = "--plain-http",
            description = "Speak HTTP without TLS to the registry; loopback addresses need no such word.")
    private boolean plainHttp;

    @ArgGroup(validate = false)
    private final RegistryOptions registry = new RegistryOptions();

    /** How its registry is reached. */
    RegistryOptions registry() {
        return registry;
    }

    Optional<String> repository() {
        return Optional.ofNullable(repository);
    }

    Optional<String> platform() {
        return Optional.ofNullable(platform);
    }

    boolean plainHttp() {
        return plainHttp;
    }
}

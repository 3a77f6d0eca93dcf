package dev.attest.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How registries are reached. Logins are no options, see docs/registries.md. {@link RegistryAccess} reads these. */
final class RegistryOptions {
    @Option(
            names = "--plain-http-host",
            paramLabel = "HOST",
            description = "Speak HTTP without TLS to this host, a mirror too (also ATTEST_REGISTRY_PLAIN_HTTP_HOSTS)."
                    + " Several may be named.")
    List<String> plainHosts = List.of();

    @Option(
            names = "--registry-mirror",
            paramLabel = "FROM=MIRROR",
            description = "Read what is named by digest from a mirror first: HOST[/PREFIX]=MIRROR[/PREFIX] (also"
                    + " ATTEST_REGISTRY_MIRRORS). Several may be named.")
    List<String> mirrors = List.of();

    @Option(
            names = "--registry-ca",
            paramLabel = "FILE",
            description = "Trust the authorities of this PEM file too (also ATTEST_REGISTRY_CA).")
    @Nullable
    Path authorities;

    @Option(
            names = "--registry-client-certificate",
            paramLabel = "FILE",
            description = "Show registries this PEM certificate (also ATTEST_REGISTRY_CLIENT_CERTIFICATE).")
    @Nullable
    Path certificate;

    @Option(
            names = "--registry-client-key",
            paramLabel = "FILE",
            description = "Its key, an unencrypted PEM file (also ATTEST_REGISTRY_CLIENT_KEY).")
    @Nullable
    Path key;
}

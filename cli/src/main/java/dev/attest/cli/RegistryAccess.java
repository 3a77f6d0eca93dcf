package dev.attest.cli;

import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.registry.EnvironmentCredentials;
import dev.attest.oci.registry.Mirrors;
import dev.attest.oci.registry.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the settings of registries: what an option says, else what {@code ATTEST_REGISTRY_*} says. */
final class RegistryAccess {
    private static final String PREFIX = "ATTEST_REGISTRY_";

    private final ImageOptions image;
    private final RegistryOptions options;
    private final Map<String, String> environment;

    RegistryAccess(ImageOptions image, Map<String, String> environment) {
        this.image = image;
        this.options = image.registry();
        this.environment = environment;
    }

    RegistrySettings settings(Consumer<String> remarks) throws IOException {
        RegistrySettings standard = RegistrySettings.standard(environment);
        Optional<String> host = checked("", () -> EnvironmentCredentials.host(environment));
        var credentials = checked("", () -> EnvironmentCredentials.of(environment, standard.credentials()));
        Tls tls = tls();
        if (host.isPresent()
                && credentials == standard.credentials()
                && path(options.certificate, "CLIENT_CERTIFICATE").isEmpty()) {
            throw new UsageException(PREFIX + "HOST is set, and nothing says how to log in there: " + PREFIX
                    + "USERNAME with " + PREFIX + "PASSWORD, or a token, see docs/registries.md");
        }
        List<String> mirrors = list(options.mirrors, "MIRRORS");
        List<String> plain = list(options.plainHosts, "PLAIN_HTTP_HOSTS");
        return standard.withPlainHttp(image.plainHttp())
                .withPlainHosts(checked(
                        named(options.plainHosts, "--plain-http-host", "PLAIN_HTTP_HOSTS"),
                        () -> plain.stream().map(References::registryName).collect(Collectors.toSet())))
                .withMirrors(
                        checked(named(options.mirrors, "--registry-mirror", "MIRRORS"), () -> Mirrors.parse(mirrors)))
                .withConnections(standard.connections().with(tls, host))
                .withCredentials(credentials)
                .withRemarks(remarks);
    }

    private Tls tls() throws IOException {
        Tls tls = Tls.standard();
        Optional<Path> authorities = path(options.authorities, "CA");
        if (authorities.isPresent()) {
            byte[] pem = Files.readAllBytes(authorities.get());
            tls = checked(authorities.get() + " ", () -> Tls.standard().withAuthorities(pem));
        }
        Optional<Path> certificate = path(options.certificate, "CLIENT_CERTIFICATE");
        Optional<Path> key = path(options.key, "CLIENT_KEY");
        if (certificate.isPresent() != key.isPresent()) {
            throw new UsageException("--registry-client-certificate and --registry-client-key go together");
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            return tls;
        }
        byte[] certificatePem = Files.readAllBytes(certificate.get());
        byte[] keyPem = Files.readAllBytes(key.get());
        Tls trusting = tls;
        return checked(
                "the client certificate's files " + certificate.get() + " and " + key.get() + ": the file ",
                () -> trusting.withClientCertificate(certificatePem, keyPem));
    }

    private static <T> T checked(String what, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(what + e.getMessage());
        }
    }

    private static String named(List<String> values, String option, String variable) {
        return (values.isEmpty() ? PREFIX + variable : option) + ": ";
    }

    private List<String> list(List<String> values, String variable) {
        return values.isEmpty()
                ? Stream.of(environment.getOrDefault(PREFIX + variable, "").split("[,\\s]+", -1))
                        .filter(value -> !value.isEmpty())
                        .toList()
                : values;
    }

    private Optional<Path> path(@Nullable Path value, String variable) {
        if (value != null) {
            return Optional.of(value);
        }
        String named = environment.getOrDefault(PREFIX + variable, "");
        try {
            return named.isBlank() ? Optional.empty() : Optional.of(Path.of(named));
        } catch (InvalidPathException e) {
            throw new UsageException(PREFIX + variable + " is not the path of a file");
        }
    }
}

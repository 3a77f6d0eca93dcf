package dev.attest.cli;

import dev.attest.oci.Destination;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import dev.attest.signing.key.Passwords;
import dev.attest.signing.service.ServiceClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Makes what commands work with, when they ask for it and not before: start-up pays for nothing that is not used. */
final class Wiring implements AutoCloseable {
    // Waiting for a registry or a log needs more threads than there are cores.
    private static final int THREADS = Math.max(8, Runtime.getRuntime().availableProcessors());

    private final Map<String, String> environment;
    private final Clock clock;
    private final Console console;

    @Nullable
    private ExecutorService executor;

    @Nullable
    private RegistrySettings registries;

    @Nullable
    private ImageOptions registriesFor;

    Wiring(Map<String, String> environment, Clock clock, Console console) {
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.console = console;
    }

    Map<String, String> environment() {
        return environment;
    }

    Clock clock() {
        return clock;
    }

    /** The console, as loud as the options say. */
    Console console(CommonOptions options) {
        console.quiet(options.quiet());
        console.debug(options.debug());
        return console;
    }

    /** What speaks to Sigstore's services. Redirects are not followed: a token goes where it was sent. */
    ServiceClient serviceClient() {
        return ServiceClient.of(HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(20))
                .build());
    }

    /** Asks for a password where there is a terminal. */
    Passwords.Prompt passwordPrompt() {
        return question -> Optional.ofNullable(System.console()).map(terminal -> terminal.readPassword("%s", question));
    }

    /** Says what a user has to know to go on, whatever is silenced. */
    void tell(String line) {
        console.error(line);
    }

    /** Says what a user should know and what stops nothing. */
    void warn(String line) {
        console.message("warning: " + line);
    }

    ExecutorService executor() {
        if (executor == null) {
            executor = Executors.newFixedThreadPool(THREADS, task -> {
                var thread = new Thread(task, "attest");
                thread.setDaemon(true);
                return thread;
            });
        }
        return executor;
    }

    /** What a user wrote as IMAGE. */
    Reference reference(String image, ImageOptions options) {
        try {
            return References.parse(
                    image, options.repository().or(() -> Optional.ofNullable(environment.get("ATTEST_REPOSITORY"))));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    Optional<Platform> platform(ImageOptions options) {
        try {
            return options.platform().map(Platform::parse);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--platform: " + e.getMessage());
        }
    }

    /** Opens the place where the image lives. */
    Repository open(Reference reference, ImageOptions options) throws IOException, MalformedImageException {
        return repositories(reference, options).open(reference);
    }

    /** Registries of one command share their connections; what needs none does not make their settings either. */
    private Repositories repositories(Reference place, ImageOptions options) throws IOException {
        if (place instanceof Reference.Registry && registriesFor != options) {
            registries = new RegistryAccess(options, environment).settings(this::warn);
            registriesFor = options;
        }
        return new Repositories(() -> Objects.requireNonNull(registries, "settings of registries"));
    }

    /** What a user wrote as the place to move an image to. */
    Reference destination(String place) {
        try {
            return References.parseDestination(place);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Opens the place to move an image to. */
    Destination openDestination(Reference place, ImageOptions options) throws IOException {
        return repositories(place, options).destination(place);
    }

    /** The time that documents carry when the caller fixes it (SOURCE_DATE_EPOCH, reproducible-builds.org). */
    Optional<Instant> sourceDateEpoch() {
        String seconds = environment.get("SOURCE_DATE_EPOCH");
        if (seconds == null || seconds.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds.strip())));
        } catch (NumberFormatException | DateTimeException e) {
            throw new UsageException("SOURCE_DATE_EPOCH is not a number of seconds since 1970: " + seconds);
        }
    }

    /** Where the local Sigstore lives: {@code --local-dir}, else the XDG state folder. */
    Path localDirectory(LocalOptions options) {
        return options.localDir().orElseGet(() -> stateDirectory().resolve("local"));
    }

    /** What attest remembers from run to run: {@code attest} in the XDG state folder. */
    Path stateDirectory() {
        return xdg("XDG_STATE_HOME", ".local/state");
    }

    /** What attest keeps to be quicker the next time and can do without: {@code attest} in the XDG cache folder. */
    Path cacheDirectory() {
        return xdg("XDG_CACHE_HOME", ".cache");
    }

    private Path xdg(String variable, String below) {
        String named = environment.getOrDefault(variable, "");
        Path base = named.startsWith("/")
                ? Path.of(named)
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")))
                        .resolve(below);
        return base.resolve("attest");
    }

    @Override
    public void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}

package dev.attest.signing.oidc;

import dev.attest.signing.key.Passwords;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A CI system's own program that prints a token. It is bounded in time and bytes, and whatever it prints stays unshown: it
 * may be the token.
 */
final class Program {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 64 << 10;

    private final Path file;
    private final Map<String, String> environment;
    private final Duration patience;

    Program(Path file, Map<String, String> environment, Duration patience) {
        this.file = file;
        this.environment = environment;
        this.patience = patience;
    }

    /** The program of that name on the environment's PATH; folders that are not absolute are left out. */
    static Optional<Program> find(Map<String, String> environment, String name) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
                .map(folder -> file(folder, name))
                .flatMap(Optional::stream)
                .findFirst()
                .map(file -> new Program(file, environment, PATIENCE));
    }

    private static Optional<Path> file(String folder, String name) {
        try {
            Path file = Path.of(folder, name);
            return file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The token it prints. */
    IdentityToken token(List<String> arguments) throws SigningException {
        String text = run(arguments);
        try {
            return IdentityToken.parse(text);
        } catch (SigningException e) {
            if (e.kind() != SigningException.Kind.USAGE) {
                throw e;
            }
            throw SigningException.world("the program " + file + " printed no token: " + e.getMessage());
        }
    }

    private String run(List<String> arguments) throws SigningException {
        Process process = start(arguments);
        try {
            process.getOutputStream().close();
            var output = new CompletableFuture<byte[]>();
            var reader = new Thread(() -> read(process, output), "output of " + file.getFileName());
            reader.setDaemon(true);
            reader.start();
            byte[] bytes = output.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (bytes.length > MAX_BYTES) {
                throw SigningException.world("the program " + file + " printed too much for a token");
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw SigningException.world("the program " + file + " failed with " + process.exitValue()
                        + " when it was asked for a token (\"" + String.join(" ", arguments) + "\")");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw SigningException.world(
                    "the program " + file + " printed no token within " + patience.toMillis() + " ms");
        } catch (IOException | ExecutionException e) {
            throw SigningException.world("the output of the program " + file + " cannot be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SigningException.world("interrupted while the program " + file + " was asked");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(List<String> arguments) throws SigningException {
        var command = new ArrayList<String>();
        command.add(file.toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().keySet().removeAll(Passwords.VARIABLES);
        try {
            return builder.start();
        } catch (IOException | IllegalArgumentException e) {
            throw SigningException.world("the program " + file + " cannot be started");
        }
    }

    private static void read(Process process, CompletableFuture<byte[]> output) {
        try {
            output.complete(process.getInputStream().readNBytes(MAX_BYTES + 1));
        } catch (IOException | UncheckedIOException e) {
            output.completeExceptionally(e);
        }
    }
}

package dev.attest.signing.oidc;

import dev.attest.signing.process.BoundedProcess;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
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
        var command = new ArrayList<String>();
        command.add(file.toString());
        command.addAll(arguments);
        try {
            BoundedProcess.Outcome outcome =
                    new BoundedProcess(environment, patience, MAX_BYTES).run(command, new byte[0]);
            if (outcome.exit() != 0) {
                throw SigningException.world("the program " + file + " failed with " + outcome.exit()
                        + " when it was asked for a token (\"" + String.join(" ", arguments) + "\")");
            }
            return new String(outcome.output(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw SigningException.world("the program " + file + " gave no token: " + e.getMessage());
        }
    }
}

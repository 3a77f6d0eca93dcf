package dev.attest.oci.registry;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Credentials.Login;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a {@code docker-credential-NAME} program for a login (docker's credential helper protocol). */
final class CredentialHelper {
    private static final int MAX_ANSWER = 64 << 10;

    private final String name;
    private final Map<String, String> environment;
    private final Duration patience;

    CredentialHelper(String name, Map<String, String> environment, Duration patience) throws IOException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IOException("a credential helper's name is not valid");
        }
        this.name = "docker-credential-" + name;
        this.environment = environment;
        this.patience = patience;
    }

    /** The login for {@code server}, or empty when the helper knows none. */
    Optional<Login> get(String server) throws IOException {
        var builder = new ProcessBuilder(program().toString(), "get").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            CompletableFuture<byte[]> answer = read(process.getInputStream());
            tell(process, server);
            byte[] output = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(name + ": does not end");
            }
            return login(process.exitValue(), output);
        } catch (TimeoutException e) {
            throw new IOException(name + ": no answer in " + patience.toSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            throw new IOException(name + ": its answer cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + name, e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void tell(Process process, String server) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(server.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // One that ends without listening says by its answer and its exit code what is to be made of it.
            return;
        }
    }

    private Path program() throws IOException {
        String path = Optional.ofNullable(environment.get("PATH")).orElse("");
        for (String folder : path.split(java.io.File.pathSeparator, -1)) {
            // Never the working directory, which may be the repository that is being judged.
            Path program = Path.of(folder).resolve(name);
            if (program.isAbsolute() && Files.isExecutable(program)) {
                return program;
            }
        }
        throw new IOException(name + ": the credential helper is not installed");
    }

    private static CompletableFuture<byte[]> read(InputStream output) {
        var answer = new CompletableFuture<byte[]>();
        var reader = new Thread(
                () -> {
                    try (output) {
                        answer.complete(output.readNBytes(MAX_ANSWER));
                    } catch (IOException e) {
                        answer.completeExceptionally(e);
                    }
                },
                "credential-helper");
        reader.setDaemon(true);
        reader.start();
        return answer;
    }

    private Optional<Login> login(int exit, byte[] output) throws IOException {
        if (exit != 0) {
            String said = new String(output, StandardCharsets.UTF_8);
            if (said.contains("credentials not found") || said.contains("could not be found in the keychain")) {
                return Optional.empty();
            }
            throw new IOException(name + ": ended with " + exit);
        }
        try {
            JsonObject object = StrictJson.parseObject(output, name);
            String user = object.optionalText("Username").orElse("");
            String secret = object.text("Secret");
            if (user.isEmpty() && secret.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(user.equals("<token>") ? Login.identityToken(secret) : Login.password(user, secret));
        } catch (MalformedJsonException e) {
            // Without the cause, which may repeat a secret.
            throw new IOException(name + ": its answer is not what the protocol says", null);
        }
    }
}

package dev.attest.cli;

import dev.attest.signing.key.Passwords;
import dev.attest.signing.key.Secret;
import dev.attest.signing.key.pem.KeyFiles;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Makes a key pair and says where it is. */
final class GenerateKeyPairRun {
    private final Wiring wiring;
    private final GenerateKeyPairCommand asked;

    GenerateKeyPairRun(Wiring wiring, GenerateKeyPairCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
    }

    ExitCode run() throws IOException, SigningException {
        Output output = Output.of(wiring.console(asked.common), asked.common);
        Path prefix = asked.prefix.toAbsolutePath();
        Path folder = prefix.getParent();
        if (folder == null || asked.prefix.toString().isBlank()) {
            throw new UsageException("--prefix: the files need a name");
        }
        var passwords = new Passwords(wiring.environment(), wiring.passwordPrompt());
        KeyFiles files;
        try (Secret password = passwords.of("the new key", "COSIGN_PASSWORD")) {
            files = KeyFiles.generate(folder, String.valueOf(prefix.getFileName()), password, new SecureRandom());
        }
        output.write(new TextLines()
                .line(files.privateKey().toString())
                .line(files.publicKey().toString())
                .bytes());
        return ExitCode.DONE;
    }
}

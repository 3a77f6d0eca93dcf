package dev.attest.cli;

import dev.attest.signing.key.Passwords;
import dev.attest.signing.key.Secret;
import dev.attest.signing.key.pem.KeyFiles;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

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
        for (String end : List.of(".key", ".pub")) {
            Path made = folder.resolve(prefix.getFileName() + end).normalize();
            if (asked.common
                    .output()
                    .map(file -> file.toAbsolutePath().normalize())
                    .equals(Optional.of(made))) {
                throw new UsageException("--output would overwrite " + made + "; give it another name");
            }
        }
        var passwords = new Passwords(wiring.environment(), wiring.passwordPrompt());
        KeyFiles files;
        try (Secret password = passwords.of("the new key", "COSIGN_PASSWORD")) {
            if (password.characters().length == 0) {
                wiring.warn("the password is empty: whoever has the file has the key");
            }
            files = KeyFiles.generate(folder, String.valueOf(prefix.getFileName()), password, new SecureRandom());
        }
        output.write(new TextLines()
                .line(files.privateKey().toString())
                .line(files.publicKey().toString())
                .bytes());
        return ExitCode.DONE;
    }
}

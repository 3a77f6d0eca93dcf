package dev.attest.signing.oidc;

import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A token in a file, such as a projected service account token; absent when there is no such file. */
public final class FileToken implements TokenSource {
    private static final int MAX_BYTES = 64 << 10;

    private final Path file;

    public FileToken(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw SigningException.world("the identity token in " + file + " cannot be read");
        }
        if (bytes.length > MAX_BYTES) {
            throw SigningException.usage("the file " + file + " is too large for an identity token");
        }
        try {
            return Optional.of(IdentityToken.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (SigningException e) {
            throw e.kind() == SigningException.Kind.USAGE
                    ? SigningException.usage("the file " + file + " holds no token: " + e.getMessage())
                    : e;
        }
    }
}

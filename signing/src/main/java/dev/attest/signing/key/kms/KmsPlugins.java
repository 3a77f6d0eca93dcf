package dev.attest.signing.key.kms;

import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.service.SigningException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Opens keys such as {@code awskms:///alias/release} by the program {@code sigstore-kms-awskms} on the PATH (sigstore/sigstore,
 * pkg/signature/kms/cliplugin/README.md, protocol version v1). Every scheme is a plugin's, also those that cosign has built in.
 */
public final class KmsPlugins {
    private static final String PREFIX = "sigstore-kms-";
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
    private static final int MAX_RESOURCE = 4096;

    private final Map<String, String> environment;
    private final Duration patience;

    /**
     * @param environment what the plugins see, which is where they have their credentials from; its PATH is searched
     * @param patience how long one call may take
     */
    public KmsPlugins(Map<String, String> environment, Duration patience) {
        this.environment = Map.copyOf(environment);
        this.patience = patience;
    }

    /**
     * The key that {@code resource} names to the plugin of {@code scheme}; its public half is asked for at once.
     *
     * @throws SigningException when there is no such plugin (usage), or it fails or answers with what is no public key
     */
    public ManagedKey open(String scheme, String resource) throws SigningException {
        String name = PREFIX + scheme;
        if (!SCHEME.matcher(scheme).matches() || resource.length() > MAX_RESOURCE || resource.indexOf('\0') >= 0) {
            throw SigningException.usage("a key reference is SCHEME://NAME with a scheme of letters and digits");
        }
        Path program = find(name)
                .orElseThrow(() -> SigningException.usage("keys at " + scheme + ":// are reached through the program "
                        + name + ", which is not on the PATH; install the Sigstore KMS plugin of that name"));
        return KmsKey.open(new PluginCall(program, environment, patience), resource);
    }

    // As Go's LookPath: what a relative entry of the PATH finds depends on where one stands, and is not run.
    private Optional<Path> find(String name) {
        for (String entry : environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator))) {
            Optional<Path> found = inFolder(entry, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> inFolder(String folder, String name) {
        try {
            Path program = Path.of(folder).resolve(name);
            return program.isAbsolute() && Files.isRegularFile(program) && Files.isExecutable(program)
                    ? Optional.of(program)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}

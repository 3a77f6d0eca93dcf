package dev.attest.signing.key.managed;

import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.Passwords;
import dev.attest.signing.key.kms.KmsPlugins;
import dev.attest.signing.key.pem.PemKeys;
import dev.attest.signing.key.pkcs11.Pkcs11Tokens;
import dev.attest.signing.key.pkcs11.Pkcs11Uri;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens what the option {@code --key} names when something is to be signed: a PEM file, {@code env://NAME} with the PEM in a
 * variable, a {@code pkcs11:} URI (RFC 7512), or {@code SCHEME://…} of a key management service that a plugin speaks to.
 */
public final class ManagedKeys {
    private static final Pattern REFERENCE = Pattern.compile("([A-Za-z][A-Za-z0-9.+_-]+)://(.*)", Pattern.DOTALL);
    /** Not a PEM text, a URI or anything else that may hold a secret and was meant for another place. */
    private static final Pattern PLAIN_PATH =
            Pattern.compile("(?!.*(-----|://|[?;]))(?!(?i:\\s*pkcs11:))\\P{Cntrl}{1,120}");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final Passwords passwords;
    private final Consumer<String> warnings;

    /**
     * @param environment where passwords, keys of {@code env://} and the PATH of the plugins come from; plugins see all of it
     * @param prompt asked for a password or PIN that the environment does not hold
     * @param warnings told what a user should know and what does not stop anything; one line each
     */
    public ManagedKeys(Map<String, String> environment, Passwords.Prompt prompt, Consumer<String> warnings) {
        this.environment = Map.copyOf(environment);
        this.passwords = new Passwords(environment, prompt);
        this.warnings = warnings;
    }

    /**
     * The key that {@code reference} names, ready to sign; the caller closes it.
     *
     * @throws SigningException (usage) when there is no such key or it cannot be opened, (world) when a token or plugin fails;
     *     the message never holds a password or PIN, nor the reference where that may hold one
     */
    public ManagedKey open(String reference) throws SigningException {
        if (Pkcs11Uri.isOne(reference)) {
            return new Pkcs11Tokens(environment, passwords).open(Pkcs11Uri.parse(reference));
        }
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            return file(reference);
        }
        String scheme = matcher.group(1);
        String rest = matcher.group(2);
        return switch (scheme) {
            case "env" -> variable(rest);
            case "k8s" -> throw elsewhere("a Kubernetes secret", "'kubectl get secret … -o jsonpath'");
            case "gitlab" -> throw elsewhere("a GitLab project's variables", "a CI/CD variable of the job");
            case "file" -> throw SigningException.usage("name a key's file by its path alone, without file://");
            case "http", "https" ->
                throw SigningException.usage(
                        "a private key is not fetched from an address; name a file, or use a KMS or token");
            default -> new KmsPlugins(environment, PATIENCE).open(scheme, rest);
        };
    }

    /** Whether messages may repeat {@code reference}: it reads like the path of a file and like nothing that holds a secret. */
    public static boolean isPlainPath(String reference) {
        return PLAIN_PATH.matcher(reference).matches();
    }

    private static SigningException elsewhere(String where, String how) {
        return SigningException.usage(
                "keys in " + where + " are not read; put the key into an environment variable (by " + how
                        + ") and name it with --key env://NAME");
    }

    private ManagedKey variable(String name) throws SigningException {
        String value = environment.get(name);
        if (name.isEmpty() || value == null || value.isBlank()) {
            throw SigningException.usage("the environment variable that env:// names is not set or empty");
        }
        return new PemKeys(passwords).open(value.getBytes(StandardCharsets.UTF_8), "the key in env://" + name);
    }

    private ManagedKey file(String name) throws SigningException {
        if (name.isBlank()) {
            throw SigningException.usage("the key's name is empty");
        }
        byte[] text;
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw SigningException.usage("the key's name is no path");
        }
        if (!Files.exists(path) || Files.isDirectory(path)) {
            throw SigningException.usage((isPlainPath(name) ? "no key file " + path : "no key file of the name given")
                    + "; a key is a PEM file, env://NAME, a pkcs11: URI or SCHEME://NAME of a KMS plugin");
        }
        try (InputStream in = Files.newInputStream(path)) {
            text = in.readNBytes(PemKeys.MAX_BYTES + 1);
        } catch (IOException e) {
            throw SigningException.usage("the key file " + path + " cannot be read");
        }
        ManagedKey key = new PemKeys(passwords).open(text, "the key " + path);
        warnIfShared(path);
        return key;
    }

    private void warnIfShared(Path path) {
        try {
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
            boolean shared =
                    modes.contains(PosixFilePermission.OTHERS_READ) || modes.contains(PosixFilePermission.OTHERS_WRITE);
            if (Files.isRegularFile(path) && shared) {
                warnings.accept(
                        "the key file " + path + " is open to everybody on this machine; 'chmod 600' closes it");
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Not every file system knows modes; nothing can be said then.
        }
    }
}

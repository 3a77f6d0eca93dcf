package dev.attest.signing.key.pkcs11;

import dev.attest.signing.key.JcaKey;
import dev.attest.signing.process.BoundedProcess;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A PKCS #11 module: the library of a token's maker, which the JDK's provider loads into this process. */
final class Module {
    private static final String VARIABLE = "COSIGN_PKCS11_MODULE_PATH";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_LISTING = 1 << 20;

    /** What the provider's configuration language leaves alone. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+@,-]+");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._+-]{1,64}");

    /** Where module-name is looked for (RFC 7512 §2.3), as p11-kit and the distributions lay modules down. */
    private static final List<String> FOLDERS = List.of(
            "/usr/lib/x86_64-linux-gnu/pkcs11",
            "/usr/lib/aarch64-linux-gnu/pkcs11",
            "/usr/lib64/pkcs11",
            "/usr/lib/pkcs11",
            "/usr/local/lib/pkcs11",
            "/usr/lib/softhsm",
            "/usr/local/lib/softhsm",
            "/opt/homebrew/lib/softhsm");

    private final Path library;

    private Module(Path library) {
        this.library = library;
    }

    /** The module that the URI names, else cosign's variable. */
    static Module find(Pkcs11Uri uri, Map<String, String> environment) throws SigningException {
        Optional<String> name = uri.text("module-name");
        if (uri.text("module-path").isEmpty() && name.isPresent()) {
            return named(name.get());
        }
        String path = uri.text("module-path")
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
                .orElseThrow(() -> SigningException.usage("the pkcs11: URI names no module; add"
                        + " ?module-path=/…/module.so, ?module-name=…, or set " + VARIABLE));
        try {
            Path library = Path.of(path).toAbsolutePath();
            if (Files.isRegularFile(library)
                    && PLAIN.matcher(library.toString()).matches()) {
                return new Module(library);
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw SigningException.usage(
                "the PKCS #11 module that is named is no file, or its path has unusual characters");
    }

    private static Module named(String name) throws SigningException {
        if (NAME.matcher(name).matches()) {
            Optional<Path> found = FOLDERS.stream()
                    .flatMap(folder -> Stream.of("lib" + name + ".so", name + ".so", "lib" + name + ".dylib")
                            .map(file -> Path.of(folder, file)))
                    .filter(Files::isRegularFile)
                    .findFirst();
            if (found.isPresent()) {
                return new Module(found.get());
            }
        }
        throw SigningException.usage("no PKCS #11 module of the name that the URI gives is in a usual place;"
                + " name it with ?module-path=/…/module.so");
    }

    /** A provider for one slot, which nothing but what is given it uses. */
    Provider provider(long slot) throws SigningException {
        Provider any = Security.getProvider("SunPKCS11");
        if (any == null) {
            throw SigningException.usage("this Java has no PKCS #11 (the module jdk.crypto.cryptoki)");
        }
        try {
            return any.configure(configuration(library.toString(), "slot = " + slot));
        } catch (ProviderException | UnsupportedOperationException e) {
            throw SigningException.usage(
                    "the PKCS #11 module " + library + " cannot be used with slot " + slot + JcaKey.reason(e));
        }
    }

    /** The tokens that are set up, told by another process of this Java. */
    List<TokenInfo> tokens(Map<String, String> environment) throws SigningException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                TokenLister.class.getName(),
                library.toString());
        try {
            BoundedProcess.Outcome outcome =
                    new BoundedProcess(environment, PATIENCE, MAX_LISTING).run(command, new byte[0]);
            if (outcome.exit() != 0) {
                throw SigningException.usage("the tokens of the PKCS #11 module " + library
                        + " cannot be listed; name one by slot-id" + outcome.complaint());
            }
            return TokenInfo.parse(new String(outcome.output(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw SigningException.world("the tokens of the PKCS #11 module " + library
                    + " could not be listed; name one by slot-id: " + e.getMessage());
        }
    }

    /** Inline, in the provider's own language. */
    static String configuration(String library, String slot) {
        return "--name = attest\nlibrary = " + library + "\n" + slot + "\n";
    }
}

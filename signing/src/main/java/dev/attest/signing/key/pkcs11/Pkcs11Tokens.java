package dev.attest.signing.key.pkcs11;

import dev.attest.signing.key.JcaKey;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.Passwords;
import dev.attest.signing.key.Secret;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.security.auth.login.LoginException;

/**
 * Opens private keys in tokens through the JDK's own PKCS #11 provider, which knows a private key only together with a certificate of the
 * same id on the token, and by that certificate's label. The certificate's key is all that is taken from it.
 */
public final class Pkcs11Tokens {
    private static final String PIN = "COSIGN_PKCS11_PIN";
    private static final int MAX_PIN = 1024;

    private final Map<String, String> environment;
    private final Passwords passwords;

    /** PINs that a URI does not bring come from {@code passwords}. */
    public Pkcs11Tokens(Map<String, String> environment, Passwords passwords) {
        this.environment = Map.copyOf(environment);
        this.passwords = passwords;
    }

    /**
     * Logs into the one token that {@code uri} describes and finds its key; closing the key logs out.
     *
     * @throws SigningException when module, token or key are not there or the PIN is wrong (usage), or the token fails
     */
    public ManagedKey open(Pkcs11Uri uri) throws SigningException {
        Module module = Module.find(uri, environment);
        Provider provider = module.provider(slot(uri, module));
        KeyStore store;
        try (Secret pin = pin(uri)) {
            store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin.characters());
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            throw SigningException.usage("the token cannot be opened" + JcaKey.reason(e) + "; is the PIN right?");
        }
        try {
            return key(store, alias(uri, store), provider);
        } catch (SigningException e) {
            logout(provider);
            throw e;
        } catch (GeneralSecurityException | ProviderException e) {
            logout(provider);
            throw SigningException.world("the token's keys cannot be read" + JcaKey.reason(e));
        } catch (MalformedKeyException e) {
            logout(provider);
            throw SigningException.usage(
                    "the token holds " + e.getMessage() + "; is the certificate with the key's id one for this key?");
        }
    }

    private long slot(Pkcs11Uri uri, Module module) throws SigningException {
        OptionalLong named = uri.slot();
        if (named.isPresent() && !uri.describesToken()) {
            return named.getAsLong();
        }
        Optional<Long> asked = named.isPresent() ? Optional.of(named.getAsLong()) : Optional.empty();
        List<TokenInfo> tokens = module.tokens(environment);
        List<TokenInfo> fitting =
                tokens.stream().filter(token -> token.fits(uri, asked)).toList();
        if (fitting.size() != 1) {
            String there = String.join(
                    ", ", tokens.stream().map(TokenInfo::label).sorted().toList());
            throw SigningException.usage((fitting.isEmpty() ? "no token is" : "more than one token is")
                    + " what the pkcs11: URI describes; the module has: " + (there.isEmpty() ? "none" : there));
        }
        return fitting.get(0).slot();
    }

    private Secret pin(Pkcs11Uri uri) throws SigningException {
        Optional<String> value = uri.text("pin-value");
        Optional<String> source = uri.text("pin-source");
        if (value.isPresent() && source.isPresent()) {
            throw SigningException.usage("the pkcs11: URI has both pin-value and pin-source");
        }
        if (value.isPresent()) {
            return new Secret(value.get().toCharArray());
        }
        return source.isPresent() ? pinFile(source.get()) : passwords.of("the token", PIN);
    }

    /** A file, by its path or as file:/path (RFC 7512 §2.4); commands are not run. */
    private static Secret pinFile(String source) throws SigningException {
        String path = source.startsWith("file://") ? source.substring(7) : source.replaceFirst("^file:", "");
        byte[] bytes = new byte[0];
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            bytes = in.readNBytes(MAX_PIN + 1);
            int length = Math.min(bytes.length, MAX_PIN);
            while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
                length--;
            }
            CharBuffer characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
            char[] pin = Arrays.copyOf(characters.array(), characters.limit());
            Arrays.fill(characters.array(), '\0');
            return new Secret(pin);
        } catch (IOException | InvalidPathException e) {
            throw SigningException.usage("the file that pin-source names cannot be read");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static String alias(Pkcs11Uri uri, KeyStore store) throws GeneralSecurityException, SigningException {
        List<String> aliases = Collections.list(store.aliases()).stream()
                .filter(alias -> isKey(store, alias))
                .sorted()
                .toList();
        List<String> wanted = uri.text("object")
                .map(List::of)
                .orElseGet(() -> unlabelled(uri.id().orElseThrow()));
        Optional<String> found = aliases.stream().filter(wanted::contains).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        String known = aliases.isEmpty() ? "none" : String.join(", ", aliases);
        if (uri.text("object").isEmpty() && !aliases.isEmpty()) {
            throw SigningException.usage(
                    "a key with a label is found by that label: name it with object=, one of: " + known);
        }
        throw SigningException.usage(
                "no private key of that label with a certificate beside it is on the token (with one: "
                        + known
                        + "). Java finds keys by their certificates: write one, self-signed will do, with the key's id and"
                        + " label onto the token: pkcs11-tool --write-object cert.der --type cert --id ID --label LABEL");
    }

    /** What the provider calls entries whose certificate has an id and no label. */
    private static List<String> unlabelled(byte[] id) {
        String hex = HexFormat.of().formatHex(id);
        return List.of(new String(id, StandardCharsets.ISO_8859_1), "0x" + hex, "0x" + hex.toUpperCase(Locale.ROOT));
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias) && store.getCertificate(alias) != null;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static ManagedKey key(KeyStore store, String alias, Provider provider)
            throws GeneralSecurityException, MalformedKeyException, SigningException {
        VerificationKey publicKey =
                VerificationKey.parse(store.getCertificate(alias).getPublicKey().getEncoded());
        if (!(store.getKey(alias, null) instanceof PrivateKey privateKey)) {
            throw new MalformedKeyException("no private key under that label");
        }
        return JcaKey.inToken(privateKey, publicKey, provider, () -> logout(provider));
    }

    private static void logout(Provider provider) {
        try {
            ((AuthProvider) provider).logout();
        } catch (LoginException | ProviderException e) {
            // The token forgets the login when this process ends.
        }
    }
}

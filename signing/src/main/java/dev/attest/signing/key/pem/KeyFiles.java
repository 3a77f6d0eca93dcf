package dev.attest.signing.key.pem;

import dev.attest.signing.key.PemWriter;
import dev.attest.signing.key.Secret;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Set;

/**
 * A new ECDSA P-256 key pair as two files, as {@code cosign generate-key-pair} makes them: the encrypted private key, readable by its
 * owner alone, and the public key.
 *
 * @param privateKey the file {@code PREFIX.key}
 * @param publicKey the file {@code PREFIX.pub}
 */
public record KeyFiles(Path privateKey, Path publicKey) {

    /**
     * Makes {@code PREFIX.key} and {@code PREFIX.pub} in {@code folder}; nothing is ever overwritten. The password may be empty,
     * which protects nothing.
     *
     * @throws SigningException when one of the files is there already (usage) or cannot be written
     */
    public static KeyFiles generate(Path folder, String prefix, Secret password, SecureRandom random)
            throws SigningException {
        var files = new KeyFiles(folder.resolve(prefix + ".key"), folder.resolve(prefix + ".pub"));
        for (Path file : Set.of(files.privateKey, files.publicKey)) {
            if (Files.exists(file)) {
                throw exists(file);
            }
        }
        KeyPair pair = pair(random);
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] box = SigstoreBox.encrypt(pkcs8, password, random);
        Arrays.fill(pkcs8, (byte) 0);
        write(files.privateKey, PemWriter.write("ENCRYPTED SIGSTORE PRIVATE KEY", box), "rw-------");
        write(files.publicKey, PemWriter.write("PUBLIC KEY", pair.getPublic().getEncoded()), "rw-r--r--");
        return files;
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no ECDSA P-256", e);
        }
    }

    private static void write(Path file, String pem, String mode) throws SigningException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel out = Files.newByteChannel(file, options, attributes(mode))) {
            ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw SigningException.world(file + " cannot be written");
        }
    }

    private static FileAttribute<?>[] attributes(String mode) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static SigningException exists(Path file) {
        return SigningException.usage(file + " exists and is not overwritten; choose another name or move it away");
    }
}

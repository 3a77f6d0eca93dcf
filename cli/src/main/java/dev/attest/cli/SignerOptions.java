package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose key signs, and the services that certify, log and timestamp. */
final class SignerOptions extends SigningOptions {
    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = {
                "Sign with this key instead of an identity: a PEM file (cosign's too), env://NAME,",
                "pkcs11:…, or SCHEME://… of a KMS that a sigstore-kms-SCHEME plugin speaks to.",
                "Its password or PIN: ATTEST_KEY_PASSWORD, or asked for."
            })
    @Nullable
    private String key;

    @Option(
            names = "--certificate-chain",
            paramLabel = "FILE",
            description = "With --key: the certificate that an authority of your own issued for it (PEM, leaf first).")
    @Nullable
    private Path certificateChain;

    @Option(
            names = "--unsafe-no-witness",
            description = "With --key and no signing config: no log and no timestamp, so that nobody can tell when.")
    private boolean noWitness;

    @Override
    Optional<String> key() {
        return Optional.ofNullable(key);
    }

    @Override
    String keyOption() {
        return "--key";
    }

    @Override
    Optional<Path> certificateChain() {
        return Optional.ofNullable(certificateChain);
    }

    @Override
    boolean noWitness() {
        return noWitness;
    }

    @Override
    String withoutWitness() {
        return key == null ? "" : "; --unsafe-no-witness does without";
    }
}

package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code verify} signs about an image that it accepted, and as whom. */
final class VsaOptions extends SigningOptions {
    /** In what the summary is wrapped. */
    enum Format {
        /** A DSSE envelope by itself, as slsa-verifier reads it. */
        dsse,
        /** A Sigstore bundle. */
        bundle
    }

    @Option(
            names = "--vsa",
            order = 1,
            paramLabel = "FILE",
            description = {
                "Sign a SLSA verification summary (VSA) of an accepted image and write it to FILE.",
                "Of a refused image nothing is signed."
            })
    @Nullable
    private Path vsa;

    @Option(
            names = "--svr",
            order = 2,
            paramLabel = "FILE",
            description = "Sign a simple verification result (in-toto SVR) too: one property for each rule.")
    @Nullable
    private Path svr;

    @Option(
            names = "--vsa-format",
            order = 3,
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}: an envelope by itself, which slsa-verifier reads, or a Sigstore"
                    + " bundle (default: dsse with --vsa-key and no --signing-config, else bundle).")
    @Nullable
    private Format format;

    @Option(
            names = "--vsa-key",
            order = 4,
            paramLabel = "KEY",
            description = "Sign with this key instead of an identity: a PEM file, env://NAME, pkcs11:… or SCHEME://… of"
                    + " a KMS plugin.")
    @Nullable
    private String key;

    @Option(
            names = "--verifier-id",
            order = 5,
            paramLabel = "URI",
            description = "Who verified (default with --local: " + LOCAL_VERIFIER + ").")
    @Nullable
    private String verifierId;

    @Option(
            names = "--resource-uri",
            order = 6,
            paramLabel = "URI",
            description = "As what consumers fetch the image (default: oci://REGISTRY/REPOSITORY).")
    @Nullable
    private String resourceUri;

    @Option(names = "--vsa-push", order = 7, description = "Attach what was signed to the image; bundles only.")
    private boolean push;

    @Option(
            names = "--vsa-compat",
            order = 8,
            description = "Leave out levels that slsa-verifier 2.7 cannot read (SLSA_… without a number).")
    private boolean compatible;

    /** Who verifies where the local Sigstore signs. */
    static final String LOCAL_VERIFIER = "https://local.attest.invalid/verifier";

    Optional<Path> vsa() {
        return Optional.ofNullable(vsa);
    }

    Optional<Path> svr() {
        return Optional.ofNullable(svr);
    }

    /** Whether anything is to be signed. */
    boolean areUsed() {
        return vsa != null || svr != null || push;
    }

    Format format() {
        if (format != null) {
            return format;
        }
        return key != null && signingConfig().isEmpty() ? Format.dsse : Format.bundle;
    }

    Optional<String> verifierId() {
        return Optional.ofNullable(verifierId);
    }

    Optional<String> resourceUri() {
        return Optional.ofNullable(resourceUri);
    }

    boolean push() {
        return push;
    }

    boolean compatible() {
        return compatible;
    }

    @Override
    Optional<String> key() {
        return Optional.ofNullable(key);
    }

    @Override
    String keyOption() {
        return "--vsa-key";
    }

    /** Checks that the options fit together, and says whether anything is to be signed. */
    boolean checked(TrustOptions trust) {
        if (!areUsed()) {
            if (format != null || key != null || verifierId != null || resourceUri != null || compatible || isGiven()) {
                throw new UsageException("say what to sign after the verdict: --vsa FILE, --svr FILE or --vsa-push");
            }
            return false;
        }
        if (vsa != null && vsa.equals(svr)) {
            throw new UsageException("--vsa and --svr name the same file");
        }
        if (format() == Format.dsse) {
            checkEnvelope();
        } else if (trust.local() && (key != null || isGiven())) {
            throw new UsageException("--local signs by itself; --vsa-key goes with it in --vsa-format dsse alone");
        } else if (!trust.local()) {
            check(trust);
        }
        return true;
    }

    private void checkEnvelope() {
        if (key == null) {
            throw new UsageException("--vsa-format dsse has no place for a certificate: say --vsa-key KEY");
        }
        if (push) {
            throw new UsageException("--vsa-push attaches bundles: say --vsa-format bundle");
        }
        if (isGiven()) {
            throw new UsageException("--vsa-format dsse has no place for what logs and timestamp authorities say:"
                    + " it goes without --signing-config and its like");
        }
    }
}

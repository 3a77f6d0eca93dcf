package dev.attest.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The services that certify, log and timestamp, and the token for them; which key signs instead is for others to say. */
abstract class SigningOptions {
    /** How a person proves who it is. */
    enum Login {
        browser,
        device
    }

    @Option(
            names = "--signing-config",
            paramLabel = "FILE",
            description = "The signing_config.json of the Sigstore to sign with.")
    @Nullable
    private Path signingConfig;

    @Option(
            names = "--identity-token-file",
            paramLabel = "FILE",
            description = "A file that holds the OIDC token to sign with; without it the CI job's own token is used.")
    @Nullable
    private Path tokenFile;

    @Option(
            names = "--login",
            paramLabel = "HOW",
            description = "Sign as the person who logs in: ${COMPLETION-CANDIDATES}.")
    @Nullable
    private Login login;

    @Option(
            names = "--login-issuer",
            paramLabel = "URL",
            description = "Where to log in (default: the first of the signing config's oidcUrls).")
    @Nullable
    private String loginIssuer;

    @Option(
            names = "--rekor-version",
            paramLabel = "1|2",
            description = "Only logs with this interface (default: what the signing config prefers; 1 with --local).")
    @Nullable
    private String rekorVersion;

    @Option(
            names = "--public-log",
            description = "Publish name, workflow and commit of a private repository in public logs.")
    private boolean publicLog;

    @Option(
            names = "--private-host",
            paramLabel = "HOST",
            split = ",",
            description = "Hosts of the signing config whose logs outsiders cannot read.")
    private List<String> privateHosts = List.of();

    Optional<Path> signingConfig() {
        return Optional.ofNullable(signingConfig);
    }

    Optional<Path> tokenFile() {
        return Optional.ofNullable(tokenFile);
    }

    Optional<Login> login() {
        return Optional.ofNullable(login);
    }

    Optional<String> loginIssuer() {
        return Optional.ofNullable(loginIssuer);
    }

    Optional<String> rekorVersion() {
        return Optional.ofNullable(rekorVersion);
    }

    List<String> privateHosts() {
        return privateHosts;
    }

    boolean publicLog() {
        return publicLog;
    }

    /** Whether any option here was used. */
    boolean isGiven() {
        return Stream.of(signingConfig, tokenFile, login, loginIssuer, rekorVersion)
                        .anyMatch(given -> given != null)
                || publicLog
                || !privateHosts.isEmpty();
    }

    /** The key that signs instead of an identity. */
    abstract Optional<String> key();

    /** The option that names the key. */
    abstract String keyOption();

    /** The certificate for the key, of an authority of one's own. */
    Optional<Path> certificateChain() {
        return Optional.empty();
    }

    /** Whether the key signs with no log and no timestamp. */
    boolean noWitness() {
        return false;
    }

    /** Checks that these options fit together and to {@code trust}, and that they say whom to sign with. */
    void check(TrustOptions trust) {
        trust.checked();
        if (trust.local() && (signingConfig != null || tokenFile != null || login != null || key().isPresent())) {
            throw new UsageException("--local brings its own --signing-config, key and token");
        }
        long identities = Stream.of(tokenFile, login, key().orElse(null))
                .filter(given -> given != null)
                .count();
        if (identities > 1) {
            throw new UsageException(keyOption() + ", --login and --identity-token-file exclude each other");
        }
        if (loginIssuer != null && login == null) {
            throw new UsageException("--login-issuer goes with --login");
        }
        if (certificateChain().isPresent() && key().isEmpty()) {
            throw new UsageException("--certificate-chain goes with --key");
        }
        if ((publicLog || !privateHosts.isEmpty()) && (key().isPresent() || trust.local())) {
            throw new UsageException("--public-log and --private-host go with the token of a repository's job,"
                    + " and neither with " + keyOption() + " nor with --local");
        }
        if ((noWitness() || trust.local()) && trust.revocations().file().isPresent()) {
            throw new UsageException("--revocations is judged by --trusted-root or --trust where something is signed");
        }
        if (trust.tuf().offline()
                && !noWitness()
                && !trust.local()
                && trust.tuf().trust().isEmpty()) {
            throw new UsageException("--offline goes with --trust: signing asks the services of the signing config");
        }
        for (String host : privateHosts) {
            if (!host.matches("[A-Za-z0-9.-]*[A-Za-z0-9]")) {
                throw new UsageException("--private-host: " + host + " is no bare host name");
            }
        }
        if (noWitness()) {
            checkUnwitnessed(trust);
        } else if (!trust.local()
                && signingConfig == null
                && trust.tuf().trust().isEmpty()) {
            throw new UsageException(
                    "say whom to sign with: --signing-config FILE and --trusted-root FILE, --trust tuf, or --local"
                            + withoutWitness());
        }
    }

    /** How to do without services, where that can be. */
    String withoutWitness() {
        return "";
    }

    private void checkUnwitnessed(TrustOptions trust) {
        if (key().isEmpty() || signingConfig != null) {
            throw new UsageException("--unsafe-no-witness goes with --key and without --signing-config");
        }
        if (trust.namesRoot() && !trust.local()) {
            throw new UsageException("--unsafe-no-witness goes without --trusted-root and --trust");
        }
        if (certificateChain().isPresent()) {
            throw new UsageException("--certificate-chain needs a log or a timestamp authority: --signing-config");
        }
        if (rekorVersion != null) {
            throw new UsageException("--unsafe-no-witness asks no log: it goes without --rekor-version");
        }
    }
}

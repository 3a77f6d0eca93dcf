package dev.attest.localsigstore;

import dev.attest.localsigstore.Authority.Party;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A whole Sigstore kept in one folder: identity tokens, certificates, certificate timestamps, a Rekor v1 log, a Rekor v2 log and
 * RFC 3161 timestamps, for demos, tests and signing without a network. It issues for {@link #ISSUER} and for no other issuer, whatever a
 * token claims. Several may use one folder at once, in one process or many; what one signed, all verify.
 *
 * <p>Whoever can read the folder can sign as any local identity. It is made for its owner alone, and a folder or file that others
 * own or could have replaced is refused with an {@link IOException}.
 */
public final class LocalSigstore implements AutoCloseable {

    /** The issuer in every token and certificate. */
    public static final String ISSUER = Names.ISSUER;

    private static final String AUTHORITY = "authority.json";
    private static final String LOG = "log.jsonl";
    private static final String LOG_V2 = "log-v2.jsonl";
    private static final String TRUSTED_ROOT = "trusted_root.json";
    private static final String SIGNING_CONFIG = "signing_config.json";
    private static final int MAX_STATE = 1 << 20;
    private static final int SECRET = 32;

    private final Path directory;
    private final Clock clock;
    private final StateLock lock;
    private final Authority authority;
    private final LogFile log;
    private final LogFile logV2;
    private final OidcIssuer issuer;

    private LocalSigstore(Path directory, Clock clock, StateLock lock, Authority authority) {
        this.directory = directory;
        this.clock = clock;
        this.lock = lock;
        this.authority = authority;
        this.log = new LogFile(directory.resolve(LOG));
        this.logV2 = new LogFile(directory.resolve(LOG_V2));
        this.issuer = new OidcIssuer(authority.key(Party.OIDC), clock);
    }

    /**
     * Opens the Sigstore in the folder, or makes folder, keys and {@code trusted_root.json} there first. A folder that was made
     * before there was Rekor v2 gains it; what was signed there stays valid.
     *
     * @throws IOException when the folder cannot be used, its state is damaged, or it is not safely the user's own
     */
    public static LocalSigstore open(Path directory, Clock clock) throws IOException {
        Path folder = PrivateFiles.prepareFolder(directory, AUTHORITY);
        var lock = new StateLock(folder.resolve("lock"));
        Authority authority = lock.hold(() -> authority(folder, clock));
        return new LocalSigstore(folder, clock, lock, authority);
    }

    /**
     * The content of {@code trusted_root.json} in the folder of a Sigstore that was opened before. Needs no key, writes nothing.
     *
     * @throws IOException when there is none, or another user could have written it
     */
    public static byte[] readTrustedRoot(Path directory) throws IOException {
        return PrivateFiles.readTrusted(directory.resolve(TRUSTED_ROOT), MAX_STATE);
    }

    /** What verifiers need, as {@code application/vnd.dev.sigstore.trustedroot+json;version=0.1}. */
    public byte[] trustedRoot() {
        return TrustedRoot.write(authority);
    }

    /**
     * A token for {@code localName@local.attest.invalid}, valid for ten minutes.
     *
     * @throws IllegalArgumentException when the name cannot stand before the @
     */
    public String identityToken(String localName) {
        String email = Names.email(localName);
        return issuer.mint(email, Map.of("email", email, "email_verified", true));
    }

    /**
     * A token with claims of the caller's choice, such as GitHub's, valid for ten minutes.
     *
     * @throws IllegalArgumentException when a claim is the issuer's to set: iss, sub, aud, iat, nbf, exp
     */
    public String identityToken(String subject, Map<String, String> claims) {
        return issuer.mint(subject, claims);
    }

    /** As {@link #start(int, RekorVersion)} with Rekor v1 announced, which more programs verify. */
    public Running start(int port) throws IOException {
        return start(port, RekorVersion.V1);
    }

    /**
     * Serves all parties and both logs on the loopback address and writes {@code signing_config.json} while it runs.
     *
     * @param port 0 for any free one
     * @param announced the log that the signing configuration leads clients to
     */
    public Running start(int port, RekorVersion announced) throws IOException {
        Server server = Server.bind(port);
        try {
            String base = server.uri().toString();
            byte[] config = TrustedRoot.signingConfig(authority, base, announced);
            byte[] secret = new byte[SECRET];
            new SecureRandom().nextBytes(secret);
            String requestToken = HexFormat.of().formatHex(secret);
            var rekor = new Rekor(authority, lock, log, clock);
            var rekorV2 = new RekorV2(authority, lock, logV2, clock);
            var timestamps = new TimestampAuthority(authority, clock);
            var services =
                    new Endpoints.Services(issuer, Fulcio.of(authority, issuer, clock), rekor, rekorV2, timestamps);
            server.serve(new Endpoints(services, base, requestToken));
            lock.hold(() -> {
                PrivateFiles.replace(directory.resolve(SIGNING_CONFIG), config);
                return config;
            });
            return new Running(this, server, config, requestToken);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Holds no resources of its own today: a {@link Running} is closed by itself. */
    @Override
    public void close() {}

    OidcIssuer issuer() {
        return issuer;
    }

    private void withdraw(byte[] config) throws IOException {
        Path file = directory.resolve(SIGNING_CONFIG);
        lock.hold(() -> {
            // Another process may have announced its own server in the meantime.
            if (PrivateFiles.isOurs(file) && Arrays.equals(PrivateFiles.read(file, MAX_STATE), config)) {
                Files.delete(file);
            }
            return config;
        });
    }

    private static Authority authority(Path directory, Clock clock) throws IOException {
        Path file = directory.resolve(AUTHORITY);
        if (!PrivateFiles.isOurs(file)) {
            LogFile.create(directory.resolve(LOG));
            LogFile.create(directory.resolve(LOG_V2));
            PrivateFiles.replace(file, AuthorityFile.write(NewAuthority.create(clock.instant())));
        }
        Authority authority;
        try {
            byte[] kept = PrivateFiles.read(file, MAX_STATE);
            Optional<byte[]> completed = AuthorityFile.completed(kept);
            if (completed.isPresent()) {
                LogFile.create(directory.resolve(LOG_V2));
                PrivateFiles.replace(file, completed.get());
            }
            authority = AuthorityFile.parse(completed.orElse(kept));
        } catch (MalformedInputException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
        Path root = directory.resolve(TRUSTED_ROOT);
        byte[] content = TrustedRoot.write(authority);
        if (!PrivateFiles.isOurs(root) || !Arrays.equals(PrivateFiles.read(root, MAX_STATE), content)) {
            PrivateFiles.replace(root, content);
        }
        return authority;
    }

    /** A local Sigstore that answers HTTP requests. Closing it ends them at once; the folder stays. */
    public static final class Running implements AutoCloseable {

        private final LocalSigstore sigstore;
        private final Server server;
        private final byte[] signingConfig;
        private final String requestToken;

        private Running(LocalSigstore sigstore, Server server, byte[] signingConfig, String requestToken) {
            this.sigstore = sigstore;
            this.server = server;
            this.signingConfig = signingConfig;
            this.requestToken = requestToken;
        }

        /** The base of all paths: {@code http://127.0.0.1:PORT}. */
        public URI uri() {
            return server.uri();
        }

        /** Where clients find each party, as {@code application/vnd.dev.sigstore.signingconfig.v0.2+json}: what is announced. */
        public byte[] signingConfig() {
            return signingConfig.clone();
        }

        /** As {@link #signingConfig()}, leading clients to this log whatever is announced. */
        public byte[] signingConfig(RekorVersion version) {
            return TrustedRoot.signingConfig(sigstore.authority, uri().toString(), version);
        }

        /** The secret that {@code GET /token} asks for as bearer, as GitHub's {@code ACTIONS_ID_TOKEN_REQUEST_TOKEN}. */
        public String requestToken() {
            return requestToken;
        }

        @Override
        public void close() throws IOException {
            server.close();
            sigstore.withdraw(signingConfig);
        }
    }
}

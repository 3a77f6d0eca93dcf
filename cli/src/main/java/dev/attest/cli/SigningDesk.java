package dev.attest.cli;

import dev.attest.localsigstore.LocalSigstore;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.KeylessSigner;
import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.SigningServices;
import dev.attest.signing.SigningSession;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.oidc.EnvironmentToken;
import dev.attest.signing.oidc.FileToken;
import dev.attest.signing.oidc.GitHubActions;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.oidc.TokenSource;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of signing: the services, the token, one session, and the local Sigstore when that is what signs. */
final class SigningDesk implements AutoCloseable {
    private static final int MAX_CONFIG_BYTES = 1 << 20;

    private final IdentityToken token;
    private final BundleVerifier verifier;
    private final SigningSession session;
    private final LocalSigstore.@Nullable Running local;

    private SigningDesk(
            IdentityToken token,
            BundleVerifier verifier,
            SigningSession session,
            LocalSigstore.@Nullable Running local) {
        this.token = token;
        this.verifier = verifier;
        this.session = session;
        this.local = local;
    }

    static SigningDesk open(TrustOptions trust, SignerOptions signer, Wiring wiring)
            throws IOException, SigningException {
        trust.checked();
        if (trust.local()) {
            signer.checkedForLocal();
            return local(wiring.localDirectory(trust), trust.localIdentity(), wiring);
        }
        if (signer.signingConfig().isEmpty()) {
            throw new UsageException(
                    "say whom to sign with: --signing-config FILE and --trusted-root FILE, or --local");
        }
        Trust root = Trust.required(trust, wiring);
        SigningConfig config =
                SigningConfig.parse(NamedFile.read(signer.signingConfig().get(), MAX_CONFIG_BYTES, "a signing config"));
        IdentityToken token = token(signer.tokenFile(), wiring);
        return signing(config, root.verifier(), token, null, wiring);
    }

    /** Signs with a token that was given as text, and the services of two files. */
    static SigningDesk given(String token, Path trustedRoot, Path signingConfig, Wiring wiring)
            throws IOException, SigningException {
        Trust root = Trust.of(trustedRoot);
        SigningConfig config = SigningConfig.parse(NamedFile.read(signingConfig, MAX_CONFIG_BYTES, "a signing config"));
        return signing(config, root.verifier(), IdentityToken.parse(token), null, wiring);
    }

    /** Signs with the local Sigstore of a folder, which is made when it is not there. */
    static SigningDesk local(Path directory, String identity, Wiring wiring) throws IOException, SigningException {
        LocalSigstore sigstore = LocalSigstore.open(directory, wiring.clock());
        LocalSigstore.Running running = sigstore.start(0);
        try {
            IdentityToken token;
            try {
                token = IdentityToken.parse(sigstore.identityToken(identity));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--local-identity: " + e.getMessage());
            }
            return signing(
                    SigningConfig.parse(running.signingConfig()),
                    new BundleVerifier(TrustedRoot.parse(sigstore.trustedRoot())),
                    token,
                    running,
                    wiring);
        } catch (MalformedTrustException e) {
            running.close();
            throw new IOException("the local Sigstore in " + directory + " is damaged: " + e.getMessage());
        } catch (SigningException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private static SigningDesk signing(
            SigningConfig config,
            BundleVerifier verifier,
            IdentityToken token,
            LocalSigstore.@Nullable Running local,
            Wiring wiring)
            throws SigningException {
        var services = SigningServices.of(config, client(), wiring.executor());
        SigningSession session = new KeylessSigner(services, verifier, wiring.clock(), new SecureRandom()).open(token);
        return new SigningDesk(token, verifier, session, local);
    }

    private static IdentityToken token(Optional<Path> file, Wiring wiring) throws SigningException {
        return file.isPresent()
                ? TokenSource.first(List.of(new FileToken(file.get())))
                : TokenSource.first(List.of(
                        new EnvironmentToken(wiring.environment()), new GitHubActions(wiring.environment(), client())));
    }

    private static ServiceClient client() {
        return ServiceClient.of(HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(20))
                .build());
    }

    IdentityToken token() {
        return token;
    }

    BundleVerifier verifier() {
        return verifier;
    }

    SigningSession session() {
        return session;
    }

    /** Who signs, for people. */
    String who() {
        return session.who();
    }

    @Override
    public void close() throws IOException {
        if (local != null) {
            local.close();
        }
    }
}

package dev.attest.cli;

import dev.attest.localsigstore.LocalSigstore;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.CertifiedKeySigner;
import dev.attest.signing.KeylessSigner;
import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.ManagedKeySigner;
import dev.attest.signing.SigningServices;
import dev.attest.signing.SigningSession;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.config.RekorVersion;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.managed.ManagedKeys;
import dev.attest.signing.oidc.GivenToken;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.oidc.LogVisibility;
import dev.attest.signing.oidc.RunToken;
import dev.attest.signing.oidc.TokenSource;
import dev.attest.signing.revocation.Revocations;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.x509.CertificateChain;
import dev.attest.signing.x509.MalformedCertificateException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run of signing: the services, the token or the key, one session; with it is closed what only the run needs. */
final class SigningDesk implements AutoCloseable {
    private static final int MAX_CONFIG_BYTES = 1 << 20;

    private final Optional<IdentityToken> token;
    private final BundleVerifier verifier;
    private final SigningSession session;
    private final Closeable held;

    private SigningDesk(
            Optional<IdentityToken> token, BundleVerifier verifier, SigningSession session, Closeable held) {
        this.token = token;
        this.verifier = verifier;
        this.session = session;
        this.held = held;
    }

    static SigningDesk open(TrustOptions trust, SigningOptions signer, Wiring wiring)
            throws IOException, SigningException {
        signer.check(trust);
        if (trust.local()) {
            RekorVersion version = rekorVersion(signer).orElse(RekorVersion.V1);
            return local(wiring.localDirectory(trust), trust.localIdentity(), version, wiring);
        }
        if (signer.key().isPresent()) {
            return keyed(signer.key().get(), trust, signer, wiring);
        }
        SigningConfig config = config(trust, signer, wiring);
        Trust root = Trust.required(trust, wiring);
        List<TokenSource> sources = new Tokens(wiring).sources(signer, config);
        return keyless(services(config, signer, wiring), root.verifier(), sources, wiring, () -> {});
    }

    /** Signs with a token that was given as text, and the services of two files. */
    static SigningDesk given(String token, Path trustedRoot, Path signingConfig, Wiring wiring)
            throws IOException, SigningException {
        SigningServices services = SigningServices.of(read(signingConfig), wiring.serviceClient(), wiring.executor());
        Trust root = Trust.of(trustedRoot);
        return keyless(services, root.verifier(), List.of(new GivenToken(token)), wiring, () -> {});
    }

    /** Signs with the local Sigstore of a folder, which is made when it is not there. */
    static SigningDesk local(Path directory, String identity, RekorVersion version, Wiring wiring)
            throws IOException, SigningException {
        LocalSigstore sigstore = LocalSigstore.open(directory, wiring.clock());
        LocalSigstore.Running running = sigstore.start(0);
        try {
            byte[] config = running.signingConfig(
                    version == RekorVersion.V2
                            ? dev.attest.localsigstore.RekorVersion.V2
                            : dev.attest.localsigstore.RekorVersion.V1);
            return keyless(
                    SigningServices.of(SigningConfig.parse(config), wiring.serviceClient(), wiring.executor()),
                    new BundleVerifier(TrustedRoot.parse(sigstore.trustedRoot())),
                    List.of(new GivenToken(localToken(sigstore, identity))),
                    wiring,
                    running::close);
        } catch (MalformedTrustException e) {
            running.close();
            throw new IOException("the local Sigstore in " + directory + " is damaged: " + e.getMessage());
        } catch (SigningException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private static String localToken(LocalSigstore sigstore, String identity) {
        try {
            return sigstore.identityToken(identity);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--local-identity: " + e.getMessage());
        }
    }

    private static SigningDesk keyless(
            SigningServices services, BundleVerifier verifier, List<TokenSource> sources, Wiring wiring, Closeable held)
            throws SigningException {
        var run = new RunToken(sources, wiring.clock());
        SigningSession session = new KeylessSigner(services, verifier, wiring.clock(), new SecureRandom()).open(run);
        return new SigningDesk(Optional.of(run.token()), verifier, session, held);
    }

    private static SigningDesk keyed(String reference, TrustOptions trust, SigningOptions signer, Wiring wiring)
            throws IOException, SigningException {
        Optional<SigningServices> services = Optional.empty();
        BundleVerifier verifier = BundleVerifier.unwitnessed(Revocations.none());
        if (!signer.noWitness()) {
            services = Optional.of(services(config(trust, signer, wiring), signer, wiring));
            verifier = Trust.required(trust, wiring).verifier();
        }
        ManagedKey key = new ManagedKeys(wiring.environment(), wiring.passwordPrompt(), wiring::warn).open(reference);
        try {
            SigningSession session = signer.certificateChain().isPresent()
                    ? new CertifiedKeySigner(
                                    key, chain(signer.certificateChain().get()), verifier, wiring.clock())
                            .open(services.orElseThrow(), new SecureRandom())
                    : new ManagedKeySigner(key, verifier, wiring.clock()).open(services, new SecureRandom());
            return new SigningDesk(Optional.empty(), verifier, session, key::close);
        } catch (SigningException | IOException | RuntimeException e) {
            key.close();
            throw e;
        }
    }

    /** Signs with a key that somebody keeps and with no witness: for formats that have no place for one. */
    static SigningDesk unwitnessed(String reference, Wiring wiring) throws SigningException {
        ManagedKey key = new ManagedKeys(wiring.environment(), wiring.passwordPrompt(), wiring::warn).open(reference);
        try {
            BundleVerifier verifier = BundleVerifier.unwitnessed(Revocations.none());
            SigningSession session =
                    new ManagedKeySigner(key, verifier, wiring.clock()).open(Optional.empty(), new SecureRandom());
            return new SigningDesk(Optional.empty(), verifier, session, key::close);
        } catch (SigningException | RuntimeException e) {
            key.close();
            throw e;
        }
    }

    private static CertificateChain chain(Path file) throws IOException {
        try {
            return CertificateChain.parse(NamedFile.read(file, MAX_CONFIG_BYTES, "a certificate chain"));
        } catch (MalformedCertificateException e) {
            throw new UsageException("--certificate-chain " + file + ": " + e.getMessage());
        }
    }

    private static SigningConfig config(TrustOptions trust, SigningOptions signer, Wiring wiring)
            throws IOException, SigningException {
        if (signer.signingConfig().isPresent()) {
            return read(signer.signingConfig().get());
        }
        return TufTrust.named(trust.tuf(), wiring)
                .orElseThrow(() -> new UsageException("say whom to sign with: --signing-config FILE, or --trust tuf"))
                .signingConfig(rekorVersion(signer).equals(Optional.of(RekorVersion.V2)));
    }

    private static SigningConfig read(Path file) throws IOException, SigningException {
        return SigningConfig.parse(NamedFile.read(file, MAX_CONFIG_BYTES, "a signing config"));
    }

    private static SigningServices services(SigningConfig config, SigningOptions signer, Wiring wiring)
            throws SigningException {
        return SigningServices.of(config, wiring.serviceClient(), wiring.executor())
                .preferring(rekorVersion(signer).orElse(null))
                .with(new LogVisibility(Set.copyOf(signer.privateHosts()), signer.publicLog()));
    }

    private static Optional<RekorVersion> rekorVersion(SigningOptions signer) {
        return signer.rekorVersion().map(version -> switch (version) {
            case "1" -> RekorVersion.V1;
            case "2" -> RekorVersion.V2;
            default -> throw new UsageException("--rekor-version: there are 1 and 2, not " + version);
        });
    }

    /** The token that the certificate was issued for; none for a key. */
    Optional<IdentityToken> token() {
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
        held.close();
    }
}

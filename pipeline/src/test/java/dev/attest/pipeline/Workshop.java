package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.localsigstore.LocalSigstore;
import dev.attest.oci.Platform;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import dev.attest.policy.Finding;
import dev.attest.policy.Profile;
import dev.attest.policy.Verdict;
import dev.attest.provenance.ci.BuildTimes;
import dev.attest.provenance.ci.LocalBuild;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.ScanLimits;
import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.KeylessSigner;
import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.SigningServices;
import dev.attest.signing.SigningSession;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.ServiceClient;
import dev.attest.vex.VexDocument;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A local Sigstore with signers and a gate that trusts it. */
final class Workshop implements AutoCloseable {
    static final String DEVELOPER = "developer";

    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final ExecutorService witnesses = Executors.newFixedThreadPool(4);
    private final LocalSigstore sigstore;
    private final LocalSigstore.Running running;
    private final BundleVerifier verifier;

    Workshop(Path folder) throws IOException {
        sigstore = LocalSigstore.open(folder, Clock.systemUTC());
        running = sigstore.start(0);
        try {
            verifier = new BundleVerifier(TrustedRoot.parse(sigstore.trustedRoot()));
        } catch (MalformedTrustException e) {
            throw new IllegalStateException(e);
        }
    }

    ExecutorService executor() {
        return executor;
    }

    BundleVerifier verifier() {
        return verifier;
    }

    SigningSession session(String user) throws Exception {
        return session(user, verifier());
    }

    /** A session whose bundles have to pass this verifier. */
    SigningSession session(String user, BundleVerifier verifier) throws Exception {
        var client = ServiceClient.of(HttpClient.newHttpClient());
        var services = SigningServices.of(SigningConfig.parse(running.signingConfig()), client, witnesses);
        return new KeylessSigner(services, verifier, Clock.systemUTC(), new SecureRandom())
                .open(IdentityToken.parse(sigstore.identityToken(user)));
    }

    static Identities identity(String user) {
        return Identities.of(List.of(new AcceptedIdentity.Exact(LocalSigstore.ISSUER, user + "@local.attest.invalid")));
    }

    static Reference layout(Path folder) {
        return References.parse("oci:" + folder, Optional.empty());
    }

    static Repository open(Reference reference) throws Exception {
        return new Repositories(() -> RegistrySettings.standard(Map.of()).withSleeper(pause -> {})).open(reference);
    }

    static SignOrder order(Reference reference, Set<PredicateType> only, VexDocument... vex) throws Exception {
        return new SignOrder(
                reference,
                only,
                new LocalBuild(Optional.empty(), BuildTimes.UNKNOWN).provenance(),
                List.of(vex),
                List.of(),
                Optional.empty(),
                "1.0");
    }

    SignReport sign(Reference reference, String user) throws Exception {
        return sign(order(reference, Set.of()), user);
    }

    SignReport sign(SignOrder order, String user) throws Exception {
        try (Repository repository = open(order.image())) {
            return sign(repository, order, session(user));
        }
    }

    SignReport sign(Repository repository, SignOrder order, SigningSession session) throws Exception {
        return new SignImage(new ImageScanner(executor, ScanLimits.DEFAULT), verifier(), executor, what -> {})
                .sign(Places.same(repository), order, session);
    }

    VerifyReport verify(Reference reference) throws Exception {
        return verify(reference, Profile.PROD, Optional.empty());
    }

    VerifyReport verify(Reference reference, Profile profile, Optional<Platform> platform) throws Exception {
        try (Repository repository = open(reference)) {
            return verify(
                    repository, new VerifyQuestion(reference, profile, Optional.of(identity(DEVELOPER)), platform));
        }
    }

    VerifyReport verify(Repository repository, VerifyQuestion question) throws Exception {
        return new VerifyImage(Optional.of(verifier()), executor).verify(Places.same(repository), question);
    }

    static boolean isAccepted(VerifyReport report) {
        return report.verdict() instanceof Verdict.Accepted;
    }

    /** The rules that a refusal names, each once. */
    static List<String> reasons(VerifyReport report) {
        return report.verdict() instanceof Verdict.Refused refused
                ? refused.reasons().stream().map(Finding::rule).distinct().toList()
                : List.of();
    }

    @Override
    public void close() throws IOException {
        running.close();
        sigstore.close();
        executor.shutdownNow();
        witnesses.shutdownNow();
    }
}

package dev.attest.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.localsigstore.LocalSigstore;
import dev.attest.oci.Digest;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.KeylessSigner;
import dev.attest.signing.SigningServices;
import dev.attest.signing.SigningSession;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.Verified;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.ServiceClient;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Makes evidence that the real verifier accepted, which nothing else can make: statements signed by a local Sigstore,
 * whose clock stands still until it is put forward.
 */
public final class Notary implements AutoCloseable {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final StandingClock clock = new StandingClock();
    private final LocalSigstore sigstore;
    private final LocalSigstore.Running running;
    private final BundleVerifier verifier;

    public Notary(Path folder) throws Exception {
        sigstore = LocalSigstore.open(folder, clock);
        running = sigstore.start(0);
        verifier = new BundleVerifier(TrustedRoot.parse(sigstore.trustedRoot()));
    }

    /** A statement of a developer about these digests. */
    public Evidence.Accepted says(PredicateType type, ObjectNode predicate, Digest... subjects) throws Exception {
        return says(developer(), type.uri(), predicate, subjects);
    }

    /** A statement of any type in any session. */
    public Evidence.Accepted says(SigningSession session, String type, ObjectNode predicate, Digest... subjects)
            throws Exception {
        List<ResourceDescriptor> about = Stream.of(subjects)
                .map(digest -> new ResourceDescriptor(
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(digest.algorithm().id(), digest.hex()),
                        Optional.empty()))
                .toList();
        return says(session, type, predicate, about);
    }

    /** A statement about anything. */
    public Evidence.Accepted says(
            SigningSession session, String type, ObjectNode predicate, List<ResourceDescriptor> about)
            throws Exception {
        byte[] statement = Statement.of(about, type, predicate).write();
        return evidence(session.sign(List.of(statement)).get(0));
    }

    /** The same bundle, accepted only because anybody was. */
    public Evidence.Accepted ofAnybody(Evidence.Accepted evidence) {
        return evidence(accept(evidence.verified().bundle(), Identities.unsafeAny()));
    }

    /** Evidence of what a verifier accepted, attached by a referrer of its own. */
    public static Evidence.Accepted evidence(Verified verified) {
        Digest bundle = Digest.sha256(verified.bundle().bytes());
        return new Evidence.Accepted(Digest.sha256(("referrer of " + bundle).getBytes(UTF_8)), bundle, verified);
    }

    public SigningSession developer() throws Exception {
        return session(sigstore.identityToken("developer"));
    }

    /** A session of somebody else than the developer. */
    public SigningSession user(String name) throws Exception {
        return session(sigstore.identityToken(name));
    }

    /** What the clock stands at. */
    public Instant now() {
        return clock.now;
    }

    /** A session whose certificate has the claims of a build. */
    public SigningSession build(String subject, Map<String, String> claims) throws Exception {
        return session(sigstore.identityToken(subject, claims));
    }

    /** A later second. */
    public void later() {
        clock.now = clock.now.plusSeconds(1);
    }

    byte[] trustedRoot() {
        return sigstore.trustedRoot();
    }

    String timestampUrl() {
        return running.uri() + "/api/v1/timestamp";
    }

    private Verified accept(Bundle bundle, Identities accepted) {
        return (Verified) verifier.verify(bundle, accepted);
    }

    private SigningSession session(String token) throws Exception {
        var client = ServiceClient.of(HttpClient.newHttpClient());
        var services = SigningServices.of(SigningConfig.parse(running.signingConfig()), client, executor);
        return new KeylessSigner(services, verifier, clock, new SecureRandom()).open(IdentityToken.parse(token));
    }

    @Override
    public void close() throws java.io.IOException {
        running.close();
        sigstore.close();
        executor.shutdownNow();
    }

    private static final class StandingClock extends Clock {
        private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(1));

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

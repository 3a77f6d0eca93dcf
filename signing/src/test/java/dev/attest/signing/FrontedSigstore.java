package dev.attest.signing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.attest.localsigstore.LocalSigstore;
import dev.attest.signing.config.RekorVersion;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.Retry;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A local Sigstore behind a front that counts requests and, when told so, answers in its place. */
public final class FrontedSigstore implements AutoCloseable {
    public static final String CERTIFICATES = "/api/v2/signingCert";
    public static final String ENTRIES = "/api/v1/log/entries";
    public static final String ENTRIES_V2 = "/api/v2/log/entries";
    public static final String TIMESTAMPS = "/api/v1/timestamp";

    private final LocalSigstore sigstore;
    private final LocalSigstore.Running running;
    private WireMockServer front = new WireMockServer(options().dynamicPort());
    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    public FrontedSigstore(Path folder) throws IOException {
        sigstore = LocalSigstore.open(folder, Clock.systemUTC());
        running = sigstore.start(0);
        front.start();
        front.stubFor(proxy());
    }

    /** A new front at another port, so that what an earlier test left under way is not counted; the log stays. */
    public void reset() {
        front.stop();
        pauses.clear();
        front = new WireMockServer(options().dynamicPort());
        front.start();
        front.stubFor(proxy());
    }

    private MappingBuilder proxy() {
        return any(anyUrl())
                .atPriority(10)
                .willReturn(aResponse().proxiedFrom(running.uri().toString()));
    }

    public WireMockServer front() {
        return front;
    }

    public LocalSigstore sigstore() {
        return sigstore;
    }

    public LocalSigstore.Running running() {
        return running;
    }

    /** The pauses that were asked for between attempts; none was made. */
    public List<Duration> pauses() {
        return pauses;
    }

    /** Lets requests to this path end in the given answer. */
    public void answer(String path, ResponseDefinitionBuilder answer) {
        front.stubFor(any(urlPathEqualTo(path)).atPriority(1).willReturn(answer));
    }

    public int requests(String path) {
        return (int) front.getAllServeEvents().stream()
                .filter(event -> event.getRequest().getUrl().startsWith(path))
                .count();
    }

    public byte[] config() {
        return config(RekorVersion.V1);
    }

    /** With the first log alone, or with both, of which the second is to be chosen. */
    public byte[] config(RekorVersion version) {
        var local = dev.attest.localsigstore.RekorVersion.valueOf(version.name());
        return new String(running.signingConfig(local), UTF_8)
                .replace(running.uri().toString(), front.baseUrl())
                .getBytes(UTF_8);
    }

    public ServiceClient client() {
        return new ServiceClient(
                HttpClient.newHttpClient(),
                new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(30), pauses::add),
                Duration.ofSeconds(5));
    }

    public SigningServices services() throws SigningException {
        return services(RekorVersion.V1);
    }

    public SigningServices services(RekorVersion version) throws SigningException {
        return SigningServices.of(SigningConfig.parse(config(version)), client(), executor);
    }

    public BundleVerifier verifier() {
        try {
            return new BundleVerifier(TrustedRoot.parse(sigstore.trustedRoot()));
        } catch (MalformedTrustException e) {
            throw new IllegalStateException(e);
        }
    }

    public KeylessSigner signer() throws SigningException {
        return signer(services());
    }

    public KeylessSigner signer(SigningServices services) {
        return new KeylessSigner(services, verifier(), Clock.systemUTC(), new SecureRandom());
    }

    public IdentityToken token() throws SigningException {
        return token("developer");
    }

    public IdentityToken token(String user) throws SigningException {
        return IdentityToken.parse(sigstore.identityToken(user));
    }

    @Override
    public void close() throws IOException {
        executor.shutdownNow();
        front.stop();
        running.close();
        sigstore.close();
    }
}

package dev.attest.oci.registry;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients of a run, each with its connections: one that shows the client certificate to registries, and one for
 * every other host. They are made when they are first needed and speak HTTP/1.1, as every registry does.
 */
public final class Connections {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    private final Proxies proxies;
    private final Tls tls;
    private final Optional<String> certificateFor;

    @Nullable
    private HttpClient plain;

    @Nullable
    private HttpClient certified;

    private Connections(Proxies proxies, Tls tls, Optional<String> certificateFor) {
        this.proxies = proxies;
        this.tls = tls;
        this.certificateFor = certificateFor;
    }

    /** Through the proxies that {@code environment} names. */
    public static Connections of(Map<String, String> environment) {
        return new Connections(new Proxies(environment), Tls.standard(), Optional.empty());
    }

    /** With these authorities, and a client certificate for {@code registry} alone, or for every one that is opened. */
    public Connections with(Tls other, Optional<String> registry) {
        return new Connections(proxies, other, registry);
    }

    Proxies proxies() {
        return proxies;
    }

    boolean hasAuthorities() {
        return tls.hasAuthorities();
    }

    /** The client for a request to {@code target} on behalf of {@code endpoint}. */
    synchronized HttpClient client(Endpoint endpoint, URI target) {
        boolean named =
                certificateFor.map(endpoint.registry()::equalsIgnoreCase).orElse(!endpoint.isMirror());
        if (tls.hasClient() && named && endpoint.isSame(target)) {
            certified = certified == null ? make(true) : certified;
            return certified;
        }
        plain = plain == null ? make(false) : plain;
        return plain;
    }

    private HttpClient make(boolean certificateShown) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
        tls.context(certificateShown).ifPresent(builder::sslContext);
        if (proxies.areNamed()) {
            builder.proxy(proxies.selector());
        }
        return builder.build();
    }
}

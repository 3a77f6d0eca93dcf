package dev.attest.oci.registry;

import dev.attest.oci.RegistrySettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a registry answers, and which other addresses may be followed from there. {@code plainHttp} is that it may do
 * without TLS; a {@code mirror} holds copies of another registry's content.
 */
record Endpoint(String registry, URI base, boolean plainHttp, boolean isMirror) {

    /** Loopback addresses are spoken to without TLS, unless an authority was named that may stand for them. */
    static Endpoint of(String registry, RegistrySettings settings) {
        return of(
                registry,
                settings.allowsPlainHttp(registry),
                settings.connections().hasAuthorities());
    }

    /** A mirror, for which leave to do without TLS is given by its own name alone. */
    static Endpoint mirror(String registry, RegistrySettings settings) {
        boolean plainHttp = settings.plainHosts().contains(registry);
        Endpoint endpoint = of(registry, plainHttp, settings.connections().hasAuthorities());
        return new Endpoint(registry, endpoint.base, plainHttp, true);
    }

    static Endpoint of(String registry, boolean plainHttp, boolean loopbackHasTls) {
        String host = registry.equals("docker.io") ? "registry-1.docker.io" : registry;
        boolean plain = plainHttp
                || (!loopbackHasTls && isLoopback(URI.create("http://" + host).getHost()));
        return new Endpoint(registry, URI.create((plain ? "http://" : "https://") + host + "/v2/"), plainHttp, false);
    }

    URI resolve(String path) {
        return base.resolve(path);
    }

    /** The address in a header of an answer to {@code from}; unencrypted ones only where the registry is so itself. */
    URI follow(URI from, String location) throws IOException {
        URI target;
        try {
            target = from.resolve(new URI(location));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("registry " + registry + " sent an address that is none", e);
        }
        if (target.getHost() == null) {
            throw new IOException("registry " + registry + " sent an address without a host");
        }
        checkScheme(target);
        return target;
    }

    /** A token service's address; a loopback one only for a registry that is loopback too. */
    URI tokenService(String realm) throws IOException {
        return follow(base, realm);
    }

    /** Whether {@code other} is the same scheme, host and port, so that it may see the credentials. */
    boolean isSame(URI other) {
        return base.getScheme().equalsIgnoreCase(other.getScheme())
                && base.getHost().equalsIgnoreCase(other.getHost())
                && port(base) == port(other);
    }

    static boolean isLoopback(String host) {
        String bare = host.toLowerCase(Locale.ROOT);
        return bare.equals("localhost")
                || bare.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}")
                || bare.equals("[::1]")
                || bare.equals("::1");
    }

    private void checkScheme(URI target) throws IOException {
        boolean loopback = isLoopback(target.getHost());
        boolean plain = "http".equalsIgnoreCase(target.getScheme());
        boolean allowed =
                isLoopback(base.getHost()) ? !plain || loopback || plainHttp : !loopback && (!plain || plainHttp);
        if (!allowed || !(plain || "https".equalsIgnoreCase(target.getScheme()))) {
            throw new IOException("registry " + registry + " sends requests on to " + target.getScheme() + "://"
                    + target.getHost() + ", which is not followed");
        }
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
    }
}

package dev.attest.oci.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that an environment names, read as curl reads them: {@code https_proxy}, {@code http_proxy} and {@code
 * all_proxy}, in capitals too, and {@code no_proxy} for what is reached without. {@code HTTP_PROXY} counts nothing where
 * a web server may have set it from a request's header. Loopback addresses are never asked through a proxy.
 */
final class Proxies {
    /** An HTTP proxy; its text form is host and port. */
    static final class Proxy {
        private final InetSocketAddress address;
        private final Optional<String> authorization;

        private Proxy(InetSocketAddress address, Optional<String> authorization) {
            this.address = address;
            this.authorization = authorization;
        }

        /** The value of {@code Proxy-Authorization}, which the proxy alone sees. */
        Optional<String> authorization() {
            return authorization;
        }

        @Override
        public String toString() {
            return "proxy " + address.getHostString() + ":" + address.getPort();
        }
    }

    private final Map<String, String> environment;
    private final NoProxy exceptions;

    Proxies(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.exceptions = NoProxy.parse(value("no_proxy").orElse(""));
    }

    /** Whether the environment names any proxy. */
    boolean areNamed() {
        return Stream.of("https_proxy", "http_proxy", "all_proxy")
                .anyMatch(name -> value(name).isPresent());
    }

    /** The proxy to {@code target}; one that is named and cannot be used is an error. */
    Optional<Proxy> to(URI target) throws IOException {
        String scheme = target.getScheme().toLowerCase(Locale.ROOT);
        Optional<String> named = value(scheme + "_proxy").or(() -> value("all_proxy"));
        if (named.isEmpty() || Endpoint.isLoopback(target.getHost()) || exceptions.include(target)) {
            return Optional.empty();
        }
        return Optional.of(parse(named.get(), scheme));
    }

    /** The same for the HTTP client; what cannot be used was an error before. */
    ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<java.net.Proxy> select(URI target) {
                try {
                    return to(target)
                            .map(proxy -> List.of(new java.net.Proxy(java.net.Proxy.Type.HTTP, resolved(proxy))))
                            .orElse(List.of(java.net.Proxy.NO_PROXY));
                } catch (IOException e) {
                    throw new IllegalArgumentException(e);
                }
            }

            @Override
            public void connectFailed(URI target, SocketAddress address, IOException problem) {
                // The request's own failure says it.
            }
        };
    }

    private static InetSocketAddress resolved(Proxy proxy) {
        return new InetSocketAddress(proxy.address.getHostString(), proxy.address.getPort());
    }

    private Optional<String> value(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        boolean forged = upper.equals("HTTP_PROXY") && environment.containsKey("REQUEST_METHOD");
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(forged ? null : environment.get(upper)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static Proxy parse(String text, String scheme) throws IOException {
        String variable = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if (!"http".equalsIgnoreCase(uri.getScheme())) {
                throw new IOException(variable + " names a proxy of the kind " + uri.getScheme()
                        + "; http:// is the one that can be used here");
            }
            if (uri.getHost() == null) {
                throw new IOException(variable + " names no proxy: http://HOST:PORT is how one is written");
            }
            String host = uri.getHost().replaceAll("^\\[(.*)]$", "$1");
            var address = InetSocketAddress.createUnresolved(host, uri.getPort() < 0 ? 1080 : uri.getPort());
            return new Proxy(address, Optional.ofNullable(uri.getRawUserInfo()).map(Proxies::basic));
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Its text may hold a password.
            throw new IOException(variable + " names no proxy: http://HOST:PORT is how one is written", null);
        }
    }

    private static String basic(String userInfo) {
        String plain = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        String pair = plain.contains(":") ? plain : plain + ":";
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}

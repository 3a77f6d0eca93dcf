package dev.attest.signing.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Which addresses a signer talks to: https, or plain http to this machine only, and no user name in between. */
public final class ServiceUrl {
    private ServiceUrl() {}

    /** The address, or empty when it is not one that tokens and signatures may be sent to. */
    public static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            boolean plain = host != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            if (!plain) {
                return Optional.empty();
            }
            boolean safe = "https".equalsIgnoreCase(uri.getScheme())
                    || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(host));
            return safe ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** {@code path} below {@code base}; a private instance may live below a path of its own, which is kept. */
    public static URI below(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    /** The host, and the port when it is not the scheme's own: how messages name a service. */
    public static String host(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    // Names are not looked up: what a resolver says of a name is no reason to send a token in the clear.
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}

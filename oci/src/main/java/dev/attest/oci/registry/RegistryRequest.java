package dev.attest.oci.registry;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One request to a registry, without its authorisation. */
final class RegistryRequest {
    /** A lost answer to one of these does not matter: asked twice, they end in the same state. */
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "POST", "DELETE");

    private final String method;
    private final URI uri;
    private final RequestBody body;
    private final Map<String, String> headers = new TreeMap<>();
    private boolean streamed;

    private RegistryRequest(String method, URI uri, RequestBody body) {
        this.method = method;
        this.uri = uri;
        this.body = body;
    }

    static RegistryRequest of(String method, URI uri) {
        return of(method, uri, new byte[0]);
    }

    /** A request whose body, not to be changed any more, is sent as often as it is tried. */
    static RegistryRequest of(String method, URI uri, byte[] body) {
        return of(method, uri, RequestBody.of(body));
    }

    /** A request whose body is opened as often as it is tried, and never held in memory. */
    static RegistryRequest of(String method, URI uri, RequestBody body) {
        return new RegistryRequest(method, uri, body);
    }

    RegistryRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The answer's body may be large: it is handed out as it arrives, and asking again is the caller's. */
    RegistryRequest streamed() {
        streamed = true;
        return this;
    }

    RegistryRequest at(URI other) {
        var request = new RegistryRequest(method, other, body);
        request.headers.putAll(headers);
        request.streamed = streamed;
        return request;
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    RequestBody body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean isStreamed() {
        return streamed;
    }

    boolean isWrite() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /**
     * Whether it may be sent again when nobody knows what became of it. A PATCH goes on where another one ended, and so
     * would a streamed blob in the session that got a part of it.
     */
    boolean isRepeatable() {
        return REPEATABLE.contains(method) && !body.isStream();
    }
}

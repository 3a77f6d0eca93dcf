package dev.attest.oci.registry;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** One request to a registry, without its authorisation. */
final class RegistryRequest {
    private final String method;
    private final URI uri;
    private final byte[] body;
    private final Map<String, String> headers = new TreeMap<>();

    private RegistryRequest(String method, URI uri, byte[] body) {
        this.method = method;
        this.uri = uri;
        this.body = body;
    }

    static RegistryRequest of(String method, URI uri) {
        return new RegistryRequest(method, uri, new byte[0]);
    }

    /** A request whose body, not to be changed any more, is sent as often as it is tried. */
    static RegistryRequest of(String method, URI uri, byte[] body) {
        return new RegistryRequest(method, uri, body);
    }

    RegistryRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    RegistryRequest at(URI other) {
        var request = new RegistryRequest(method, other, body);
        request.headers.putAll(headers);
        return request;
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean isWrite() {
        return !method.equals("GET") && !method.equals("HEAD");
    }
}

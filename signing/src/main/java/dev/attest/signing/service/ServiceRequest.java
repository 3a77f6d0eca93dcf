package dev.attest.signing.service;

import java.net.http.HttpRequest;
import java.util.List;

/**
 * One question to a service.
 *
 * @param service how messages call it, such as {@code certificate authority}
 * @param http the request; its timeout bounds the whole answer, not only its head
 * @param maxBytes a longer answer is refused
 * @param secrets texts of the request that no message may repeat
 */
public record ServiceRequest(String service, HttpRequest http, int maxBytes, List<String> secrets) {
    public ServiceRequest {
        secrets = List.copyOf(secrets);
        if (http.timeout().isEmpty()) {
            throw new IllegalArgumentException("a request needs a timeout");
        }
    }

    /** The service and its host, as messages name it. */
    public String name() {
        return "the " + service + " " + ServiceUrl.host(http.uri());
    }

    @Override
    public String toString() {
        return http.method() + " to " + name();
    }
}

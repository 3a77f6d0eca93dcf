package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP response. */
final class Answer {

    static final String JSON = "application/json";

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers = new TreeMap<>();

    private Answer(int status, String contentType, byte[] body) {
        this.status = status;
        this.body = body;
        headers.put("Content-Type", contentType);
        headers.put("Cache-Control", "no-store");
    }

    static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, body);
    }

    static Answer json(int status, byte[] body) {
        return new Answer(status, JSON, body);
    }

    static Answer pem(String text) {
        return new Answer(200, "application/x-pem-file", text.getBytes(UTF_8));
    }

    /** As Rekor and the timestamp authority report errors. */
    static Answer error(int status, String message) {
        return json(status, Json.canonical(Map.of("code", status, "message", message)));
    }

    /** As the gRPC gateways of Fulcio and Rekor v2 report errors (google.rpc.Status). */
    static Answer rpcError(int status, String message) {
        int code =
                switch (status) {
                    case 400, 415 -> 3; // INVALID_ARGUMENT
                    case 401 -> 16; // UNAUTHENTICATED
                    case 404 -> 5; // NOT_FOUND
                    case 405 -> 12; // UNIMPLEMENTED
                    case 409 -> 6; // ALREADY_EXISTS
                    case 413 -> 8; // RESOURCE_EXHAUSTED
                    default -> 13; // INTERNAL
                };
        return json(status, Json.canonical(Map.of("code", code, "message", message, "details", List.of())));
    }

    Answer with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}

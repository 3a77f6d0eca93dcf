package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;

/** One HTTP request, its body not read yet. */
final class Request {

    private static final int MAX_BODY = 16 << 20;

    private final HttpExchange exchange;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("");
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    Optional<String> parameter(String name) throws RequestRefusedException {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                try {
                    return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), UTF_8));
                } catch (IllegalArgumentException e) {
                    throw new RequestRefusedException(400, "query parameter " + name + " is damaged");
                }
            }
        }
        return Optional.empty();
    }

    /** The body, which must be of the type: a page in a browser cannot send such a type to another origin unasked. */
    byte[] body(String contentType) throws RequestRefusedException, IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        String given =
                header("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!given.equals(contentType)) {
            throw new RequestRefusedException(415, "the content type must be " + contentType);
        }

        if (body.length > MAX_BODY) {
            drain(exchange.getRequestBody());
            throw new RequestRefusedException(413, "the request is larger than 16 MiB");
        }
        return body;
    }

    /** Takes some more, so that the client gets to the end and listens; else it sees a broken connection and no answer. */
    private static void drain(InputStream body) throws IOException {
        byte[] ignored = new byte[64 << 10];
        // Not skip(): on this server's streams it reads past the end of the request, and waits.
        for (int taken = 0, more = 0; more >= 0 && taken < MAX_BODY; taken += more) {
            more = body.read(ignored);
        }
    }
}

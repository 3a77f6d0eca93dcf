package dev.attest.oci.registry;

import dev.attest.oci.content.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * An answer whose body has arrived, so that one that broke off could still be asked for again. Bodies longer than any
 * document of a registry are held up to that length only; whoever reads them finds the rest behind it.
 */
final class BufferedAnswer implements HttpResponse<InputStream> {
    private static final int MAX_HELD = Manifest.MAX_BYTES + 1;

    private final HttpResponse<InputStream> answer;
    private final InputStream body;

    private BufferedAnswer(HttpResponse<InputStream> answer, InputStream body) {
        this.answer = answer;
        this.body = body;
    }

    static HttpResponse<InputStream> of(HttpResponse<InputStream> answer) throws IOException {
        // The JDK gives none with a proxy's refusal.
        InputStream live = Optional.ofNullable(answer.body()).orElse(InputStream.nullInputStream());
        byte[] held = live.readNBytes(MAX_HELD);
        InputStream body = new ByteArrayInputStream(held);
        if (held.length < MAX_HELD) {
            live.close();
        } else {
            body = new SequenceInputStream(body, live);
        }
        return new BufferedAnswer(answer, body);
    }

    @Override
    public int statusCode() {
        return answer.statusCode();
    }

    @Override
    public HttpRequest request() {
        return answer.request();
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
        return answer.headers();
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return answer.sslSession();
    }

    @Override
    public URI uri() {
        return answer.uri();
    }

    @Override
    public HttpClient.Version version() {
        return answer.version();
    }
}

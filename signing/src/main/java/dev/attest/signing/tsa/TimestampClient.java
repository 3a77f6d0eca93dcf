package dev.attest.signing.tsa;

import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks one timestamp authority over HTTP (RFC 3161 §3.4). Its address is used as given, nothing is added. */
public final class TimestampClient {
    private static final String QUERY = "application/timestamp-query";
    private static final String REPLY = "application/timestamp-reply";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 256 << 10;

    private final ServiceClient client;
    private final URI url;
    private final SecureRandom random;

    public TimestampClient(ServiceClient client, URI url, SecureRandom random) {
        this.client = client;
        this.url = url;
        this.random = random;
    }

    /** The whole TimeStampResp for the SHA-256 of {@code signature}, as bundles keep it ({@code signedTimestamp}). */
    public byte[] timestamp(byte[] signature) throws SigningException {
        var query = new TimestampQuery(signature, random);
        HttpRequest http = HttpRequest.newBuilder(url)
                .header("Content-Type", QUERY)
                .header("Accept", REPLY)
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(query.encoded()))
                .build();
        var request = new ServiceRequest("timestamp authority", http, MAX_BYTES, List.of());
        byte[] reply = client.send(request).body(REPLY);
        Optional<String> objection = TimestampReply.objection(reply, query);
        if (objection.isPresent()) {
            throw SigningException.world(request.name() + " " + objection.get());
        }
        return reply;
    }
}

package dev.attest.signing.oidc.spiffe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Asks an agent for a JWT-SVID ({@code FetchJWTSVID}, SPIFFE Workload API §6.2) over its Unix domain socket: one unary
 * gRPC call on a connection of its own, bounded in time and bytes.
 */
public final class WorkloadApi {
    private static final String METHOD = "/SpiffeWorkloadAPI/FetchJWTSVID";
    private static final int FIELD_AUDIENCE = 1;
    private static final int FIELD_SVIDS = 1;
    private static final int FIELD_SVID = 2;

    private static final Map<String, String> STATUS = Map.of(
            "4", "took too long",
            "7", "has no identity for this process (PermissionDenied): is there a registration entry for it?",
            "12", "does not know FetchJWTSVID",
            "14", "is not available",
            "16", "did not accept this process (Unauthenticated)");

    private WorkloadApi() {}

    /**
     * The first of the tokens, which is the workload's default identity.
     *
     * @throws IOException when the agent cannot be reached, has no token or does not speak as it should; the message
     *     completes "the SPIFFE agent …" and repeats nothing that it said
     */
    public static String fetchJwtSvid(Path socket, String audience, Duration patience) throws IOException {
        try (var connection = Connection.open(socket, patience)) {
            Call call = new Call(connection);
            call.send(METHOD, framed(field(FIELD_AUDIENCE, audience.getBytes(UTF_8))));
            String status = call.status();
            if (!status.equals("0")) {
                throw new IOException(STATUS.getOrDefault(
                        status, "failed with the gRPC status " + (status.matches("\\d{1,2}") ? status : "unknown")));
            }
            return svid(unframed(call.answer()));
        }
    }

    private static String svid(ByteBuffer response) throws IOException {
        ByteBuffer svid = Protobuf.first(response, FIELD_SVIDS);
        ByteBuffer text = Protobuf.first(svid, FIELD_SVID);
        return UTF_8.decode(text).toString();
    }

    /** gRPC's length-prefixed message: not compressed, four bytes of length. */
    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static ByteBuffer unframed(byte[] bytes) throws IOException {
        var answer = ByteBuffer.wrap(bytes);
        if (bytes.length < 5 || answer.get() != 0 || answer.getInt() != answer.remaining()) {
            throw new IOException("answered with no message of gRPC");
        }
        return answer;
    }

    private static byte[] field(int number, byte[] value) {
        if (value.length > 127) {
            throw new IllegalArgumentException("an audience of at most 127 bytes");
        }
        var out = new ByteArrayOutputStream();
        out.write((number << 3) | 2);
        out.write(value.length);
        out.writeBytes(value);
        return out.toByteArray();
    }
}

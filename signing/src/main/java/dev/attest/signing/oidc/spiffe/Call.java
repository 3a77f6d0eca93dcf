package dev.attest.signing.oidc.spiffe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** One unary gRPC call as the only stream of an HTTP/2 connection (RFC 9113, prior knowledge). */
final class Call {
    private static final int MAX_ANSWER = 60 << 10; // below the window that HTTP/2 opens unasked
    private static final int MAX_FRAME = 16 << 10;
    private static final int MAX_FRAMES = 1000;
    private static final int MAX_HEADERS = 8 << 10;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PUSH_PROMISE = 5;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;

    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int PRIORITY = 0x20;

    // SETTINGS_HEADER_TABLE_SIZE = 0: nothing has to be remembered; SETTINGS_ENABLE_PUSH = 0.
    private static final byte[] OUR_SETTINGS = {0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0};

    private final Connection connection;
    private final Map<String, String> headers = new TreeMap<>();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean inHeaders;
    private boolean ended;

    Call(Connection connection) {
        this.connection = connection;
    }

    void send(String path, byte[] message) throws IOException {
        var head = new ByteArrayOutputStream();
        Hpack.write(head, ":method", "POST");
        Hpack.write(head, ":scheme", "http");
        Hpack.write(head, ":path", path);
        Hpack.write(head, ":authority", "localhost");
        Hpack.write(head, "te", "trailers");
        Hpack.write(head, "content-type", "application/grpc");
        Hpack.write(head, "workload.spiffe.io", "true"); // SPIFFE Workload Endpoint §6: against request forgery
        var out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        out.writeBytes(frame(SETTINGS, 0, 0, OUR_SETTINGS));
        out.writeBytes(frame(HEADERS, END_HEADERS, 1, head.toByteArray()));
        out.writeBytes(frame(DATA, END_STREAM, 1, message));
        connection.write(out.toByteArray());
    }

    /** Reads to the end of the answer; its {@code grpc-status}. */
    String status() throws IOException {
        for (int frames = 0; !ended || inHeaders; frames++) {
            ByteBuffer head = connection.read(9);
            int length = ((head.get() & 0xff) << 16) | (head.getShort() & 0xffff);
            if (length > MAX_FRAME || frames == MAX_FRAMES) {
                throw new IOException("sent more than is read");
            }
            int type = head.get();
            int flags = head.get();
            int stream = head.getInt() & Integer.MAX_VALUE;
            if (inHeaders && type != CONTINUATION) {
                throw malformed();
            }
            handle(type, flags, stream, connection.read(length));
        }
        if (!"200".equals(headers.get(":status"))) {
            throw new IOException("does not speak gRPC");
        }
        return headers.getOrDefault("grpc-status", "unknown");
    }

    byte[] answer() {
        return answer.toByteArray();
    }

    private void handle(int type, int flags, int stream, ByteBuffer content) throws IOException {
        switch (type) {
            case DATA -> data(stream, flags, content);
            case HEADERS -> headers(stream, flags, content);
            case CONTINUATION -> {
                requireOurs(stream);
                fragment(content, flags);
            }
            case SETTINGS, PING -> acknowledge(type, flags, content);
            case RST_STREAM, GOAWAY -> throw new IOException("ended the call");
            case PUSH_PROMISE -> throw malformed();
            default -> {
                // RFC 9113 §4.1: other frames are to be ignored.
            }
        }
    }

    private void data(int stream, int flags, ByteBuffer content) throws IOException {
        requireOurs(stream);
        append(answer, unpadded(content, flags), MAX_ANSWER);
        ended |= (flags & END_STREAM) != 0;
    }

    private void headers(int stream, int flags, ByteBuffer content) throws IOException {
        requireOurs(stream);
        ByteBuffer fragment = unpadded(content, flags);
        if ((flags & PRIORITY) != 0) {
            skip(fragment, 5);
        }
        ended |= (flags & END_STREAM) != 0;
        fragment(fragment, flags);
    }

    private void acknowledge(int type, int flags, ByteBuffer content) throws IOException {
        if ((flags & ACK) == 0) {
            byte[] echo = new byte[type == PING ? content.remaining() : 0];
            content.get(echo);
            connection.write(frame(type, ACK, 0, echo));
        }
    }

    private void fragment(ByteBuffer fragment, int flags) throws IOException {
        append(block, fragment, MAX_HEADERS);
        inHeaders = (flags & END_HEADERS) == 0;
        if (!inHeaders) {
            headers.putAll(Hpack.read(ByteBuffer.wrap(block.toByteArray())));
            block.reset();
        }
    }

    private static void append(ByteArrayOutputStream out, ByteBuffer part, int max) throws IOException {
        if (out.size() + part.remaining() > max) {
            throw new IOException("sent more than is read");
        }
        out.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
    }

    private static ByteBuffer unpadded(ByteBuffer content, int flags) throws IOException {
        if ((flags & PADDED) == 0) {
            return content;
        }
        int padding = content.hasRemaining() ? content.get() & 0xff : Integer.MAX_VALUE;
        if (padding > content.remaining()) {
            throw malformed();
        }
        return content.limit(content.limit() - padding);
    }

    private static void skip(ByteBuffer content, int length) throws IOException {
        if (length > content.remaining()) {
            throw malformed();
        }
        content.position(content.position() + length);
    }

    private static void requireOurs(int stream) throws IOException {
        if (stream != 1) {
            throw malformed();
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte[] content) {
        return ByteBuffer.allocate(9 + content.length)
                .putInt((content.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(content)
                .array();
    }

    private static IOException malformed() {
        return new IOException("sent what is not HTTP/2");
    }
}

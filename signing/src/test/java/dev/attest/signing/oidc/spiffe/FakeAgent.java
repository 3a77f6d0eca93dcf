package dev.attest.signing.oidc.spiffe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A SPIFFE agent that reads a request to its end and answers with bytes of the test's choice, then hangs up or waits. */
public final class FakeAgent implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path socket;
    private final byte[] answer;
    private final boolean hangsUp;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Thread thread = new Thread(this::serve, "fake agent");

    private FakeAgent(Path socket, byte[] answer, boolean hangsUp) throws IOException {
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        this.socket = socket;
        this.answer = answer;
        this.hangsUp = hangsUp;
    }

    public static FakeAgent start(Path socket, byte[] answer, boolean hangsUp) throws IOException {
        var agent = new FakeAgent(socket, answer, hangsUp);
        agent.thread.setDaemon(true);
        agent.thread.start();
        return agent;
    }

    /** What an agent answers that has these tokens: settings, headers, the message, trailers. */
    public static byte[] tokens(String... tokens) {
        var message = new ByteArrayOutputStream();
        for (String token : tokens) {
            byte[] svid = field(2, token.getBytes(ISO_8859_1));
            byte[] id = field(1, "spiffe://example.org/ci".getBytes(ISO_8859_1));
            message.writeBytes(field(1, join(id, svid)));
        }
        return join(
                frame(4, 0, 0, new byte[] {0, 3, 0, 0, 0, 100}),
                frame(4, 1, 0, new byte[0]),
                frame(1, 4, 1, hex("88")),
                frame(6, 0, 0, new byte[8]),
                frame(0, 0, 1, message(message.toByteArray())),
                status("0"));
    }

    /** Trailers with this {@code grpc-status}, which end the stream. */
    public static byte[] status(String code) {
        var block = new ByteArrayOutputStream();
        Hpack.write(block, "grpc-status", code);
        Hpack.write(block, "grpc-message", "no identity for s3cret");
        return frame(1, 5, 1, block.toByteArray());
    }

    static byte[] message(byte[] content) {
        return join(ByteBuffer.allocate(5).put((byte) 0).putInt(content.length).array(), content);
    }

    static byte[] field(int number, byte[] value) {
        var out = new ByteArrayOutputStream();
        out.write((number << 3) | 2);
        int length = value.length;
        for (; length > 127; length >>>= 7) {
            out.write((length & 0x7f) | 0x80);
        }
        out.write(length);
        out.writeBytes(value);
        return out.toByteArray();
    }

    static byte[] frame(int type, int flags, int stream, byte[] content) {
        return ByteBuffer.allocate(9 + content.length)
                .putInt((content.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(content)
                .array();
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** What was received, byte for char, once the caller has hung up. */
    public String received() throws InterruptedException {
        thread.join(5000);
        return received.toString(ISO_8859_1);
    }

    private void serve() {
        try (SocketChannel channel = server.accept()) {
            var buffer = ByteBuffer.allocate(4096);
            // The request is small and written at once.
            channel.read(buffer);
            received.write(buffer.array(), 0, buffer.position());
            channel.write(ByteBuffer.wrap(answer));
            if (hangsUp) {
                channel.shutdownOutput();
            }
            while (channel.read(buffer.clear()) >= 0) {
                received.write(buffer.array(), 0, buffer.position());
            }
        } catch (IOException e) {
            // The caller hung up in the middle, as it may.
            received.write('!');
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
    }
}

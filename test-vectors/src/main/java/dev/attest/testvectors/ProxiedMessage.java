package dev.attest.testvectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A request as a {@link FaultProxy} reads it from a socket: HTTP/1.1, the body whole in memory. */
final class ProxiedMessage {
    private static final int MAX_LINE = 64 << 10;

    /** A header line in its order. */
    record Header(String name, String value) {}

    private final String method;
    private final String target;
    private final List<Header> headers;
    private final byte[] body;

    private ProxiedMessage(String method, String target, List<Header> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    /** The next request of a connection; {@code out} is told to continue where the client waits for that. */
    static ProxiedMessage read(InputStream in, OutputStream out) throws IOException {
        String[] start = line(in).split(" ", 3);
        if (start.length < 3) {
            throw new IOException("the connection ended");
        }
        var headers = new ArrayList<Header>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.add(new Header(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        var head = new ProxiedMessage(start[0], start[1], List.copyOf(headers), new byte[0]);
        if (head.header("expect").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        return new ProxiedMessage(start[0], start[1], head.headers, head.bodyOf(in));
    }

    String method() {
        return method;
    }

    /** Path and query. */
    String target() {
        return target;
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    List<Header> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    private String header(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    private byte[] bodyOf(InputStream in) throws IOException {
        if (header("transfer-encoding").equalsIgnoreCase("chunked")) {
            var whole = new ByteArrayOutputStream();
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                whole.write(in.readNBytes(size));
                line(in);
            }
            line(in);
            return whole.toByteArray();
        }
        String length = header("content-length");
        return length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MAX_LINE) {
                return "";
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}

package dev.attest.testvectors;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An answer that a {@link FaultProxy} gives: status, headers without framing, and a body. */
final class Answer {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    Answer(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers = new TreeMap<>(headers);
        this.body = body;
    }

    static Answer of(int status, Map<String, List<String>> headers) {
        return new Answer(status, headers, new byte[0]);
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    Answer with(byte[] other) {
        return new Answer(status, headers, other);
    }

    /** Writes the head; it declares {@code length} bytes unless the answer is to HEAD, which keeps what was declared. */
    void writeHead(OutputStream out, boolean toHead, int length) throws IOException {
        var text = new StringBuilder("HTTP/1.1 " + status + " .\r\n");
        headers.forEach((name, values) -> {
            if (!name.equals("content-length") || toHead) {
                values.forEach(value -> text.append(name + ": " + value + "\r\n"));
            }
        });
        if (!toHead && status != 204 && status != 304) {
            text.append("content-length: " + length + "\r\n");
        }
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}

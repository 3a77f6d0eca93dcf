package dev.attest.oci.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request carries: {@code length} bytes, opened anew and read from their start each time the request is tried. */
final class RequestBody {
    /** Opens the content; the stream is closed by who reads it. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    private final long length;
    private final @Nullable Source source;
    private final byte[] content;

    @Nullable
    private volatile IOException failure;

    private RequestBody(long length, @Nullable Source source, byte[] content) {
        this.length = length;
        this.source = source;
        this.content = content;
    }

    static RequestBody of(byte[] content) {
        return new RequestBody(content.length, null, content);
    }

    static RequestBody of(long length, Source source) {
        return length == 0 ? of(new byte[0]) : new RequestBody(length, source, new byte[0]);
    }

    boolean isStream() {
        return source != null;
    }

    long length() {
        return length;
    }

    BodyPublisher publisher() {
        Source opened = source;
        if (opened == null) {
            return BodyPublishers.ofByteArray(content);
        }
        failure = null;
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> new Watched(InputStream.nullInputStream(), opened)), length);
    }

    /** Why the content itself could not be read, which is no fault of the registry's. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Remembers what went wrong with the content: the HTTP client tells only that something did. */
    private final class Watched extends FilterInputStream {
        private final Source from;
        private boolean opened;

        private Watched(InputStream nothing, Source from) {
            super(nothing);
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            try {
                if (!opened) {
                    in = from.open();
                    opened = true;
                }
                return in.read(buffer, offset, count);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}

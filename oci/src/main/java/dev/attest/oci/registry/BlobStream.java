package dev.attest.oci.registry;

import dev.attest.oci.Descriptor;
import dev.attest.oci.NotFoundException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A blob's bytes, as they come. A download that breaks off or stalls goes on where it stopped (RFC 9110 §14.2), asked
 * for at the registry again, because the address of a storage is good for a short time only. It is given up after
 * {@value #MAX_RESUMPTIONS} interruptions in a row between which little arrived. Whether the pieces are the blob is for
 * the digest over all of them to say.
 */
final class BlobStream extends InputStream {
    static final int MAX_RESUMPTIONS = 5;
    private static final long PROGRESS = 4 << 20;
    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/(?:[0-9]{1,18}|\\*)");

    private final RegistryClient client;
    private final Descriptor descriptor;
    private final String what;
    private InputStream body;
    private boolean endIsKnown;
    private boolean rangesWork = true;
    private boolean closed;
    private long position;
    private long resumedAt;
    private int interruptions;

    /** Goes on at {@code client} with what began as {@code first}, an answer with status 200. */
    BlobStream(RegistryClient client, Descriptor descriptor, HttpResponse<InputStream> first) {
        this.client = client;
        this.descriptor = descriptor;
        this.what = what(client, descriptor);
        this.body = first.body();
        this.endIsKnown = isEndKnown(first);
    }

    static BlobStream open(RegistryClient client, Descriptor descriptor) throws IOException {
        return new BlobStream(client, descriptor, ask(client, descriptor));
    }

    /** The answer with the blob; any other one is an error. */
    static HttpResponse<InputStream> ask(RegistryClient client, Descriptor descriptor) throws IOException {
        HttpResponse<InputStream> response = client.send(request(client, descriptor), false);
        if (response.statusCode() != 200) {
            throw client.failure(response, what(client, descriptor));
        }
        return response;
    }

    private static RegistryRequest request(RegistryClient client, Descriptor descriptor) {
        return RegistryRequest.of("GET", client.uri("blobs/" + descriptor.digest()))
                .streamed();
    }

    private static String what(RegistryClient client, Descriptor descriptor) {
        return client.name() + ", blob " + descriptor.digest();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (true) {
            IOException interruption;
            try {
                int read = body.read(target, offset, length);
                if (read >= 0) {
                    position += read;
                    return read;
                }
                if (endIsKnown || position >= descriptor.size()) {
                    return -1;
                }
                interruption = new EOFException("it ended early");
            } catch (IOException e) {
                if (closed || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                interruption = e;
            }
            if (position >= descriptor.size()) {
                return -1;
            }
            resume(interruption);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        body.close();
    }

    private void resume(IOException first) throws IOException {
        body.close();
        if (position - resumedAt >= PROGRESS) {
            interruptions = 0;
        }
        resumedAt = position;
        IOException interruption = first;
        while (interruptions < MAX_RESUMPTIONS) {
            interruptions++;
            client.transport().sleep(client.transport().jitter(Duration.ofMillis(250L << interruptions)));
            try {
                if (goOn()) {
                    return;
                }
            } catch (NotFoundException e) {
                throw e;
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                interruption = e;
            }
        }
        throw new IOException(
                what + ": broke off at byte " + position + " of " + descriptor.size() + ", and went on after none of "
                        + MAX_RESUMPTIONS + " further tries: " + interruption.getMessage(),
                interruption);
    }

    /** True when {@code body} stands at {@code position}, or at the end of what the registry has. */
    private boolean goOn() throws IOException {
        RegistryRequest request = request(client, descriptor);
        if (position > 0 && rangesWork) {
            request.header("Range", "bytes=" + position + "-");
        }
        HttpResponse<InputStream> response = client.send(request, false);
        switch (response.statusCode()) {
            case 206 -> {
                if (!rangesWork || !isFromHere(response)) {
                    response.body().close();
                    rangesWork = false;
                    return false;
                }
                body = response.body();
            }
            case 200 -> {
                body = response.body();
                body.skipNBytes(position);
            }
            case 416 -> {
                // The whole again: what is there now may be shorter, or this one cannot do ranges.
                Answers.discard(response);
                rangesWork = false;
                return false;
            }
            default -> throw client.failure(response, what);
        }
        endIsKnown = isEndKnown(response);
        return true;
    }

    private boolean isFromHere(HttpResponse<?> response) {
        Matcher range = RANGE.matcher(Answers.header(response, "Content-Range"));
        return range.matches() && Long.parseLong(range.group(1)) == position;
    }

    /** Whether an end without an error is the blob's end, and not just that of the connection or of one part. */
    private boolean isEndKnown(HttpResponse<?> response) {
        Matcher range = RANGE.matcher(Answers.header(response, "Content-Range"));
        if (response.statusCode() == 206 && range.matches()) {
            return Long.parseLong(range.group(2)) + 1 >= descriptor.size();
        }
        return response.headers().firstValue("Content-Length").isPresent()
                || response.headers().firstValue("Transfer-Encoding").isPresent();
    }
}

package dev.attest.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body as a stream that ends in time; the JDK's own would wait for ever. A document has one deadline for all
 * of it. A blob may take as long as it is large: it fails when nothing arrives for a while, and when what does arrive,
 * over half that while of waiting, is less than {@link Transport#LEAST_RATE}. A reader's own pauses do not count.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
    /** What the subscription brought: buffers, an error, or neither at the end. */
    private record Event(List<ByteBuffer> buffers, @Nullable Throwable error) {}

    private final Duration patience;
    private final boolean document;
    private final long announced;
    private final long started = System.nanoTime();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> ready = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private boolean cancelled;
    private boolean ended;
    private long arrived;
    private long windowNanos;
    private long windowBytes;
    private @Nullable IOException failure;

    private TimedBody(Duration patience, boolean document, long announced) {
        this.patience = patience;
        this.document = document;
        this.announced = announced;
    }

    static TimedBody document(Duration deadline, ResponseInfo info) {
        return new TimedBody(deadline, true, announced(info));
    }

    static TimedBody blob(Duration patience, ResponseInfo info) {
        return new TimedBody(patience, false, announced(info));
    }

    private static long announced(ResponseInfo info) {
        return info.headers().firstValue("Content-Length").filter(value -> value.matches("[0-9]{1,18}")).stream()
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription subscribed) {
        subscription = subscribed;
        if (cancelled) {
            subscribed.cancel();
        } else {
            subscribed.request(2);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Event(buffers, null));
    }

    @Override
    public void onError(Throwable error) {
        events.add(new Event(List.of(), error));
    }

    @Override
    public void onComplete() {
        events.add(new Event(List.of(), null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (failure != null) {
                throw failure;
            }
            ByteBuffer first = ready.peek();
            if (first != null && first.hasRemaining()) {
                int count = Math.min(length, first.remaining());
                first.get(target, offset, count);
                return count;
            }
            if (first != null) {
                ready.remove();
            } else if (ended) {
                return -1;
            } else {
                await();
            }
        }
    }

    @Override
    public void close() {
        if (!ended && failure == null) {
            failure = new IOException("the answer was closed before its end");
            // When all of it has come, the end comes by itself and the connection can be used again.
            if (arrived != announced) {
                cancel();
            }
        }
    }

    private synchronized void cancel() {
        cancelled = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private synchronized void more() {
        if (subscription != null) {
            subscription.request(1);
        }
    }

    private void await() {
        try {
            long before = System.nanoTime();
            long left = document ? patience.toNanos() - (before - started) : patience.toNanos();
            Event event = events.poll(Math.max(left, 0), TimeUnit.NANOSECONDS);
            if (event == null) {
                giveUp(
                        document && arrived > 0
                                ? "the answer did not come to its end in " + patience.toSeconds() + " seconds"
                                : "nothing arrived for " + patience.toSeconds() + " seconds");
            } else if (event.error() != null) {
                failure = new IOException("the answer broke off", event.error());
            } else if (event.buffers().isEmpty()) {
                ended = true;
            } else {
                take(event.buffers(), System.nanoTime() - before);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            failure = new IOException("interrupted while reading an answer", e);
        }
    }

    private void take(List<ByteBuffer> buffers, long waited) {
        long bytes = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        ready.addAll(buffers);
        arrived += bytes;
        windowBytes += bytes;
        windowNanos += waited;
        if (!document && windowNanos >= patience.toNanos() / 2) {
            double rate = windowBytes * 1e9 / windowNanos;
            if (rate < Transport.LEAST_RATE) {
                giveUp("less than " + Transport.LEAST_RATE + " bytes a second arrived");
                return;
            }
            windowBytes = 0;
            windowNanos = 0;
        }
        more();
    }

    private void giveUp(String why) {
        cancel();
        failure = new HttpTimeoutException(why);
    }
}

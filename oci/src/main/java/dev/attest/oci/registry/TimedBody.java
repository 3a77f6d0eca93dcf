package dev.attest.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
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

/** A response body as a stream that fails when nothing arrives for a while; the JDK's own would wait for ever. */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
    /** What the subscription brought: buffers, an error, or neither at the end. */
    private record Event(List<ByteBuffer> buffers, @Nullable Throwable error) {}

    private final Duration patience;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> ready = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private boolean cancelled;
    private boolean ended;
    private @Nullable IOException failure;

    TimedBody(Duration patience) {
        this.patience = patience;
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
            cancel();
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
            Event event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                cancel();
                failure = new HttpTimeoutException("nothing arrived for " + patience.toSeconds() + " seconds");
            } else if (event.error() != null) {
                failure = new IOException("the answer broke off", event.error());
            } else if (event.buffers().isEmpty()) {
                ended = true;
            } else {
                ready.addAll(event.buffers());
                more();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new IOException("interrupted while reading an answer", e);
        }
    }
}

package dev.attest.signing.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads what a program writes while it runs. What was read so far is there at any time: a child may hold the other end open. */
final class Drain {
    private final InputStream stream;
    private final Sink sink;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader = new Thread(this::read, "attest-process");

    /** What to do with the bytes that are kept when more have come; false ends the reading. */
    private interface Sink {
        boolean more(ByteArrayOutputStream kept);
    }

    private Drain(InputStream stream, Sink sink) {
        this.stream = stream;
        this.sink = sink;
        reader.setDaemon(true);
        reader.start();
    }

    /** Keeps all, until it is more than {@code max} bytes; then {@code tooMuch} is run and nothing more is read. */
    static Drain head(InputStream stream, int max, Runnable tooMuch) {
        return new Drain(stream, kept -> {
            boolean fits = kept.size() <= max;
            if (!fits) {
                tooMuch.run();
            }
            return fits;
        });
    }

    /** Reads everything and keeps the last {@code max} bytes. */
    static Drain tail(InputStream stream, int max) {
        return new Drain(stream, kept -> {
            if (kept.size() > max) {
                byte[] all = kept.toByteArray();
                kept.reset();
                kept.write(all, all.length - max, max);
            }
            return true;
        });
    }

    /** What was read, once all of it is or {@code patience} is over. */
    byte[] bytes(Duration patience) throws InterruptedException {
        reader.join(Math.max(1, patience.toMillis()));
        synchronized (kept) {
            return kept.toByteArray();
        }
    }

    private void read() {
        byte[] chunk = new byte[8192];
        try {
            boolean more = true;
            for (int n = stream.read(chunk); more && n >= 0; n = more ? stream.read(chunk) : -1) {
                synchronized (kept) {
                    kept.write(chunk, 0, n);
                    more = sink.more(kept);
                }
            }
        } catch (IOException e) {
            // The program was ended; what it wrote before is kept.
        }
    }
}

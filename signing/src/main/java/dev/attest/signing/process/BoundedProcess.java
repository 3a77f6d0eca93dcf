package dev.attest.signing.process;

import dev.attest.signing.key.Passwords;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a program that may hang or never stop writing, and is ended then; children that it leaves behind are not waited for. */
public final class BoundedProcess {
    private static final int MAX_COMPLAINT = 1 << 13;
    private static final int MAX_LINE = 300;

    private final Map<String, String> environment;
    private final Duration patience;
    private final int maxOutput;

    /** What a program left. */
    public static final class Outcome {
        private final int exit;
        private final byte[] output;
        private final String complaint;

        private Outcome(int exit, byte[] output, String complaint) {
            this.exit = exit;
            this.output = output;
            this.complaint = complaint;
        }

        /** The exit status. */
        public int exit() {
            return exit;
        }

        /** Everything on its standard output. */
        public byte[] output() {
            return output.clone();
        }

        /** {@code : } and what it last said on its standard error, printable and short; empty when it said nothing. */
        public String complaint() {
            return complaint.isEmpty() ? "" : ": " + complaint;
        }
    }

    /** A run gets exactly {@code environment}, may take {@code patience} and write {@code maxOutput} bytes. */
    public BoundedProcess(Map<String, String> environment, Duration patience, int maxOutput) {
        this.environment = Map.copyOf(environment);
        this.patience = patience;
        this.maxOutput = maxOutput;
    }

    /**
     * Runs {@code command} with {@code input} as its standard input, which it need not read.
     *
     * @throws IOException when it cannot be started, takes too long or writes too much; it is ended then
     */
    public Outcome run(List<String> command, byte[] input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        // What opens keys in this process is nobody else's business.
        builder.environment().keySet().removeAll(Passwords.VARIABLES);
        Process process = start(builder);
        long end = System.nanoTime() + patience.toNanos();
        try {
            var writing = background(() -> write(process, input));
            var output = background(() -> read(process.getInputStream(), maxOutput, process));
            var complaint = background(() -> last(process.getErrorStream()));
            byte[] written = within(end, output);
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw tooSlow();
            }
            if (written.length > maxOutput) {
                throw new IOException("it wrote more than " + maxOutput + " bytes");
            }
            within(end, writing);
            return new Outcome(process.exitValue(), written, line(within(end, complaint)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The last line of {@code text} that is no stack frame, without control characters, cut to a length that can be shown. */
    public static String line(String text) {
        List<String> lines = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\t"))
                .map(line -> line.replaceAll("\\p{C}", "").strip())
                .toList();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        return last.length() <= MAX_LINE ? last : last.substring(0, MAX_LINE) + "…";
    }

    // The JDK's own message repeats the arguments.
    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("it cannot be started", e);
        }
    }

    private static <T> FutureTask<T> background(Callable<T> work) {
        var task = new FutureTask<>(work);
        var thread = new Thread(task, "attest-process");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private <T> T within(long end, FutureTask<T> task) throws IOException, InterruptedException {
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw tooSlow();
        } catch (ExecutionException e) {
            throw new IOException("it cannot be talked to", e);
        }
    }

    private IOException tooSlow() {
        return new IOException("it did not end within " + patience.toMillis() + " ms");
    }

    private static boolean write(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
            return true;
        } catch (IOException e) {
            // A program that does not want its input closes it.
            return false;
        }
    }

    private static byte[] read(InputStream stream, int max, Process process) throws IOException {
        byte[] bytes = stream.readNBytes(max + 1);
        if (bytes.length > max) {
            process.destroyForcibly();
        }
        return bytes;
    }

    private static String last(InputStream stream) throws IOException {
        byte[] tail = new byte[0];
        for (byte[] next = stream.readNBytes(MAX_COMPLAINT); next.length > 0; ) {
            tail = next;
            next = stream.readNBytes(MAX_COMPLAINT);
        }
        return new String(tail, StandardCharsets.UTF_8);
    }
}

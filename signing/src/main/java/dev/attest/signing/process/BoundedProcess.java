package dev.attest.signing.process;

import dev.attest.signing.key.Passwords;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program that may hang or never stop writing, and is ended then; children that it leaves behind are not waited for. */
public final class BoundedProcess {
    private static final int MAX_COMPLAINT = 1 << 13;
    private static final int MAX_LINE = 300;

    /** How long a child that was left behind may keep the program's output open. */
    private static final Duration GRACE = Duration.ofSeconds(1);

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
        try {
            Drain output = Drain.head(process.getInputStream(), maxOutput, process::destroyForcibly);
            Drain complaint = Drain.tail(process.getErrorStream(), MAX_COMPLAINT);
            var writer = new Thread(() -> write(process, input), "attest-process");
            writer.setDaemon(true);
            writer.start();
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("it did not end within " + patience.toMillis() + " ms");
            }
            byte[] written = output.bytes(GRACE);
            if (written.length > maxOutput) {
                throw new IOException("it wrote more than " + maxOutput + " bytes");
            }
            String said = new String(complaint.bytes(GRACE), StandardCharsets.UTF_8);
            return new Outcome(process.exitValue(), written, line(said));
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

    private static void write(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // A program that does not want its input closes it.
        }
    }
}

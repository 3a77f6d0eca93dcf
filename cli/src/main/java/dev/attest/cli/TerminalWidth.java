package dev.attest.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How wide the terminal is that standard output goes to. */
final class TerminalWidth {
    /** Where no terminal cuts lines. */
    private static final int UNLIMITED = 10_000;

    // Standard output has to stay the program's own for the shell to see whether it is a terminal; the answer comes by
    // the other stream.
    private static final String QUESTION = "[ -t 1 ] && stty size </dev/tty >&2";

    private TerminalWidth() {}

    /** Its columns; a large number where there is none, or nobody knows. */
    static int columns() {
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", QUESTION)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!shell.waitFor(2, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
                return UNLIMITED;
            }
            String answer = new String(shell.getErrorStream().readNBytes(100), StandardCharsets.UTF_8).strip();
            if (answer.matches("[0-9]{1,5} [1-9][0-9]{1,4}")) {
                return Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
            }
        } catch (IOException e) {
            return UNLIMITED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return UNLIMITED;
    }
}

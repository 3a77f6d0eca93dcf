package dev.attest.cli;

import java.io.PrintStream;

/**
 * Where results and messages go. Results belong on {@code out}, everything else on {@code err}. Control characters from
 * registries, bundles and archives are shown, never sent to the terminal.
 */
final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private boolean quiet;
    private boolean debug;

    Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    void quiet(boolean value) {
        quiet = value;
    }

    void debug(boolean value) {
        debug = value;
    }

    /** A line of the result. */
    void result(String line) {
        out.println(printable(line));
    }

    /** Bytes of the result as they are: a document, a predicate. */
    void result(byte[] document) {
        out.write(document, 0, document.length);
        out.flush();
    }

    /** Hands on what was printed so far, before a long wait. */
    void flush() {
        out.flush();
    }

    /** Progress and remarks, which {@code --quiet} silences. */
    void message(String line) {
        if (!quiet) {
            err.println(printable(line));
        }
    }

    /** What went wrong, or why the answer is no: one line. */
    void error(String line) {
        err.println("attest: " + printable(line));
    }

    /** What went wrong; {@code --debug} adds where. */
    void error(String line, Throwable cause) {
        error(line);
        if (debug) {
            cause.printStackTrace(err);
        }
    }

    /** One line of text: whatever could move a cursor, hide text or end the line is written as its code point. */
    static String printable(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHidden(Character.getType(c))) {
                safe.append("\\u{").append(Integer.toHexString(c)).append('}');
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static boolean isHidden(int type) {
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}

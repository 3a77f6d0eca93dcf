package dev.attest.provenance.report.file;

import dev.attest.provenance.MalformedProvenanceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads the lines of a text report as a stream; each has a bounded length, and a byte order mark is passed over. */
public final class ReportLines {
    /** A line has at most this many characters. */
    public static final int MAX_LINE = 100_000;

    private ReportLines() {}

    /** Told of every line that is not empty, with its number from 1 on. */
    @FunctionalInterface
    public interface Handler {
        void line(String line, int number) throws MalformedProvenanceException;
    }

    /** Reads the whole text as UTF-8; bytes that are none become replacement characters, of which no number is made. */
    public static void read(InputStream in, Handler handler) throws IOException, MalformedProvenanceException {
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var line = new StringBuilder();
        int number = 1;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n') {
                handle(line, number++, handler);
            } else if (line.length() == MAX_LINE) {
                throw new MalformedProvenanceException("line " + number + " has more than " + MAX_LINE + " characters");
            } else if (c != '\ufeff' || number > 1 || !line.isEmpty()) {
                line.append((char) c);
            }
        }
        handle(line, number, handler);
    }

    private static void handle(StringBuilder line, int number, Handler handler) throws MalformedProvenanceException {
        String text = line.toString().stripTrailing();
        line.setLength(0);
        if (!text.isEmpty()) {
            handler.line(text, number);
        }
    }
}

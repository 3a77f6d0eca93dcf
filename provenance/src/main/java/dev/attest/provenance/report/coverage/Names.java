package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.Element;
import java.util.regex.Pattern;

/** Names and numbers as reports write them. */
final class Names {
    private static final Pattern HITS = Pattern.compile("\\d{1,40}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private Names() {}

    /** The source file that an element names. */
    static SourceFile source(String scope, String path, Element element) throws MalformedProvenanceException {
        try {
            return new SourceFile(scope, path.replace('\\', '/'));
        } catch (IllegalArgumentException e) {
            throw new MalformedProvenanceException("line " + element.line() + ": " + e.getMessage());
        }
    }

    /** The source file that a line of text names. */
    static SourceFile source(String path, int line) throws MalformedProvenanceException {
        try {
            return new SourceFile("", path.replace('\\', '/'));
        } catch (IllegalArgumentException e) {
            throw new MalformedProvenanceException("line " + line + ": " + e.getMessage());
        }
    }

    /** An attribute that is a number from 0 to {@code max}; absent counts as 0 in no form that is read. */
    static int number(Element element, String attribute, int max) throws MalformedProvenanceException {
        long number = element.number(attribute);
        if (number > max) {
            throw element.malformed(attribute, "at most " + max);
        }
        return (int) number;
    }

    /** A number from 0 to {@code max} in a line of text. */
    static int number(String text, int max, int line) throws MalformedProvenanceException {
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > max) {
            throw new MalformedProvenanceException("line " + line + ": expected a whole number from 0 to " + max);
        }
        return Integer.parseInt(text);
    }

    /** Whether it was run through at all: how often may be more than any number holds, but never less than zero. */
    static boolean hit(String text, int line) throws MalformedProvenanceException {
        if (!HITS.matcher(text).matches()) {
            throw new MalformedProvenanceException("line " + line + ": expected how often it was run through");
        }
        return text.chars().anyMatch(digit -> digit != '0');
    }
}

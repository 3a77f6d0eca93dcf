package dev.attest.provenance.report.file;

import java.io.IOException;
import java.io.Reader;

/**
 * Only the tags of an XML document, so that its parser never holds more than one: the output of a test can be larger than
 * the memory. Comments, processing instructions and the document type are left out, a text becomes a single character,
 * which keeps it refused where none may stand, and line ends stay, which keeps the parser's line numbers right.
 */
final class Markup extends Reader {
    /** A tag has at most this many characters. */
    static final int MAX_TAG = 1 << 20;

    private static final int MAX_DOCTYPE = 2_000;
    private static final String CDATA = "![CDATA[";
    private static final String DOCTYPE = "!DOCTYPE";

    private final Reader in;
    private final char[] chunk = new char[1 << 13];
    private final StringBuilder ready = new StringBuilder();
    private int chunkAt;
    private int chunkEnd;
    private int at;
    private boolean inText;
    private boolean tagSeen;

    /** A document that breaks off, has a declaration it may not have, or a tag beyond the bound. */
    static final class BrokenMarkupException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenMarkupException(String message) {
            super(message);
        }
    }

    Markup(Reader in) {
        this.in = in;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        while (at == ready.length()) {
            ready.setLength(0);
            at = 0;
            int c = take();
            if (c < 0) {
                return -1;
            }
            if (c == '<') {
                markup();
            } else {
                text(c);
            }
        }
        int count = Math.min(length, ready.length() - at);
        ready.getChars(at, at + count, buffer, offset);
        at += count;
        return count;
    }

    private void text(int c) {
        if (c == '\n') {
            ready.append('\n');
        } else if (!inText && c != ' ' && c != '\t' && c != '\r') {
            ready.append('.');
            inText = true;
        }
    }

    private void markup() throws IOException {
        inText = false;
        int c = next();
        if (c == '?') {
            dropUntil("?>");
        } else if (c == '!') {
            declaration();
        } else {
            tagSeen = true;
            ready.append('<');
            tag(c);
        }
    }

    private void declaration() throws IOException {
        var start = new StringBuilder("!");
        while (CDATA.startsWith(start.toString()) || DOCTYPE.startsWith(start.toString())) {
            if (CDATA.contentEquals(start)) {
                ready.append('.');
                dropUntil("]]>");
                return;
            }
            if (DOCTYPE.contentEquals(start)) {
                doctype();
                return;
            }
            start.append((char) next());
            if ("!-".contentEquals(start)) {
                comment();
                return;
            }
        }
        throw new BrokenMarkupException("a declaration that does not belong there");
    }

    private void comment() throws IOException {
        if (next() != '-') {
            throw new BrokenMarkupException("a declaration that does not belong there");
        }
        dropUntil("-->");
    }

    /** The name of a document type says nothing of use, and declarations inside the document could only do harm. */
    private void doctype() throws IOException {
        if (tagSeen) {
            throw new BrokenMarkupException("a document type behind the first tag");
        }
        int quote = 0;
        for (int i = 0; i < MAX_DOCTYPE; i++) {
            int c = next();
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '[') {
                throw new BrokenMarkupException("a document type with declarations of its own");
            } else if (c == '>') {
                return;
            }
        }
        throw new BrokenMarkupException("a document type of more than " + MAX_DOCTYPE + " characters");
    }

    private void tag(int first) throws IOException {
        int quote = 0;
        int c = first;
        while (ready.length() < MAX_TAG) {
            ready.append((char) c);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return;
            }
            c = next();
        }
        throw new BrokenMarkupException("a tag of more than " + MAX_TAG + " characters");
    }

    private void dropUntil(String end) throws IOException {
        int matched = 0;
        while (matched < end.length()) {
            int c = next();
            if (c == '\n') {
                keepLine();
            }
            if (c == end.charAt(matched)) {
                matched++;
            } else if (!(matched == 2 && c == end.charAt(1) && end.charAt(0) == end.charAt(1))) {
                // "]]]>" ends a section as "]]>" does.
                matched = c == end.charAt(0) ? 1 : 0;
            }
        }
    }

    /** Line ends are kept up to a bound, beyond which a place in the document is of no use to anybody. */
    private void keepLine() {
        if (ready.length() < MAX_TAG) {
            ready.append('\n');
        }
    }

    private int next() throws IOException {
        int c = take();
        if (c < 0) {
            throw new BrokenMarkupException("the document breaks off");
        }
        return c;
    }

    private int take() throws IOException {
        if (chunkAt == chunkEnd) {
            chunkEnd = Math.max(in.read(chunk, 0, chunk.length), 0);
            chunkAt = 0;
        }
        return chunkEnd == 0 ? -1 : chunk[chunkAt++];
    }

    /** The file belongs to whoever opened it, who has not read its end yet. */
    @Override
    public void close() {}
}

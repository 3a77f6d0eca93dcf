package dev.attest.signing.der;

import java.util.Optional;

/**
 * Reads the elements of a DER text (X.690) one after the other. Lengths are definite and minimal, tags one byte; nothing
 * is read recursively, so that nesting costs a hostile text nothing but its own bytes.
 */
public final class DerReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    DerReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** The one element that {@code encoded} is; bytes after it are refused. */
    public static Der single(byte[] encoded) throws MalformedDerException {
        var reader = new DerReader(encoded.clone(), 0, encoded.length);
        Der element = reader.next();
        reader.end();
        return element;
    }

    /** As {@link #single(byte[])}, with the tag that is expected. */
    public static Der single(byte[] encoded, int tag) throws MalformedDerException {
        return single(encoded).expect(tag);
    }

    public boolean hasNext() {
        return at < end;
    }

    public Der next() throws MalformedDerException {
        if (end - at < 2) {
            throw new MalformedDerException("DER ends in the middle of an element");
        }
        int start = at;
        int tag = bytes[at++] & 0xff;
        if ((tag & 0x1f) == 0x1f) {
            throw new MalformedDerException("DER tag of more than one byte");
        }
        int length = length();
        if (length > end - at) {
            throw new MalformedDerException("DER element is longer than what holds it");
        }
        int content = at;
        at += length;
        return new Der(bytes, start, content, at);
    }

    public Der next(int tag) throws MalformedDerException {
        return next().expect(tag);
    }

    /** The next element if it has this tag. */
    public Optional<Der> optional(int tag) throws MalformedDerException {
        return hasNext() && (bytes[at] & 0xff) == tag ? Optional.of(next()) : Optional.empty();
    }

    /** Refuses anything that is left. */
    public void end() throws MalformedDerException {
        if (hasNext()) {
            throw new MalformedDerException("DER has unexpected bytes at the end");
        }
    }

    private int length() throws MalformedDerException {
        int first = bytes[at++] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7f;
        if (count == 0 || count > 4 || count > end - at) {
            throw new MalformedDerException("DER length is indefinite or too large");
        }
        long length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << 8) | (bytes[at++] & 0xff);
        }
        if (length < 0x80 || length >>> (8 * (count - 1)) == 0 || length > Integer.MAX_VALUE) {
            throw new MalformedDerException("DER length is not minimal");
        }
        return (int) length;
    }
}

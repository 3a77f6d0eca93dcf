package dev.attest.localsigstore;

/** Looks over DER from outside before a recursive parser sees it. */
final class Der {

    private static final int MAX_DEPTH = 24;
    private static final int CONSTRUCTED = 0x20;
    private static final int HIGH_TAG = 0x1f;

    private final byte[] bytes;
    private int at;

    private Der(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Requires one definite-length structure, all of it, nested no deeper than certificates and requests are. */
    static void requireShallow(byte[] der) throws MalformedInputException {
        var reader = new Der(der);
        reader.element(der.length, 0);
        if (reader.at != der.length) {
            throw new MalformedInputException("bytes after the end of the DER structure");
        }
    }

    private void element(int limit, int depth) throws MalformedInputException {
        int tag = next(limit);
        if (depth > MAX_DEPTH || (tag & HIGH_TAG) == HIGH_TAG) {
            throw new MalformedInputException("DER structure is nested too deeply or has an unknown tag");
        }
        int end = end(limit);
        if ((tag & CONSTRUCTED) != 0) {
            while (at < end) {
                element(end, depth + 1);
            }
        }
        at = end;
    }

    private int end(int limit) throws MalformedInputException {
        int length = next(limit);
        if (length >= 0x80) {
            int octets = length - 0x80;
            if (octets == 0 || octets > 3) {
                throw new MalformedInputException("DER length is indefinite or too large");
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | next(limit);
            }
        }
        if (length > limit - at) {
            throw new MalformedInputException("DER structure is cut off");
        }
        return at + length;
    }

    private int next(int limit) throws MalformedInputException {
        if (at >= limit) {
            throw new MalformedInputException("DER structure is cut off");
        }
        return bytes[at++] & 0xff;
    }
}

package dev.attest.signing.der;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One DER element. Values are decoded on demand; a value that is not in its one DER form is refused. */
public final class Der {
    public static final int BOOLEAN = 0x01;
    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int NULL = 0x05;
    public static final int OID = 0x06;
    public static final int UTF8_STRING = 0x0c;
    public static final int GENERALIZED_TIME = 0x18;
    public static final int SEQUENCE = 0x30;
    public static final int SET = 0x31;

    private static final int MAX_DEPTH = 32;
    private static final Pattern TIME =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(?:\\.(\\d{0,8}[1-9]))?Z");

    private final byte[] bytes;
    private final int start;
    private final int content;
    private final int end;

    Der(byte[] bytes, int start, int content, int end) {
        this.bytes = bytes;
        this.start = start;
        this.content = content;
        this.end = end;
    }

    /** A constructed context-specific tag, such as {@code [0]}. */
    public static int context(int number) {
        return 0xa0 | number;
    }

    /** A primitive context-specific tag. */
    public static int contextPrimitive(int number) {
        return 0x80 | number;
    }

    public int tag() {
        return bytes[start] & 0xff;
    }

    /** Tag, length and content as received. */
    public byte[] encoded() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    public byte[] content() {
        return Arrays.copyOfRange(bytes, content, end);
    }

    public Der expect(int tag) throws MalformedDerException {
        if (tag() != tag) {
            throw new MalformedDerException("DER tag " + tag() + " where " + tag + " was expected");
        }
        return this;
    }

    /** Reads the elements inside a constructed element. */
    public DerReader children() throws MalformedDerException {
        if ((tag() & 0x20) == 0) {
            throw new MalformedDerException("DER element that holds no others");
        }
        return new DerReader(bytes, content, end);
    }

    /**
     * Refuses what a recursive reader could be exhausted by: elements nested more than 32 deep, and strings made of
     * strings.
     */
    public void requireShallow() throws MalformedDerException {
        requireShallow(this, 0);
    }

    private static void requireShallow(Der element, int depth) throws MalformedDerException {
        int tag = element.tag();
        if ((tag & 0x20) == 0) {
            return;
        }
        if (depth == MAX_DEPTH || (tag < 0x40 && tag != SEQUENCE && tag != SET)) {
            throw new MalformedDerException("DER nested too deep or a string made of strings");
        }
        for (DerReader inside = element.children(); inside.hasNext(); ) {
            requireShallow(inside.next(), depth + 1);
        }
    }

    public BigInteger integer() throws MalformedDerException {
        expect(INTEGER);
        int length = end - content;
        if (length == 0 || length > 1024) {
            throw new MalformedDerException("DER integer without digits or too large");
        }
        if (length > 1) {
            int first = bytes[content];
            boolean sign = (bytes[content + 1] & 0x80) != 0;
            if ((first == 0 && !sign) || (first == -1 && sign)) {
                throw new MalformedDerException("DER integer is not minimal");
            }
        }
        return new BigInteger(bytes, content, length);
    }

    public boolean bool() throws MalformedDerException {
        expect(BOOLEAN);
        if (end - content != 1 || (bytes[content] != 0 && bytes[content] != -1)) {
            throw new MalformedDerException("DER boolean is neither true nor false");
        }
        return bytes[content] != 0;
    }

    /** A bit string that consists of whole bytes. */
    public byte[] wholeBits() throws MalformedDerException {
        expect(BIT_STRING);
        if (end - content < 1 || bytes[content] != 0) {
            throw new MalformedDerException("DER bit string is not of whole bytes");
        }
        return Arrays.copyOfRange(bytes, content + 1, end);
    }

    /** An object identifier in dotted form. */
    public String oid() throws MalformedDerException {
        expect(OID);
        int length = end - content;
        if (length == 0 || length > 64 || (bytes[end - 1] & 0x80) != 0) {
            throw new MalformedDerException("DER object identifier is incomplete or too long");
        }
        var dotted = new StringBuilder();
        long arc = 0;
        boolean fresh = true;
        for (int i = content; i < end; i++) {
            int b = bytes[i] & 0xff;
            if ((fresh && b == 0x80) || arc > Long.MAX_VALUE >> 8) {
                throw new MalformedDerException("DER object identifier is not minimal or too large");
            }
            arc = (arc << 7) | (b & 0x7f);
            fresh = b < 0x80;
            if (fresh) {
                if (dotted.length() == 0) {
                    long root = Math.min(arc / 40, 2);
                    dotted.append(root).append('.').append(arc - 40 * root);
                } else {
                    dotted.append('.').append(arc);
                }
                arc = 0;
            }
        }
        return dotted.toString();
    }

    /** A time in the form {@code YYYYMMDDHHMMSS[.f]Z} (RFC 3161 §2.4.2). */
    public Instant generalizedTime() throws MalformedDerException {
        expect(GENERALIZED_TIME);
        Matcher parts = TIME.matcher(new String(content(), StandardCharsets.US_ASCII));
        if (end - content > 40 || !parts.matches()) {
            throw new MalformedDerException("DER time is not YYYYMMDDHHMMSSZ");
        }
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        try {
            return LocalDateTime.of(
                            number(parts, 1),
                            number(parts, 2),
                            number(parts, 3),
                            number(parts, 4),
                            number(parts, 5),
                            number(parts, 6),
                            Integer.parseInt((fraction + "000000000").substring(0, 9)))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new MalformedDerException("DER time is no time");
        }
    }

    /** The content as UTF-8, whatever the tag. */
    public String utf8() throws MalformedDerException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, content, end - content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedDerException("DER text is not UTF-8");
        }
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}

package dev.attest.oci.layer;

import dev.attest.oci.MismatchException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * Names in a tar. {@code .} and empty parts vanish, and {@code ..} ends at the image's root, as it does for a runtime
 * that extracts in a root of its own. Names that are not UTF-8 stay apart from all others: each byte that is not becomes
 * the private-use character U+EF00 + byte, and so do the bytes of those characters themselves.
 */
final class TarPaths {
    private static final int ESCAPE = 0xef00;

    private TarPaths() {}

    static String normalise(String path, int maxLength) throws MismatchException {
        String normal = isNormal(path) ? path : rebuild(path);
        if (normal.length() > maxLength) {
            throw new MismatchException("a path in the layer is longer than " + maxLength + ", which is the limit");
        }
        return normal;
    }

    /** A hard link's target; runtimes follow links before they take a {@code ..}, so it may stand in front only. */
    static String hardLinkTarget(String path, int maxLength) throws MismatchException {
        boolean named = false;
        for (String part : path.split("/", -1)) {
            if (named && part.equals("..")) {
                throw new MismatchException("a hard link's target leads up again by ..");
            }
            named |= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        return normalise(path, maxLength);
    }

    static String text(byte[] bytes) {
        boolean ascii = true;
        for (byte b : bytes) {
            ascii &= b >= 0;
        }
        if (ascii) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        var text = new StringBuilder();
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (in.hasRemaining()) {
            boolean malformed = decoder.reset().decode(in, out, true).isError();
            append(text, out.flip());
            out.clear();
            if (malformed) {
                text.append((char) (ESCAPE + (in.get() & 0xff)));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, CharBuffer decoded) {
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff) {
                for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    text.append((char) (ESCAPE + (b & 0xff)));
                }
            } else {
                text.append(c);
            }
        }
    }

    private static boolean isNormal(String path) {
        int partStart = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                int length = i - partStart;
                boolean dots = length > 0 && length <= 2 && path.charAt(partStart) == '.' && path.charAt(i - 1) == '.';
                if (length == 0 || dots) {
                    return false;
                }
                partStart = i + 1;
            }
        }
        return true;
    }

    private static String rebuild(String path) {
        var parts = new ArrayList<String>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }
}

package dev.attest.signing.oidc.spiffe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Header blocks (RFC 7541) without a dynamic table: written as literals, read with the Huffman code. Names of the static
 * table other than {@code :status} are not told apart, since no call asks for them.
 */
final class Hpack {
    private static final int STATIC_ENTRIES = 61;
    private static final int MAX_CODE = 30;
    private static final int END = 256;

    // Appendix A, entries 8 to 14.
    private static final String[] STATUS = {"200", "204", "206", "304", "400", "404", "500"};

    /**
     * Appendix B: how long each symbol's code is, as a letter from A (5 bits) to Z (30), by symbol. The code is
     * canonical, so that the lengths are all there is to know.
     */
    private static final String CODE_LENGTHS =
            "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHFIBCCCCCCCCCCCCCCCCCCCC"
                    + "CCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIXPRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRT"
                    + "QRSSQQRQSRSSPRRRSRRSVVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

    private Hpack() {}

    static void write(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        for (String text : new String[] {name, value}) {
            if (text.length() > 126) {
                throw new IllegalArgumentException("a header of at most 126 characters");
            }
            out.write(text.length());
            out.writeBytes(text.getBytes(ISO_8859_1));
        }
    }

    static Map<String, String> read(ByteBuffer block) throws IOException {
        var headers = new TreeMap<String, String>();
        while (block.hasRemaining()) {
            int first = block.get(block.position()) & 0xff;
            if (first >= 0x80) {
                indexed(integer(block, 7), headers);
            } else if (first >= 0x20 && first < 0x40) {
                // A table size update: we allow none but 0.
                require(integer(block, 5) == 0);
            } else {
                int index = integer(block, first >= 0x40 ? 6 : 4);
                String name = index == 0 ? string(block) : staticName(index);
                headers.put(name, string(block));
            }
        }
        return headers;
    }

    private static void indexed(int index, Map<String, String> headers) throws IOException {
        if (staticName(index).equals(":status")) {
            headers.put(":status", STATUS[index - 8]);
        }
    }

    private static String staticName(int index) throws IOException {
        require(index > 0 && index <= STATIC_ENTRIES);
        return index >= 8 && index < 8 + STATUS.length ? ":status" : "static " + index;
    }

    private static int integer(ByteBuffer block, int bits) throws IOException {
        int max = (1 << bits) - 1;
        int value = block.get() & max;
        if (value < max) {
            return value;
        }
        for (int shift = 0; shift <= 14; shift += 7) {
            require(block.hasRemaining());
            byte next = block.get();
            value += (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private static String string(ByteBuffer block) throws IOException {
        require(block.hasRemaining());
        boolean huffman = block.get(block.position()) < 0;
        int length = integer(block, 7);
        require(length <= block.remaining());
        byte[] bytes = new byte[length];
        block.get(bytes);
        return huffman ? huffman(bytes) : new String(bytes, ISO_8859_1);
    }

    private static String huffman(byte[] bytes) throws IOException {
        var text = new StringBuilder();
        int code = 0;
        int length = 0;
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            code = (code << 1) | ((bytes[bit / 8] >> (7 - bit % 8)) & 1);
            require(++length <= MAX_CODE);
            int symbol = symbol(code, length);
            require(symbol != END);
            if (symbol >= 0) {
                text.append((char) symbol);
                code = 0;
                length = 0;
            }
        }
        // §5.2: what is left over is the beginning of the end-of-string code, all ones.
        require(length < 8 && code == (1 << length) - 1);
        return text.toString();
    }

    /** The symbol with this code, or -1 when the code goes on. */
    private static int symbol(int code, int length) {
        int first = 0;
        for (int bits = 1; bits <= length; bits++) {
            first <<= 1;
            int rank = code - first;
            for (int symbol = 0; symbol <= END; symbol++) {
                if (CODE_LENGTHS.charAt(symbol) - 'A' + 5 == bits) {
                    if (bits == length && rank-- == 0) {
                        return symbol;
                    }
                    first++;
                }
            }
        }
        return -1;
    }

    private static void require(boolean holds) throws IOException {
        if (!holds) {
            throw malformed();
        }
    }

    private static IOException malformed() {
        return new IOException("sent headers that are none of HTTP/2");
    }
}

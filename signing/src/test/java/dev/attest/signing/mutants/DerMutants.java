package dev.attest.signing.mutants;

import static dev.attest.signing.mutants.ByteMutants.joined;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Changes of DER elements, with the lengths around them put right: other tags, lengths that are not minimal, indefinite or
 * wrong, elements dropped, doubled, exchanged, emptied, and content that is almost the same. Knows nothing of the reader
 * under test.
 */
public final class DerMutants {
    private static final int MAX_ELEMENTS = 400;

    private final byte[] original;
    private final List<ByteMutants.Changed> all = new ArrayList<>();
    private int elements;

    /** An element: where it starts, where its content starts, and where both end. */
    private record Element(int start, int content, int end) {
        int tag(byte[] in) {
            return in[start] & 0xff;
        }

        byte[] encoded(byte[] in) {
            return Arrays.copyOfRange(in, start, end);
        }

        byte[] value(byte[] in) {
            return Arrays.copyOfRange(in, content, end);
        }
    }

    private DerMutants(byte[] original) {
        this.original = original;
    }

    /** The changes of a DER element; none when {@code der} is something else. */
    public static List<ByteMutants.Changed> of(byte[] der) {
        var mutants = new DerMutants(der);
        List<Element> top = elements(der, 0, der.length);
        if (top.size() == 1) {
            mutants.walk(top.get(0), "", UnaryOperator.identity());
        }
        return mutants.all;
    }

    /** The encoded elements inside the element that {@code path} leads to; none when there is no such. */
    public static List<byte[]> inside(byte[] der, int... path) {
        List<byte[]> found = encodings(der, elements(der, 0, der.length));
        for (int i = 0; i <= path.length; i++) {
            int index = i == 0 ? 0 : path[i - 1];
            if (index >= found.size()) {
                return List.of();
            }
            byte[] element = found.get(index);
            List<Element> whole = elements(element, 0, element.length);
            found = encodings(element, elements(element, whole.get(0).content(), element.length));
        }
        return found;
    }

    private static List<byte[]> encodings(byte[] in, List<Element> elements) {
        return elements.stream().map(element -> element.encoded(in)).toList();
    }

    private void walk(Element element, String path, UnaryOperator<byte[]> around) {
        if (elements++ == MAX_ELEMENTS) {
            return;
        }
        change(element, path, around);
        List<Element> children = children(element);
        for (int i = 0; i < children.size(); i++) {
            Element child = children.get(i);
            // The child's replacement with all that is beside it, under the parent's tag and a right length.
            UnaryOperator<byte[]> rebuilt = replacement -> around.apply(tlv(
                    element.tag(original),
                    joined(
                            Arrays.copyOfRange(original, element.content(), child.start()),
                            replacement,
                            Arrays.copyOfRange(original, child.end(), element.end()))));
            walk(child, path + "/" + i, rebuilt);
            if (i + 1 < children.size()) {
                Element next = children.get(i + 1);
                add(
                        path + "/" + i,
                        "exchanged with the next",
                        () -> around.apply(tlv(
                                element.tag(original),
                                joined(
                                        Arrays.copyOfRange(original, element.content(), child.start()),
                                        next.encoded(original),
                                        child.encoded(original),
                                        Arrays.copyOfRange(original, next.end(), element.end())))));
                add(path + "/" + i, "replaced by the next", () -> rebuilt.apply(next.encoded(original)));
            }
        }
    }

    private void change(Element element, String path, UnaryOperator<byte[]> around) {
        int tag = element.tag(original);
        byte[] value = element.value(original);
        byte[] encoded = element.encoded(original);
        put(path, "dropped", around, new byte[0]);
        put(path, "doubled", around, joined(encoded, encoded));
        put(path, "emptied", around, tlv(tag, new byte[0]));
        put(path, "replaced by NULL", around, new byte[] {5, 0});
        put(path, "followed by NULL", around, joined(encoded, new byte[] {5, 0}));
        for (int other : new int[] {tag ^ 1, tag ^ 0x20, tag ^ 0x80, 0x04, 0x30, 0x31, 0x1f, 0xa0, 0x0c, 0x13}) {
            if (other != tag) {
                put(path, "with tag " + other, around, tlv(other, value));
            }
        }
        lengths(path, around, tag, value);
        put(path, "zero added inside", around, tlv(tag, joined(value, new byte[1])));
        put(path, "NULL added inside", around, tlv(tag, joined(value, new byte[] {5, 0})));
        put(path, "zero put first inside", around, tlv(tag, joined(new byte[1], value)));
        if (value.length > 0) {
            put(path, "last byte changed", around, tlv(tag, flipped(value, value.length - 1)));
            put(path, "first byte changed", around, tlv(tag, flipped(value, 0)));
            put(path, "last byte dropped", around, tlv(tag, Arrays.copyOf(value, value.length - 1)));
            put(path, "all zeros inside", around, tlv(tag, new byte[value.length]));
        }
        if (tag == 2 && value.length > 0) {
            put(path, "negated", around, tlv(tag, new BigInteger(value).negate().toByteArray()));
            put(
                    path,
                    "one more",
                    around,
                    tlv(tag, new BigInteger(value).add(BigInteger.ONE).toByteArray()));
            put(path, "set to zero", around, new byte[] {2, 1, 0});
            put(path, "set to 600 bytes", around, tlv(tag, joined(new byte[] {1}, new byte[599])));
        }
        if (tag == 1) {
            put(path, "the other truth", around, new byte[] {1, 1, (byte) (value[0] == 0 ? 0xff : 0)});
            put(path, "almost true", around, new byte[] {1, 1, 1});
        }
    }

    private void lengths(String path, UnaryOperator<byte[]> around, int tag, byte[] value) {
        byte[] head = {(byte) tag};
        int n = value.length;
        byte[] four = {(byte) tag, (byte) 0x84, (byte) (n >> 24), (byte) (n >> 16), (byte) (n >> 8), (byte) n};
        put(path, "length of five bytes", around, joined(four, value));
        put(path, "indefinite length", around, joined(head, new byte[] {(byte) 0x80}, value, new byte[2]));
        put(path, "length of 2^31", around, joined(head, new byte[] {(byte) 0x84, (byte) 0x80, 0, 0, 0}, value));
        put(path, "length of 2^56", around, joined(head, new byte[] {(byte) 0x88, 1, 0, 0, 0, 0, 0, 0, 0}, value));
        put(path, "length too long by one", around, joined(head, length(n + 1), value));
        if (n > 0) {
            put(path, "length too short by one", around, joined(head, length(n - 1), value));
        }
        if (n < 128) {
            put(path, "length of two bytes", around, joined(head, new byte[] {(byte) 0x81, (byte) n}, value));
        }
    }

    private void put(String path, String change, UnaryOperator<byte[]> around, byte[] replacement) {
        add(path, change, () -> around.apply(replacement));
    }

    private void add(String path, String change, java.util.function.Supplier<byte[]> bytes) {
        all.add(new ByteMutants.Changed("der" + path + " " + change, bytes));
    }

    /** Elements inside, also those of strings that hold DER: extensions, keys, signatures. */
    private List<Element> children(Element element) {
        int tag = element.tag(original);
        int skipped = tag == 3 ? 1 : 0;
        if ((tag & 0x20) == 0 && tag != 4 && tag != 3) {
            return List.of();
        }
        return elements(original, element.content() + skipped, element.end());
    }

    /** The elements that {@code in} consists of from {@code from} to {@code to}, or none when it does not. */
    private static List<Element> elements(byte[] in, int from, int to) {
        var found = new ArrayList<Element>();
        int at = from;
        while (at < to) {
            int count = at + 1 < to && in[at + 1] < 0 ? in[at + 1] & 0x7f : 0;
            if (at + 2 + count > to || count > 3 || in[at + 1] == (byte) 0x80 || (in[at] & 0x1f) == 0x1f) {
                return List.of();
            }
            int length = count == 0
                    ? in[at + 1]
                    : new BigInteger(1, Arrays.copyOfRange(in, at + 2, at + 2 + count)).intValue();
            int content = at + 2 + count;
            if (length > to - content) {
                return List.of();
            }
            found.add(new Element(at, content, content + length));
            at = content + length;
        }
        return found;
    }

    private static byte[] flipped(byte[] value, int at) {
        byte[] flipped = value.clone();
        flipped[at] ^= 1;
        return flipped;
    }

    private static byte[] tlv(int tag, byte[] value) {
        return joined(new byte[] {(byte) tag}, length(value.length), value);
    }

    private static byte[] length(int n) {
        if (n < 128) {
            return new byte[] {(byte) n};
        }
        byte[] digits = BigInteger.valueOf(n).toByteArray();
        byte[] minimal = digits[0] == 0 ? Arrays.copyOfRange(digits, 1, digits.length) : digits;
        return joined(new byte[] {(byte) (0x80 | minimal.length)}, minimal);
    }
}

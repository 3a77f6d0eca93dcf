package dev.attest.fuzz;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.MalformedDerException;

/** DER, every element read as everything. */
public final class DerTarget {
    private interface Value {
        void read(Der element) throws MalformedDerException;
    }

    private static final Value[] VALUES = {
        Der::integer, Der::bool, Der::wholeBits, Der::oid, Der::generalizedTime, Der::utf8, Der::requireShallow
    };

    private DerTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            read(DerReader.single(input), 0);
        } catch (MalformedDerException e) {
            // What malformed input has to end in.
        }
    }

    private static void read(Der element, int depth) throws MalformedDerException {
        for (Value value : VALUES) {
            try {
                value.read(element);
            } catch (MalformedDerException e) {
                // Most elements are not most kinds.
            }
        }
        if (depth < 40 && (element.tag() & 0x20) != 0) {
            for (DerReader inside = element.children(); inside.hasNext(); ) {
                read(inside.next(), depth + 1);
            }
        }
    }
}

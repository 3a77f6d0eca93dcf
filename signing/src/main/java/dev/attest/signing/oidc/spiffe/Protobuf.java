package dev.attest.signing.oidc.spiffe;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads one field of a protobuf message and steps over the others. */
final class Protobuf {
    private Protobuf() {}

    /** The first value of a field that is a message, a text or bytes. */
    static ByteBuffer first(ByteBuffer message, int number) throws IOException {
        while (message.hasRemaining()) {
            long tag = varint(message);
            ByteBuffer value = value(message, (int) (tag & 7));
            if (tag == (((long) number << 3) | 2)) {
                return value;
            }
        }
        throw new IOException("answered without a token");
    }

    private static ByteBuffer value(ByteBuffer message, int type) throws IOException {
        return switch (type) {
            case 0 -> {
                varint(message);
                yield ByteBuffer.allocate(0);
            }
            case 1 -> take(message, 8);
            case 2 -> take(message, varint(message));
            case 5 -> take(message, 4);
            default -> throw malformed();
        };
    }

    private static ByteBuffer take(ByteBuffer message, long length) throws IOException {
        if (length < 0 || length > message.remaining()) {
            throw malformed();
        }
        ByteBuffer part = message.slice(message.position(), (int) length);
        message.position(message.position() + (int) length);
        return part;
    }

    private static long varint(ByteBuffer message) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!message.hasRemaining()) {
                throw malformed();
            }
            byte next = message.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private static IOException malformed() {
        return new IOException("answered with no protobuf message");
    }
}

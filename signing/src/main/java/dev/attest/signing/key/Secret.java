package dev.attest.signing.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password or PIN while it is needed; {@link #close} overwrites it. It never shows in messages. */
public final class Secret implements AutoCloseable {
    private final char[] characters;

    /** Takes {@code characters} over: they are overwritten when this is closed. */
    public Secret(char[] characters) {
        this.characters = characters;
    }

    /** The characters themselves, not a copy; they are gone after {@link #close}. */
    public char[] characters() {
        return characters;
    }

    /** The characters in UTF-8; whoever asks overwrites them. */
    public byte[] utf8() {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        encoded.clear();
        encoded.put(new byte[encoded.remaining()]);
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}

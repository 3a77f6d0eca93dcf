package dev.attest.signing.key;

import java.util.Base64;

/** Writes PEM blocks (RFC 7468) as services want them: lines of 64 characters, line feeds on every platform. */
public final class PemWriter {
    private PemWriter() {}

    /** The block with this label, such as {@code PUBLIC KEY}. */
    public static String write(String label, byte[] der) {
        byte[] lineFeed = {'\n'};
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, lineFeed).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}

package dev.attest.signing.key.pem;

import dev.attest.signing.key.MalformedKeyException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/**
 * The one private key among the blocks of a PEM text (RFC 7468). Curve parameters, certificates, public keys and
 * explanations beside it are passed over. Bytes throughout, so that a plain key does not stay in memory as a text.
 */
final class PrivateBlock {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final Set<String> BESIDE = Set.of("EC PARAMETERS", "CERTIFICATE", "PUBLIC KEY");
    private static final int MAX_LABEL = 40;
    private static final int MAX_BLOCKS = 32;

    private final String label;
    private final byte[] content;

    private PrivateBlock(String label, byte[] content) {
        this.label = label;
        this.content = content;
    }

    static PrivateBlock find(byte[] text) throws MalformedKeyException {
        PrivateBlock found = null;
        int at = indexOf(text, BEGIN, 0);
        for (int count = 0; at >= 0; count++) {
            String label = label(text, at + BEGIN.length());
            int body = at + BEGIN.length() + label.length() + DASHES.length();
            int end = indexOf(text, END + label + DASHES, body);
            if (end < 0 || count == MAX_BLOCKS) {
                throw new MalformedKeyException("a PEM text that is cut short or has too many blocks");
            }
            if (!BESIDE.contains(label)) {
                if (found != null) {
                    throw new MalformedKeyException("a PEM text with more than one private key");
                }
                found = new PrivateBlock(label, content(text, body, end));
            }
            at = indexOf(text, BEGIN, end + END.length());
        }
        if (found == null) {
            throw new MalformedKeyException("no private key in PEM");
        }
        return found;
    }

    String label() {
        return label;
    }

    /** The bytes themselves, not a copy, to be overwritten. */
    byte[] content() {
        return content;
    }

    private static String label(byte[] text, int from) throws MalformedKeyException {
        var label = new StringBuilder();
        for (int i = from; i < text.length && label.length() < MAX_LABEL; i++) {
            char c = (char) text[i];
            if (c == '-' && indexOf(text, DASHES, i) == i) {
                return label.toString();
            }
            if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != ' ') {
                break;
            }
            label.append(c);
        }
        throw new MalformedKeyException("a PEM text with a block whose name cannot be read");
    }

    private static byte[] content(byte[] text, int from, int to) throws MalformedKeyException {
        byte[] digits = Arrays.copyOfRange(text, from, to);
        var packed = new Wiped(digits.length);
        try {
            for (byte b : digits) {
                if (b == ':') {
                    throw new MalformedKeyException("a private key encrypted in OpenSSL's old way (Proc-Type);"
                            + " convert it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc'");
                }
                if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                    packed.write(b);
                }
            }
            return packed.base64();
        } catch (IllegalArgumentException e) {
            throw new MalformedKeyException("a PEM text whose content is not base64");
        } finally {
            Arrays.fill(digits, (byte) 0);
            packed.wipe();
        }
    }

    private static int indexOf(byte[] text, String what, int from) {
        for (int i = from; i <= text.length - what.length(); i++) {
            int j = 0;
            while (j < what.length() && text[i + j] == what.charAt(j)) {
                j++;
            }
            if (j == what.length()) {
                return i;
            }
        }
        return -1;
    }

    /** Sized once, so that no copy of what was written is left behind. */
    private static final class Wiped extends ByteArrayOutputStream {
        Wiped(int size) {
            super(size);
        }

        byte[] base64() {
            byte[] exact = Arrays.copyOf(buf, count);
            try {
                return Base64.getDecoder().decode(exact);
            } finally {
                Arrays.fill(exact, (byte) 0);
            }
        }

        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }
}

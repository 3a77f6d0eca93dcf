package dev.attest.oci.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file (RFC 7468), whatever text stands between them. */
final class Pem {
    private static final int MAX_BYTES = 4 << 20;
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----");

    /** A block: {@code CERTIFICATE}, {@code PRIVATE KEY}, … and the DER in it. */
    record Block(String label, Bytes der) {}

    /** Bytes that a record may hold. */
    static final class Bytes {
        private final byte[] content;

        private Bytes(byte[] content) {
            this.content = content;
        }

        byte[] content() {
            return content.clone();
        }
    }

    private Pem() {}

    /** All blocks; what begins and is not one is an {@link IllegalArgumentException} that quotes nothing. */
    static List<Block> parse(byte[] file) {
        if (file.length > MAX_BYTES) {
            throw new IllegalArgumentException("has more than " + MAX_BYTES + " bytes");
        }
        String text = new String(file, StandardCharsets.ISO_8859_1);
        var blocks = new ArrayList<Block>();
        Matcher begin = BEGIN.matcher(text);
        int from = 0;
        while (begin.find(from)) {
            String end = "-----END " + begin.group(1) + "-----";
            int stop = text.indexOf(end, begin.end());
            if (stop < 0) {
                throw new IllegalArgumentException("a PEM block of it has no end");
            }
            blocks.add(new Block(begin.group(1), new Bytes(decode(text.substring(begin.end(), stop)))));
            from = stop + end.length();
        }
        return List.copyOf(blocks);
    }

    private static byte[] decode(String body) {
        if (body.contains("ENCRYPTED")) {
            throw encrypted();
        }
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a PEM block of it is not base64", null);
        }
    }

    static IllegalArgumentException encrypted() {
        return new IllegalArgumentException(
                "is encrypted; registries are asked without a password prompt, so give a key without one (openssl pkey)");
    }
}

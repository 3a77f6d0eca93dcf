package dev.attest.signing.tuf;

import java.nio.charset.StandardCharsets;

/** Names as one segment of an address or as a file name: all but letters, digits and {@code _-.~} is percent-encoded. */
final class UrlText {
    private UrlText() {}

    static String encode(String name) {
        var text = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "_-.~".indexOf(c) >= 0;
            if (plain) {
                text.append(c);
            } else {
                text.append(String.format("%%%02X", (int) c));
            }
        }
        return text.toString();
    }
}

package dev.attest.signing.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One PEM block (RFC 7468) and nothing around it: its label and the bytes inside. */
public final class Pem {
    private static final int MAX_CHARACTERS = 1 << 17;
    private static final Pattern FRAME =
            Pattern.compile("\\s*+-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----\\s*+");

    private final String label;
    private final byte[] content;

    private Pem(String label, byte[] content) {
        this.label = label;
        this.content = content;
    }

    /** The block, or empty when {@code text} is anything else. */
    public static Optional<Pem> parse(byte[] text) {
        if (text.length > MAX_CHARACTERS) {
            return Optional.empty();
        }
        Matcher frame = FRAME.matcher(new String(text, StandardCharsets.US_ASCII));
        if (!frame.matches()) {
            return Optional.empty();
        }
        try {
            byte[] content = Base64.getDecoder().decode(frame.group(2).replaceAll("\\s", ""));
            return Optional.of(new Pem(frame.group(1), content));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public String label() {
        return label;
    }

    public byte[] content() {
        return content.clone();
    }
}

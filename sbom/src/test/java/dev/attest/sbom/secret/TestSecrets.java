package dev.attest.sbom.secret;

import java.util.Base64;
import java.util.Random;

/** Secrets that nobody ever had: drawn anew, always the same ones. */
public final class TestSecrets {
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private TestSecrets() {}

    static String draw(String alphabet, int length) {
        var random = new Random(length);
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    static String alphanumeric(int length) {
        return draw(ALPHANUMERIC, length);
    }

    static String hex(int length) {
        return draw("0123456789abcdef", length);
    }

    static String checked(String prefix) {
        String body = alphanumeric(30);
        return prefix + body + TokenForm.checksum(body);
    }

    /** A token of GitHub whose checksum holds. */
    public static String gitHub() {
        return checked("ghp_");
    }

    static String base64(int bytes, int... first) {
        byte[] body = new byte[bytes];
        new Random(bytes).nextBytes(body);
        for (int i = 0; i < first.length; i++) {
            body[i] = (byte) first[i];
        }
        return Base64.getEncoder().encodeToString(body);
    }

    /** What looks like an RSA key in PEM. */
    public static String pem(String label) {
        return armour(label, base64(600, 0x30, 0x82, 0x02, 0x54), "\n");
    }

    static String armour(String label, String body, String lineEnd) {
        return "-----BEGIN " + label + "-----" + lineEnd
                + body.replaceAll("(.{64})", "$1" + lineEnd.replace("\\", "\\\\")) + lineEnd + "-----END " + label
                + "-----" + lineEnd;
    }
}

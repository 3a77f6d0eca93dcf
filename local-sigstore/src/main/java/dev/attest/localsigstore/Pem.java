package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** RFC 7468 text with one block. */
final class Pem {

    static final String CERTIFICATE = "CERTIFICATE";
    static final String PUBLIC_KEY = "PUBLIC KEY";
    static final String CERTIFICATE_REQUEST = "CERTIFICATE REQUEST";

    private static final int LINE = 64;

    private Pem() {}

    static String write(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    static String labelOf(byte[] pem) {
        String text = new String(pem, US_ASCII).strip();
        int end = text.indexOf("-----", 11);
        return text.startsWith("-----BEGIN ") && end > 0 ? text.substring(11, end) : "";
    }

    /** The bytes of the only block, which must have the label. */
    static byte[] read(String label, byte[] pem) throws MalformedInputException {
        String text = new String(pem, US_ASCII).strip();
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        if (!text.startsWith(begin) || !text.endsWith(end) || text.length() < begin.length() + end.length()) {
            throw new MalformedInputException("not one PEM block " + label);
        }
        String body = text.substring(begin.length(), text.length() - end.length());
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("PEM block " + label + " is not base64", e);
        }
    }
}

package dev.attest.sbom.secret;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Private keys as text (RFC 7468, RFC 1421, OpenSSH's PROTOCOL.key, RFC 9580 armour): a header counts only with a body
 * behind it that is a key's, for programs are full of bare headers.
 */
final class KeyText {
    private static final String KEY = "PRIVATE KEY-----";
    private static final String PGP = "PRIVATE KEY BLOCK-----";
    private static final int MAX_GAP = 40;
    private static final int MAX_HEADERS = 300;
    /** Writers fill a body's first line with 64 characters or more. */
    static final int LEAST_LINE = 40;

    private static final int MAX_LABEL = 40;
    private static final int NEAR = 40;
    private static final int READ = 1_600;
    /** The shortest key, of Ed25519 in PKCS #8, has 64 characters. */
    private static final int LEAST = 60;
    /** base64 of "openssh-key-v1\0" with the cipher "none". */
    private static final String OPENSSH = "b3BlbnNzaC1rZXktdjE";

    private static final String OPENSSH_OPEN = OPENSSH + "AAAAABG5vbmU";
    private static final Pattern LABEL = Pattern.compile("[A-Z0-9]{0,12}( [A-Z0-9]{1,12})?");
    private static final Pattern LINE_END = Pattern.compile("\\\\r|\\\\n|[\\s\"'+,\\\\]");

    private KeyText() {}

    /** The kind of key whose body may begin at {@code begin}, on the line of its header or on one after that. */
    static Optional<SecretKind> beginningAt(Stretch stretch, int begin) {
        if (stretch.has("KEY-----", begin)) {
            return headed(stretch, begin + 8);
        }
        int blanks = 0;
        int before = begin - 1;
        while (before >= stretch.from() && begin - before < MAX_GAP && isGap(stretch.bytes()[before])) {
            blanks += stretch.bytes()[before] == '\n' || stretch.bytes()[before] == 'n' ? 1 : 0;
            before--;
        }
        if (before < stretch.from() || before == begin - 1) {
            return Optional.empty();
        }
        byte last = stretch.bytes()[before];
        if (last == '-') {
            return headed(stretch, before + 1);
        }
        if (last >= '0' && last <= '9' && isPutty(stretch, before)) {
            return Optional.of(SecretKind.PUTTY_KEY);
        }
        // Headers of RFC 1421 or of PGP, then a blank line.
        int end = blanks >= 2 ? stretch.findLast("-----", before, MAX_HEADERS) : -1;
        boolean headers = end >= 0 && stretch.text(end + 5, begin - end - 5).contains(": ");
        return headers ? headed(stretch, end + 5) : Optional.empty();
    }

    private static boolean isGap(byte b) {
        return b == '\n' || b == '\r' || b == ' ' || b == '\t' || b == '"' || b == '\'' || b == '+' || b == '\\'
                || b == 'n' || b == 'r' || b == ',';
    }

    private static boolean isPutty(Stretch stretch, int lastDigit) {
        int lines = stretch.findLast("Private-Lines: ", lastDigit, 18);
        int encryption = lines < 0 ? -1 : stretch.findLast("Encryption: ", lines, SecretScan.MARGIN);
        return encryption >= 0 && stretch.has("none", encryption + 12);
    }

    /** The kind of key whose header ends before {@code end}. */
    private static Optional<SecretKind> headed(Stretch stretch, int end) {
        String ending = stretch.has(KEY, end - KEY.length()) ? KEY : PGP;
        int label = stretch.has(ending, end - ending.length()) ? begin(stretch, end - ending.length()) : -1;
        if (label < 0) {
            return Optional.empty();
        }
        String name = stretch.text(label, end - ending.length() - label).strip();
        String body = stretch.text(end, READ);
        if (!LABEL.matcher(name).matches()) {
            return Optional.empty();
        }
        // RFC 1421: "Proc-Type: 4,ENCRYPTED" in front, and what follows is no DER.
        int mark = body.indexOf("ENCRYPTED");
        boolean sealed = mark >= 0 && mark < NEAR;
        boolean locked = sealed || name.equals("ENCRYPTED");
        String key = base64(body);
        boolean opaque = sealed || name.equals("PGP") || name.equals("OPENSSH");
        if (key.length() < LEAST
                || !(opaque || isDer(key))
                || (name.equals("OPENSSH") && !key.startsWith(OPENSSH))
                || !isRandom(key)) {
            return Optional.empty();
        }
        if (locked || (name.equals("OPENSSH") && !key.startsWith(OPENSSH_OPEN))) {
            return Optional.of(SecretKind.ENCRYPTED_PRIVATE_KEY);
        }
        boolean account = stretch.text(label - 80, 69).contains("\"private_key\"");
        return Optional.of(account ? SecretKind.GCP_SERVICE_ACCOUNT : SecretKind.PRIVATE_KEY);
    }

    /** Where the label begins behind its five dashes and BEGIN, or -1. */
    private static int begin(Stretch stretch, int end) {
        for (int at = end; at >= end - MAX_LABEL; at--) {
            if (stretch.has("-----BEGIN ", at - 11)) {
                return at;
            }
        }
        return -1;
    }

    /** An ASN.1 SEQUENCE: 0x30 and a length of one byte, or one that says that one or two follow. */
    private static boolean isDer(String key) {
        return key.charAt(0) == 'M' && key.charAt(1) >= 'A' && key.charAt(1) <= 'I';
    }

    private static boolean isRandom(String key) {
        return key.chars().distinct().count() >= 20;
    }

    /** The first characters of the body, whatever ends its lines; headers before it (RFC 1421, PGP) are passed over. */
    private static String base64(String text) {
        int colon = text.indexOf(':');
        String body = colon >= 0 && colon < NEAR ? afterHeaders(text) : text;
        String plain = LINE_END.matcher(body).replaceAll("");
        int length = 0;
        while (length < plain.length() && isBase64(plain.charAt(length))) {
            length++;
        }
        return plain.substring(0, length);
    }

    private static String afterHeaders(String body) {
        String lines = body.replace("\\r", "").replace("\\n", "\n").replace("\r", "");
        int blank = lines.indexOf("\n\n");
        return blank < 0 ? lines : lines.substring(blank);
    }

    private static boolean isBase64(char c) {
        return c < 128 && Alphabet.BASE64.has((byte) c);
    }
}

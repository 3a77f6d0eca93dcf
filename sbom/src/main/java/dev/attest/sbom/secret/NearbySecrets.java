package dev.attest.sbom.secret;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Secrets that are told by what stands beside a word of their own. */
final class NearbySecrets {
    private static final int AROUND = 400;
    static final int AWS_SECRET = 40;
    private static final int MAX_TOKEN = 300;
    private static final int AZURE_KEY = 86;
    /** The storage emulator's key, which Microsoft publishes. */
    private static final String EMULATOR = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1";

    private NearbySecrets() {}

    /** What begins at {@code at}, with nothing of a token in front. */
    static Optional<SecretKind> startingAt(Stretch stretch, int at) {
        return switch (stretch.bytes()[at]) {
            case 'd' -> only(SecretKind.DATABRICKS_TOKEN, stretch.has("dapi", at) && isDatabricks(stretch, at));
            case 'p' -> only(SecretKind.PYPI_TOKEN, stretch.has("pypi-AgE", at) && isPypi(stretch, at));
            case 's' -> only(SecretKind.OPENAI_KEY, stretch.has("sk-", at) && isOpenAi(stretch, at));
            case 'x' ->
                only(
                        SecretKind.SLACK_TOKEN,
                        (stretch.has("xox", at) || stretch.has("xapp-", at))
                                && isSlack(stretch.text(at, length(stretch, at))));
            default -> Optional.empty();
        };
    }

    /** What a run is that follows a dot. */
    static Optional<SecretKind> afterDot(Stretch stretch, int at, int end) {
        int length = end - at;
        if (length >= 90 && (stretch.has("hvs.", at - 4) || stretch.has("hvb.", at - 4))) {
            return only(SecretKind.VAULT_TOKEN, isRandom(stretch, at) && !stretch.is(Alphabet.TOKEN, at - 5));
        }
        if (length >= 60 && length <= 70 && stretch.has(".atlasv1.", at - 9)) {
            return only(
                    SecretKind.TERRAFORM_TOKEN, isRandom(stretch, at) && stretch.is(Alphabet.ALPHANUMERIC, at - 10));
        }
        boolean sendGrid = length == 43
                && stretch.has("SG.", at - 26)
                && !stretch.is(Alphabet.TOKEN, at - 27)
                && Alphabet.TOKEN.span(stretch.bytes(), at - 23, stretch.to(), 23) == 22;
        return only(SecretKind.SENDGRID_KEY, sendGrid && isRandom(stretch, at));
    }

    /** Whether the 40 characters from {@code at} on are a secret key with an access key id (AKIA…) near them. */
    static boolean isAws(Stretch stretch, int at) {
        byte[] bytes = stretch.bytes();
        if (Alphabet.BASE64.span(bytes, at, stretch.to(), AWS_SECRET) < AWS_SECRET
                || !isMixed(bytes, at)
                || !Randomness.of(bytes, at, at + AWS_SECRET)) {
            return false;
        }
        int id = stretch.find("AKIA", at - AROUND, 2 * AROUND);
        while (id >= 0 && !isAccessKeyId(stretch, id)) {
            id = stretch.find("AKIA", id + 1, at + AROUND - id);
        }
        return id >= 0;
    }

    private static boolean isAccessKeyId(Stretch stretch, int at) {
        return !stretch.is(Alphabet.ALPHANUMERIC, at - 1)
                && Alphabet.BASE32.span(stretch.bytes(), at + 4, stretch.to(), 17) == 16
                && !stretch.is(Alphabet.ALPHANUMERIC, at + 20)
                && Randomness.of(stretch.bytes(), at + 4, at + 20);
    }

    /** Neither a hash in hex nor a path, which have 40 characters too. */
    private static boolean isMixed(byte[] bytes, int at) {
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (int i = at; i < at + AWS_SECRET; i++) {
            upper |= bytes[i] >= 'A' && bytes[i] <= 'Z';
            lower |= bytes[i] >= 'a' && bytes[i] <= 'z';
            digit |= bytes[i] >= '0' && bytes[i] <= '9';
        }
        return upper && lower && digit;
    }

    /** Whether an account key stands at {@code at}: 64 bytes in base64, as part of a connection string. */
    static boolean isAzure(Stretch stretch, int at) {
        return stretch.has("AccountKey=", at - 11)
                && Alphabet.BASE64.span(stretch.bytes(), at, stretch.to(), AZURE_KEY + 1) == AZURE_KEY
                && stretch.has("==", at + AZURE_KEY)
                && !stretch.has(EMULATOR, at)
                && Randomness.of(stretch.bytes(), at, at + AZURE_KEY);
    }

    private static boolean isDatabricks(Stretch stretch, int at) {
        int length = length(stretch, at);
        return (length == 36 || length == 38)
                && Alphabet.HEX.span(stretch.bytes(), at + 4, stretch.to(), 32) == 32
                && Randomness.of(stretch.bytes(), at + 4, at + 36);
    }

    private static boolean isPypi(Stretch stretch, int at) {
        return length(stretch, at) >= 80 && Randomness.of(stretch.bytes(), at + 8, at + 80);
    }

    /** base64 of "OpenAI" stands in the middle of each of their keys. */
    private static boolean isOpenAi(Stretch stretch, int at) {
        int length = length(stretch, at);
        int mark = length >= 48 ? stretch.find("T3BlbkFJ", at, 120) : -1;
        return mark >= at + 23 && at + length - mark - 8 >= 20 && Randomness.of(stretch.bytes(), mark + 8, mark + 28);
    }

    private static int length(Stretch stretch, int at) {
        return Alphabet.TOKEN.span(stretch.bytes(), at, stretch.to(), MAX_TOKEN);
    }

    private static boolean isRandom(Stretch stretch, int at) {
        return Randomness.of(stretch.bytes(), at, at + 40);
    }

    private static boolean isSlack(String run) {
        String[] parts = run.split("-", -1);
        if (parts.length < 4 || !(parts[0].matches("xox[abeprs]") || parts[0].equals("xapp"))) {
            return false;
        }
        String last = parts[parts.length - 1];
        byte[] secret = last.getBytes(StandardCharsets.ISO_8859_1);
        return parts[parts.length - 2].matches("[0-9]{10,14}")
                && last.matches("[A-Za-z0-9]{24,64}")
                && Randomness.of(secret, 0, secret.length);
    }

    private static Optional<SecretKind> only(SecretKind kind, boolean holds) {
        return holds ? Optional.of(kind) : Optional.empty();
    }
}

package dev.attest.signing.x509;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.MalformedDerException;

/** Texts that certificates claim. They end up in messages and comparisons, so that control characters are refused. */
final class Text {
    private static final int MAX_CHARACTERS = 2048;

    private Text() {}

    static String printable(Der element) throws MalformedDerException {
        return printable(element.utf8());
    }

    static String printable(String text) throws MalformedDerException {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS || text.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedDerException("a text that is empty, too long or holds control characters");
        }
        return text;
    }
}

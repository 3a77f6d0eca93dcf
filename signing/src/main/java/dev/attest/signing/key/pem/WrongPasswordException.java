package dev.attest.signing.key.pem;

/** What an encrypted key gives with this password is no key: the password is wrong, or the text is damaged. */
final class WrongPasswordException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongPasswordException() {
        super("cannot be decrypted: the password is wrong, or the file is damaged");
    }
}

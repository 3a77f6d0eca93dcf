package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;

/** A text with one signature under it (C2SP signed-note). */
final class SignedNote {

    private static final int HINT = 4;

    private SignedNote() {}

    /** {@code text} ends with a line end; of {@code keyId} the head is the hint at the key. */
    static String sign(String text, String name, byte[] keyId, PrivateKey key) {
        byte[] signature = Signatures.sign(key, text.getBytes(UTF_8));
        byte[] hinted = Arrays.copyOf(Arrays.copyOf(keyId, HINT), HINT + signature.length);
        System.arraycopy(signature, 0, hinted, HINT, signature.length);
        return text + "\n\u2014 " + name + " " + Base64.getEncoder().encodeToString(hinted) + "\n";
    }

    /** The text of a checkpoint (C2SP tlog-checkpoint). */
    static String checkpoint(String origin, MerkleTree tree) {
        return origin + "\n" + tree.size() + "\n" + Base64.getEncoder().encodeToString(tree.root()) + "\n";
    }
}

package dev.attest.signing.key.pem;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** NaCl's secretbox: XSalsa20 with a Poly1305 tag of 16 bytes in front. */
final class SecretBox {
    static final int KEY = 32;
    static final int NONCE = 24;
    private static final int TAG = 16;

    private SecretBox() {}

    static byte[] seal(byte[] key, byte[] nonce, byte[] plain) {
        XSalsa20Engine stream = stream(key, nonce);
        byte[] tagKey = tagKey(stream);
        byte[] box = new byte[TAG + plain.length];
        stream.processBytes(plain, 0, plain.length, box, TAG);
        System.arraycopy(tag(tagKey, box), 0, box, 0, TAG);
        return box;
    }

    /** What was sealed, or empty when the key is another or anything was changed. */
    static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] box) {
        if (box.length < TAG) {
            return Optional.empty();
        }
        XSalsa20Engine stream = stream(key, nonce);
        byte[] tag = tag(tagKey(stream), box);
        if (!MessageDigest.isEqual(tag, Arrays.copyOf(box, TAG))) {
            return Optional.empty();
        }
        byte[] plain = new byte[box.length - TAG];
        stream.processBytes(box, TAG, plain.length, plain, 0);
        return Optional.of(plain);
    }

    private static XSalsa20Engine stream(byte[] key, byte[] nonce) {
        var stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return stream;
    }

    /** The stream's first 32 bytes. */
    private static byte[] tagKey(XSalsa20Engine stream) {
        byte[] tagKey = new byte[KEY];
        stream.processBytes(tagKey, 0, KEY, tagKey, 0);
        return tagKey;
    }

    private static byte[] tag(byte[] tagKey, byte[] box) {
        var mac = new Poly1305();
        mac.init(new KeyParameter(tagKey));
        mac.update(box, TAG, box.length - TAG);
        byte[] tag = new byte[TAG];
        mac.doFinal(tag, 0);
        return tag;
    }
}

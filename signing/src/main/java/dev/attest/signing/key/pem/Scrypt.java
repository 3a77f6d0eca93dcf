package dev.attest.signing.key.pem;

import dev.attest.signing.key.MalformedKeyException;
import java.math.BigInteger;
import org.bouncycastle.crypto.generators.SCrypt;

/** The key derivation function scrypt (RFC 7914), its costs bounded before anything is allocated. */
final class Scrypt {
    /** 128 N r bytes are allocated: twice cosign's cost is the most that is accepted. */
    private static final long MAX_MEMORY = 128L << 20;

    /** N r p is the time: eight times cosign's. */
    private static final long MAX_WORK = 1L << 22;

    private static final int MAX_SALT = 1024;

    private final int n;
    private final int r;
    private final int p;
    private final byte[] salt;

    private Scrypt(int n, int r, int p, byte[] salt) {
        this.n = n;
        this.r = r;
        this.p = p;
        this.salt = salt;
    }

    static Scrypt of(BigInteger n, BigInteger r, BigInteger p, byte[] salt) throws MalformedKeyException {
        boolean small = n.bitLength() <= 21 && r.bitLength() <= 21 && p.bitLength() <= 21;
        if (!small || n.signum() <= 0 || r.signum() <= 0 || p.signum() <= 0) {
            throw tooCostly();
        }
        long block = r.longValueExact() * 128;
        if (block * n.longValueExact() > MAX_MEMORY
                || block * p.longValueExact() > MAX_MEMORY
                || n.longValueExact() * r.longValueExact() > MAX_WORK / p.longValueExact()) {
            throw tooCostly();
        }
        // RFC 7914 §2: a power of two, larger than 1 and less than 2^(128 r / 8).
        boolean power = n.bitCount() == 1 && n.bitLength() > 1;
        if (!power || (r.intValueExact() == 1 && n.bitLength() > 16) || salt.length > MAX_SALT) {
            throw new MalformedKeyException("a private key whose scrypt parameters are not allowed");
        }
        return new Scrypt(n.intValueExact(), r.intValueExact(), p.intValueExact(), salt.clone());
    }

    byte[] derive(byte[] password, int length) {
        return SCrypt.generate(password, salt, n, r, p, length);
    }

    private static MalformedKeyException tooCostly() {
        return new MalformedKeyException(
                "a private key whose scrypt parameters cost more than 128 MiB or 4 million blocks");
    }
}

package dev.attest.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A content digest such as {@code sha256:…} (OCI image-spec, descriptor.md, "Digests"): a registered algorithm and
 * lower-case hex of its length.
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {
    /** The registered algorithms. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String id;
        private final String jca;
        private final int hexLength;

        Algorithm(String id, String jca, int hexLength) {
            this.id = id;
            this.jca = jca;
            this.hexLength = hexLength;
        }

        /** The name in front of the colon, which is also the in-toto name. */
        public String id() {
            return id;
        }

        /** A new computation. */
        public MessageDigest newDigest() {
            try {
                return MessageDigest.getInstance(jca);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("a Java platform without " + jca, e);
            }
        }
    }

    public Digest {
        if (hex.length() != algorithm.hexLength || !hex.chars().allMatch(Digest::isLowerHex)) {
            throw new IllegalArgumentException(
                    "a " + algorithm.id + " digest has " + algorithm.hexLength + " lower-case hexadecimal digits");
        }
    }

    /** Parses {@code algorithm:hex}; anything else is an {@link IllegalArgumentException} that says why. */
    public static Digest parse(String text) {
        for (Algorithm algorithm : Algorithm.values()) {
            if (text.startsWith(algorithm.id + ":")) {
                return new Digest(algorithm, text.substring(algorithm.id.length() + 1));
            }
        }
        throw new IllegalArgumentException("a digest begins with sha256: or sha512:");
    }

    public static Digest sha256(byte[] content) {
        return of(Algorithm.SHA256, content);
    }

    public static Digest of(Algorithm algorithm, byte[] content) {
        return of(algorithm, algorithm.newDigest(), content);
    }

    /** The digest that a finished computation gives. */
    public static Digest of(Algorithm algorithm, MessageDigest computation) {
        return new Digest(algorithm, HexFormat.of().formatHex(computation.digest()));
    }

    private static Digest of(Algorithm algorithm, MessageDigest computation, byte[] content) {
        computation.update(content);
        return of(algorithm, computation);
    }

    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return algorithm.id + ":" + hex;
    }

    private static boolean isLowerHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}

package dev.attest.signing.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** The hash functions that are accepted, under the names that the formats give them. SHA-1 and MD5 are not here. */
public enum HashAlgorithm {
    SHA256("sha256", "SHA2_256", "2.16.840.1.101.3.4.2.1", 32),
    SHA384("sha384", "SHA2_384", "2.16.840.1.101.3.4.2.2", 48),
    SHA512("sha512", "SHA2_512", "2.16.840.1.101.3.4.2.3", 64);

    private final String name;
    private final String protobufName;
    private final String oid;
    private final int length;

    HashAlgorithm(String name, String protobufName, String oid, int length) {
        this.name = name;
        this.protobufName = protobufName;
        this.oid = oid;
        this.length = length;
    }

    /** By the name in Rekor v1 entries and in-toto digest sets. */
    public static Optional<HashAlgorithm> named(String name) {
        return Arrays.stream(values()).filter(one -> one.name.equals(name)).findFirst();
    }

    /** By the name in Sigstore's protobuf messages. */
    public static Optional<HashAlgorithm> protobuf(String name) {
        return Arrays.stream(values())
                .filter(one -> one.protobufName.equals(name))
                .findFirst();
    }

    public static Optional<HashAlgorithm> oid(String oid) {
        return Arrays.stream(values()).filter(one -> one.oid.equals(oid)).findFirst();
    }

    /** The in-toto name, {@code sha256} and so on. */
    public String digestName() {
        return name;
    }

    /** The name in Sigstore's protobuf messages, {@code SHA2_256} and so on. */
    public String protobufName() {
        return protobufName;
    }

    /** How many bytes a digest has. */
    public int length() {
        return length;
    }

    public byte[] hash(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(jca());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + jca(), e);
        }
    }

    String jca() {
        return name.replace("sha", "SHA-");
    }
}

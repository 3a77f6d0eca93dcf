package dev.attest.signing.x509;

import dev.attest.signing.key.HashAlgorithm;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Certificates that passed a check whose answer depends on nothing but the certificate, byte for byte, and what is named
 * beside it: the bundles of one run share their certificate. Refusals are not remembered. Safe for several threads.
 */
public final class Remembered {
    /** More different certificates than this are not of one image, and begin anew. */
    private static final int MAX = 4096;

    private final Set<String> passed = ConcurrentHashMap.newKeySet();

    /** Whether exactly this certificate passed with exactly this {@code question}. */
    public boolean has(Certificate certificate, String question) {
        return passed.contains(key(certificate, question));
    }

    /** Remembers that it passed. */
    public void add(Certificate certificate, String question) {
        if (passed.size() >= MAX) {
            passed.clear();
        }
        passed.add(key(certificate, question));
    }

    private static String key(Certificate certificate, String question) {
        return HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(certificate.encoded())) + " " + question;
    }
}

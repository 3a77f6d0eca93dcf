package dev.attest.signing.revocation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one verified signature, to be held against the list.
 *
 * @param issuer who vouched for the signer; empty for a key and for authorities that ask no issuer
 * @param names the signer's names by the member of a revoked identity that they are compared with; empty for a key
 * @param keySha256 SHA-256 of the key's SubjectPublicKeyInfo, in hex
 * @param certificateSha256 SHA-256 of the certificate; empty for a key
 * @param logEntries {@code <log id in hex> <index>} of every log entry, with {@code *} for an index that nobody signed
 * @param digests the digest sets of all subjects and of the artifact
 * @param times every verified time; none where nothing tells when it was, so that it may have been in any window
 * @param since when the certificate began to be valid, before which nobody signed with it; empty for a key
 */
public record Signing(
        String issuer,
        Map<String, String> names,
        String keySha256,
        Optional<String> certificateSha256,
        List<String> logEntries,
        List<Map<String, String>> digests,
        List<Instant> times,
        Optional<Instant> since) {
    public Signing {
        names = Map.copyOf(names);
        logEntries = List.copyOf(logEntries);
        digests = List.copyOf(digests);
        times = List.copyOf(times);
    }
}

package dev.attest.signing.ct;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.DerWriter;
import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.trust.TransparencyLog;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.MalformedCertificateException;
import dev.attest.signing.x509.Remembered;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;

/** Whether a certificate bears the timestamp of a certificate log that the trusted root knows. */
public final class CertificateTransparency {
    private static final String EXTENSION = "1.3.6.1.4.1.11129.2.4.2";

    private final List<TransparencyLog> logs;
    private final Remembered logged = new Remembered();

    public CertificateTransparency(List<TransparencyLog> logs) {
        this.logs = List.copyOf(logs);
    }

    /**
     * Requires at least one timestamp of a known log, made while that log was trusted, and no wrong one that claims to be
     * of a known log. Timestamps of unknown logs are passed over.
     */
    public void verify(Certificate leaf, Certificate issuer) throws RefusedException {
        byte[] issuerKeyHash = HashAlgorithm.SHA256.hash(issuer.key().encoded());
        String question = HexFormat.of().formatHex(issuerKeyHash);
        if (logged.has(leaf, question)) {
            return;
        }
        byte[] precertificate;
        List<SignedCertificateTimestamp> timestamps;
        try {
            byte[] extension = leaf.extension(EXTENSION)
                    .orElseThrow(() -> new RefusedException(Reason.SCT, "the certificate bears no log's timestamp"));
            timestamps = SignedCertificateTimestamp.list(
                    DerReader.single(extension, Der.OCTET_STRING).content());
            precertificate = withoutTimestamps(leaf.encoded());
        } catch (MalformedDerException | MalformedCertificateException e) {
            throw SignedCertificateTimestamp.malformed();
        }
        boolean known = false;
        for (SignedCertificateTimestamp timestamp : timestamps) {
            known |= verify(timestamp, timestamp.signedBytes(issuerKeyHash, precertificate));
        }
        if (!known) {
            throw new RefusedException(
                    Reason.SCT, "the certificate's timestamp is of no log that the trusted root knows");
        }
        logged.add(leaf, question);
    }

    private boolean verify(SignedCertificateTimestamp timestamp, byte[] signed) throws RefusedException {
        List<TransparencyLog> candidates =
                logs.stream().filter(log -> log.hasId(timestamp.logId())).toList();
        if (candidates.isEmpty()) {
            return false;
        }
        List<TransparencyLog> trusted = candidates.stream()
                .filter(log -> log.validFor().contains(timestamp.time()))
                .toList();
        if (trusted.isEmpty()) {
            throw new RefusedException(
                    Reason.TRUST_WINDOW,
                    "the certificate log is trusted from " + candidates.get(0).validFor() + ", not at "
                            + timestamp.time());
        }
        if (trusted.stream().noneMatch(log -> log.signed(signed, timestamp.signature()))) {
            throw new RefusedException(Reason.SCT, "the certificate log's signature is wrong");
        }
        return true;
    }

    /** The TBSCertificate as the log saw it: the same without the timestamps' extension (RFC 6962 §3.2). */
    private static byte[] withoutTimestamps(byte[] certificate) throws MalformedDerException {
        DerReader tbs = DerReader.single(certificate, Der.SEQUENCE)
                .children()
                .next(Der.SEQUENCE)
                .children();
        var rebuilt = new ByteArrayOutputStream();
        while (tbs.hasNext()) {
            Der element = tbs.next();
            rebuilt.writeBytes(
                    element.tag() == Der.context(3) ? extensionsWithoutTimestamps(element) : element.encoded());
        }
        return DerWriter.element(Der.SEQUENCE, rebuilt.toByteArray());
    }

    private static byte[] extensionsWithoutTimestamps(Der explicit) throws MalformedDerException {
        DerReader holder = explicit.children();
        DerReader extensions = holder.next(Der.SEQUENCE).children();
        holder.end();
        var kept = new ByteArrayOutputStream();
        while (extensions.hasNext()) {
            Der extension = extensions.next(Der.SEQUENCE);
            if (!extension.children().next(Der.OID).oid().equals(EXTENSION)) {
                kept.writeBytes(extension.encoded());
            }
        }
        return DerWriter.element(Der.context(3), DerWriter.element(Der.SEQUENCE, kept.toByteArray()));
    }
}

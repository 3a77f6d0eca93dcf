package dev.attest.signing.timestamp;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.key.HashAlgorithm;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A granted TimeStampResp (RFC 3161 §2.4.2) with one signer: its TSTInfo and its CMS SignedData (RFC 5652 §5). */
final class TimestampToken {
    /** No response is larger than this many bytes. */
    static final int MAX_BYTES = 1 << 18;

    static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";

    private final List<byte[]> certificates = new ArrayList<>();
    private final byte[] content;
    private final Instant time;
    private final HashAlgorithm imprintAlgorithm;
    private final byte[] imprint;
    private final SignerInfo signer;

    private TimestampToken(DerReader response) throws MalformedDerException {
        requireGranted(response.next(Der.SEQUENCE).children());
        DerReader contentInfo = response.next(Der.SEQUENCE).children();
        response.end();
        requireOid(contentInfo, SIGNED_DATA);
        DerReader explicit = contentInfo.next(Der.context(0)).children();
        contentInfo.end();
        DerReader signedData = explicit.next(Der.SEQUENCE).children();
        explicit.end();
        requireVersion(signedData, 3);
        Der digestAlgorithms = signedData.next(Der.SET);
        content = content(signedData.next(Der.SEQUENCE).children());
        Optional<Der> embedded = signedData.optional(Der.context(0));
        if (embedded.isPresent()) {
            collect(embedded.get().children());
        }
        signedData.optional(Der.context(1));
        DerReader signers = signedData.next(Der.SET).children();
        signedData.end();
        signer = new SignerInfo(signers.next(Der.SEQUENCE).children());
        signers.end();
        requireDigestAlgorithm(digestAlgorithms.children(), signer);

        DerReader info = DerReader.single(content, Der.SEQUENCE).children();
        requireVersion(info, 1);
        info.next(Der.OID).oid();
        DerReader messageImprint = info.next(Der.SEQUENCE).children();
        imprintAlgorithm = hash(messageImprint.next(Der.SEQUENCE));
        imprint = messageImprint.next(Der.OCTET_STRING).content();
        messageImprint.end();
        info.next().integer();
        time = info.next().generalizedTime();
        requireHarmlessRest(info);
    }

    static TimestampToken parse(byte[] response) throws MalformedDerException {
        if (response.length > MAX_BYTES) {
            throw new MalformedDerException("a timestamp of more than " + MAX_BYTES + " bytes");
        }
        return new TimestampToken(DerReader.single(response, Der.SEQUENCE).children());
    }

    /** The time that the authority asserts. */
    Instant time() {
        return time;
    }

    /** Whether the timestamp is of {@code data}. */
    boolean isOf(byte[] data) {
        return java.util.Arrays.equals(imprint, imprintAlgorithm.hash(data));
    }

    /** The encoded TSTInfo, which the signer's attributes are about. */
    byte[] content() {
        return content.clone();
    }

    SignerInfo signer() {
        return signer;
    }

    /** The certificates in the token, as found: nothing is known of them. */
    List<byte[]> certificates() {
        return List.copyOf(certificates);
    }

    /** A hash algorithm's identifier; its parameters are absent or NULL. */
    static HashAlgorithm hash(Der identifier) throws MalformedDerException {
        DerReader parts = identifier.expect(Der.SEQUENCE).children();
        String oid = parts.next(Der.OID).oid();
        if (parts.hasNext() && parts.next(Der.NULL).content().length != 0) {
            throw new MalformedDerException("a hash algorithm with parameters");
        }
        parts.end();
        return HashAlgorithm.oid(oid)
                .orElseThrow(() -> new MalformedDerException("a hash algorithm that is not accepted: " + oid));
    }

    static void requireVersion(DerReader reader, int version) throws MalformedDerException {
        if (!reader.next().integer().equals(BigInteger.valueOf(version))) {
            throw new MalformedDerException("a timestamp of unknown version");
        }
    }

    private static void requireGranted(DerReader status) throws MalformedDerException {
        BigInteger code = status.next().integer();
        // granted, grantedWithMods
        if (!code.equals(BigInteger.ZERO) && !code.equals(BigInteger.ONE)) {
            throw new MalformedDerException("a timestamp that was not granted");
        }
    }

    /** The signer's hash function is announced (RFC 5652 §5.1); with one signer there is no other. */
    private static void requireDigestAlgorithm(DerReader announced, SignerInfo signer) throws MalformedDerException {
        if (hash(announced.next()) != signer.hash()) {
            throw new MalformedDerException("a timestamp that announces another hash than it uses");
        }
        announced.end();
    }

    private static void requireOid(DerReader reader, String oid) throws MalformedDerException {
        if (!reader.next(Der.OID).oid().equals(oid)) {
            throw new MalformedDerException("a timestamp whose content is of another type");
        }
    }

    private static byte[] content(DerReader encapsulated) throws MalformedDerException {
        requireOid(encapsulated, TST_INFO);
        DerReader explicit = encapsulated.next(Der.context(0)).children();
        encapsulated.end();
        byte[] content = explicit.next(Der.OCTET_STRING).content();
        explicit.end();
        return content;
    }

    private void collect(DerReader embedded) throws MalformedDerException {
        while (embedded.hasNext() && certificates.size() < 16) {
            certificates.add(embedded.next().encoded());
        }
        embedded.end();
    }

    /** Accuracy, ordering, nonce and the authority's name decide nothing here; critical extensions would. */
    private static void requireHarmlessRest(DerReader info) throws MalformedDerException {
        info.optional(Der.SEQUENCE);
        info.optional(Der.BOOLEAN);
        info.optional(Der.INTEGER);
        info.optional(Der.context(0));
        Optional<Der> extensions = info.optional(Der.context(1));
        info.end();
        if (extensions.isPresent()) {
            DerReader each = extensions.get().children();
            while (each.hasNext()) {
                DerReader extension = each.next(Der.SEQUENCE).children();
                extension.next(Der.OID);
                Optional<Der> critical = extension.optional(Der.BOOLEAN);
                if (critical.isPresent() && critical.get().bool()) {
                    throw new MalformedDerException("a timestamp with an unknown critical extension");
                }
            }
        }
    }
}

package dev.attest.signing.timestamp;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.DerWriter;
import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.x509.Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A CMS SignerInfo with signed attributes (RFC 5652 §5.3, §11): who signed a timestamp, and the signature. */
final class SignerInfo {
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    private static final Map<HashAlgorithm, String> ECDSA = Map.of(
            HashAlgorithm.SHA256, "1.2.840.10045.4.3.2",
            HashAlgorithm.SHA384, "1.2.840.10045.4.3.3",
            HashAlgorithm.SHA512, "1.2.840.10045.4.3.4");
    private static final Map<HashAlgorithm, String> RSA = Map.of(
            HashAlgorithm.SHA256, "1.2.840.113549.1.1.11",
            HashAlgorithm.SHA384, "1.2.840.113549.1.1.12",
            HashAlgorithm.SHA512, "1.2.840.113549.1.1.13");
    private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    private static final String ED25519 = "1.3.101.112";

    private final Der identifier;
    private final HashAlgorithm hash;
    private final byte[] signedAttributes;
    private final Map<String, Der> attributes = new HashMap<>();
    private final byte[] signature;

    SignerInfo(DerReader info) throws MalformedDerException {
        TimestampToken.requireVersion(info, 1);
        identifier = info.next(Der.SEQUENCE);
        hash = TimestampToken.hash(info.next(Der.SEQUENCE));
        Der signed = info.next(Der.context(0));
        // What is signed is the attributes under the tag of a SET (RFC 5652 §5.4).
        signedAttributes = DerWriter.element(Der.SET, signed.content());
        collect(signed.children());
        DerReader algorithmParts = info.next(Der.SEQUENCE).children();
        String algorithm = algorithmParts.next(Der.OID).oid();
        algorithmParts.optional(Der.NULL);
        algorithmParts.end();
        if (!algorithm.equals(ECDSA.get(hash))
                && !algorithm.equals(RSA.get(hash))
                && !algorithm.equals(RSA_ENCRYPTION)
                && !algorithm.equals(ED25519)) {
            throw new MalformedDerException("a timestamp signed by an algorithm that is not accepted");
        }
        signature = info.next(Der.OCTET_STRING).content();
        info.optional(Der.context(1));
        info.end();
    }

    HashAlgorithm hash() {
        return hash;
    }

    /** Whether the signer says it is the holder of this certificate. */
    boolean names(Certificate certificate) throws MalformedDerException {
        DerReader parts = identifier.children();
        boolean named = Arrays.equals(parts.next(Der.SEQUENCE).encoded(), certificate.issuer())
                && parts.next().integer().equals(certificate.serialNumber());
        return named && !parts.hasNext() && bindsCertificate(certificate);
    }

    /** Whether the signature holds, and is about {@code content} as a TSTInfo. */
    boolean verifies(byte[] content, Certificate certificate) throws MalformedDerException {
        Der type = attribute(CONTENT_TYPE)
                .orElseThrow(() -> new MalformedDerException("a timestamp without signed content type"));
        Der digest = attribute(MESSAGE_DIGEST)
                .orElseThrow(() -> new MalformedDerException("a timestamp without signed digest"));
        return type.oid().equals(TimestampToken.TST_INFO)
                && Arrays.equals(digest.expect(Der.OCTET_STRING).content(), hash.hash(content))
                && certificate.key().verifies(hash, signedAttributes, signature);
    }

    /** The attribute that names the certificate by hash must name this one (RFC 5816 §2.2.1), where it is there. */
    private boolean bindsCertificate(Certificate certificate) throws MalformedDerException {
        Optional<Der> attribute = attribute(SIGNING_CERTIFICATE_V2);
        if (attribute.isEmpty()) {
            return true;
        }
        DerReader first = attribute
                .get()
                .expect(Der.SEQUENCE)
                .children()
                .next(Der.SEQUENCE)
                .children()
                .next(Der.SEQUENCE)
                .children();
        Optional<Der> algorithm = first.optional(Der.SEQUENCE);
        HashAlgorithm by = algorithm.isPresent() ? TimestampToken.hash(algorithm.get()) : HashAlgorithm.SHA256;
        return Arrays.equals(first.next(Der.OCTET_STRING).content(), by.hash(certificate.encoded()));
    }

    /** An attribute's one value. */
    private Optional<Der> attribute(String oid) throws MalformedDerException {
        Der values = attributes.get(oid);
        if (values == null) {
            return Optional.empty();
        }
        DerReader reader = values.children();
        Der value = reader.next();
        reader.end();
        return Optional.of(value);
    }

    private void collect(DerReader all) throws MalformedDerException {
        while (all.hasNext()) {
            DerReader attribute = all.next(Der.SEQUENCE).children();
            String oid = attribute.next(Der.OID).oid();
            Der values = attribute.next(Der.SET);
            attribute.end();
            if (attributes.put(oid, values) != null) {
                throw new MalformedDerException("a timestamp with the same attribute twice");
            }
        }
    }
}

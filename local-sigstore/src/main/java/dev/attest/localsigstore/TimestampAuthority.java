package dev.attest.localsigstore;

import dev.attest.localsigstore.Authority.Party;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** An RFC 3161 timestamp authority. */
final class TimestampAuthority {

    static final String PATH = "/api/v1/timestamp";
    static final String QUERY = "application/timestamp-query";
    static final String REPLY = "application/timestamp-reply";

    /** Sigstore's own policy identifier (Fulcio's docs/oid-info.md). */
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.2");

    private static final int MAX_QUERY = 4 << 10;
    private static final Set<String> DIGESTS =
            Set.of(TSPAlgorithms.SHA256.getId(), TSPAlgorithms.SHA384.getId(), TSPAlgorithms.SHA512.getId());
    private static final Set<String> POLICIES = Set.of(POLICY.getId());

    private final Authority authority;
    private final Clock clock;

    TimestampAuthority(Authority authority, Clock clock) {
        this.authority = authority;
        this.clock = clock;
    }

    byte[] answer(byte[] query) throws MalformedInputException, IOException {
        if (query.length > MAX_QUERY) {
            throw new MalformedInputException("timestamp query is larger than 4 KiB");
        }
        Der.requireShallow(query);
        TimeStampRequest request = request(query);
        try {
            return new TimeStampResponseGenerator(tokens(), DIGESTS, POLICIES)
                    .generateGrantedResponse(request, NewAuthority.serial(), Date.from(clock.instant()))
                    .getEncoded();
        } catch (TSPException e) {
            throw new MalformedInputException("timestamp query refused: " + e.getMessage(), e);
        }
    }

    private static TimeStampRequest request(byte[] query) throws MalformedInputException {
        try {
            var request = new TimeStampRequest(query);
            request.validate(DIGESTS, POLICIES, Set.of());
            return request;
        } catch (TSPException e) {
            throw new MalformedInputException("timestamp query refused: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            // BouncyCastle reports damaged structures with many kinds of RuntimeException.
            throw new MalformedInputException("not a timestamp query", e);
        }
    }

    private TimeStampTokenGenerator tokens() throws TSPException {
        X509Certificate certificate = authority.timestampChain().get(0);
        try {
            var generator = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder()
                            .build(
                                    "SHA256withECDSA",
                                    authority.key(Party.TIMESTAMP).getPrivate(),
                                    certificate),
                    new JcaDigestCalculatorProviderBuilder()
                            .build()
                            .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                    POLICY);
            generator.setAccuracySeconds(1);
            generator.addCertificates(new JcaCertStore(List.of(certificate)));
            return generator;
        } catch (OperatorCreationException | CertificateEncodingException e) {
            throw new IllegalStateException("our own authority cannot sign a timestamp", e);
        }
    }
}

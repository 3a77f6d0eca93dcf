package dev.attest.signing.tsa;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.MalformedDerException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Reads of a TimeStampResp (RFC 3161 §2.4.2) what tells whether it answers a query; its signature is not checked. */
final class TimestampReply {
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
    private static final int GRANTED_WITH_MODS = 1;

    private TimestampReply() {}

    /** Why the reply is no answer to the query, or empty when it is one. */
    static Optional<String> objection(byte[] reply, TimestampQuery query) {
        try {
            DerReader fields = DerReader.single(reply, Der.SEQUENCE).children();
            BigInteger status =
                    fields.next(Der.SEQUENCE).children().next(Der.INTEGER).integer();
            if (status.signum() < 0 || status.compareTo(BigInteger.valueOf(GRANTED_WITH_MODS)) > 0) {
                return Optional.of("refused a timestamp (status " + status + ")");
            }
            if (!fields.hasNext()) {
                return Optional.of("granted a timestamp but sent none");
            }
            Der token = fields.next(Der.SEQUENCE);
            fields.end();
            return objection(tstInfo(token), query);
        } catch (MalformedDerException e) {
            return Optional.of("answered something that is not a timestamp reply: " + e.getMessage());
        }
    }

    // ContentInfo, SignedData (RFC 5652 §3, §5.1), EncapsulatedContentInfo, and the TSTInfo in it.
    private static DerReader tstInfo(Der token) throws MalformedDerException {
        DerReader contentInfo = token.children();
        expectOid(contentInfo, SIGNED_DATA);
        DerReader signedData =
                contentInfo.next(Der.context(0)).children().next(Der.SEQUENCE).children();
        signedData.next(Der.INTEGER);
        signedData.next(Der.SET);
        DerReader encapsulated = signedData.next(Der.SEQUENCE).children();
        expectOid(encapsulated, TST_INFO);
        byte[] info = encapsulated
                .next(Der.context(0))
                .children()
                .next(Der.OCTET_STRING)
                .content();
        return DerReader.single(info, Der.SEQUENCE).children();
    }

    private static Optional<String> objection(DerReader info, TimestampQuery query) throws MalformedDerException {
        info.next(Der.INTEGER);
        info.next(Der.OID);
        DerReader imprint = info.next(Der.SEQUENCE).children();
        imprint.next(Der.SEQUENCE);
        if (!Arrays.equals(imprint.next(Der.OCTET_STRING).content(), query.hash())) {
            return Optional.of("timestamped something else than the signature");
        }
        info.next(Der.INTEGER);
        info.next(Der.GENERALIZED_TIME);
        info.optional(Der.SEQUENCE);
        info.optional(Der.BOOLEAN);
        Optional<Der> nonce = info.optional(Der.INTEGER);
        return nonce.isPresent() && nonce.get().integer().equals(query.nonce())
                ? Optional.empty()
                : Optional.of("answered another query (the nonce differs)");
    }

    private static void expectOid(DerReader reader, String oid) throws MalformedDerException {
        if (!reader.next(Der.OID).oid().equals(oid)) {
            throw new MalformedDerException("expected the type " + oid);
        }
    }
}

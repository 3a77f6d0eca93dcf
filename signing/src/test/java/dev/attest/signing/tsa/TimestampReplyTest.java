package dev.attest.signing.tsa;

import static dev.attest.signing.der.DerWriter.element;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.signing.der.Der;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.junit.jupiter.api.Test;

class TimestampReplyTest {
    private static final String ANSWERED = "answered";
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final byte[] SIGNED_DATA = oid("2a864886f70d010702");
    private static final byte[] TST_INFO = oid("2a864886f70d0109100104");
    private static final byte[] EMPTY = element(Der.SEQUENCE);

    private final TimestampQuery query = new TimestampQuery(MESSAGE, new SecureRandom());

    @Test
    void a_query_is_what_others_read() throws Exception {
        for (int i = 0; i < 100; i++) {
            var each = new TimestampQuery(MESSAGE, new SecureRandom());
            var read = new TimeStampRequest(each.encoded());

            assertThat(read.getVersion()).isEqualTo(1);
            assertThat(read.getMessageImprintAlgOID()).isEqualTo(TSPAlgorithms.SHA256);
            assertThat(read.getMessageImprintDigest())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(MESSAGE));
            assertThat(read.getNonce()).isEqualTo(each.nonce()).isPositive();
            assertThat(read.getCertReq()).isTrue();
            assertThat(read.getReqPolicy()).isNull();
            assertThat(read.getEncoded()).isEqualTo(each.encoded());
        }
    }

    @Test
    void a_reply_to_our_query_is_an_answer() {
        byte[] nonce = integer(query.nonce());
        assertThat(objection(reply(0, token(info(query.hash(), nonce))))).isEqualTo(ANSWERED);
        assertThat(objection(reply(1, token(info(query.hash(), nonce))))).isEqualTo(ANSWERED);
        byte[] ordering = element(Der.BOOLEAN, new byte[] {-1});
        assertThat(objection(reply(0, token(info(query.hash(), EMPTY, ordering, nonce)))))
                .isEqualTo(ANSWERED);
    }

    @Test
    void a_refusal_is_told() {
        assertThat(objection(reply(2))).isEqualTo("refused a timestamp (status 2)");
        assertThat(objection(reply(-1))).contains("refused");
        assertThat(objection(reply(2, token(info(query.hash(), integer(query.nonce()))))))
                .contains("refused");
    }

    @Test
    void a_grant_without_timestamp_is_none() {
        assertThat(objection(reply(0))).isEqualTo("granted a timestamp but sent none");
    }

    @Test
    void a_timestamp_of_something_else_is_refused() {
        byte[] hash = query.hash();
        hash[31] ^= 1;
        assertThat(objection(reply(0, token(info(hash, integer(query.nonce()))))))
                .isEqualTo("timestamped something else than the signature");
    }

    @Test
    void an_answer_to_another_query_is_refused() {
        assertThat(objection(
                        reply(0, token(info(query.hash(), integer(query.nonce().add(BigInteger.ONE)))))))
                .contains("the nonce differs");
        assertThat(objection(reply(0, token(info(query.hash()))))).contains("the nonce differs");
    }

    @Test
    void what_is_no_reply_is_refused() {
        byte[] good = reply(0, token(info(query.hash(), integer(query.nonce()))));
        for (int length = 0; length < good.length; length++) {
            assertThat(objection(Arrays.copyOf(good, length)))
                    .as("cut at " + length)
                    .isNotEqualTo(ANSWERED);
        }
        assertThat(objection(Arrays.copyOf(good, good.length + 1))).contains("not a timestamp reply");
        byte[] signedData = element(Der.SEQUENCE, TST_INFO, element(Der.context(0), EMPTY));
        assertThat(objection(reply(0, signedData))).contains("expected the type 1.2.840.113549.1.7.2");
        assertThat(objection(reply(0, token(info(query.hash(), integer(query.nonce()))), EMPTY)))
                .contains("not a timestamp reply");
        assertThat(objection("<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .contains("not a timestamp reply");
    }

    private String objection(byte[] reply) {
        return TimestampReply.objection(reply, query).orElse(ANSWERED);
    }

    private static byte[] reply(int status, byte[]... rest) {
        byte[][] parts = new byte[rest.length + 1][];
        parts[0] = element(Der.SEQUENCE, element(Der.INTEGER, new byte[] {(byte) status}));
        System.arraycopy(rest, 0, parts, 1, rest.length);
        return element(Der.SEQUENCE, parts);
    }

    private static byte[] token(byte[] info) {
        byte[] encapsulated = element(Der.SEQUENCE, TST_INFO, element(Der.context(0), element(Der.OCTET_STRING, info)));
        byte[] signedData = element(
                Der.SEQUENCE, element(Der.INTEGER, new byte[] {3}), element(Der.SET), encapsulated, element(Der.SET));
        return element(Der.SEQUENCE, SIGNED_DATA, element(Der.context(0), signedData));
    }

    private static byte[] info(byte[] hash, byte[]... rest) {
        byte[][] parts = new byte[rest.length + 5][];
        parts[0] = element(Der.INTEGER, new byte[] {1});
        parts[1] = oid("2a03");
        parts[2] = element(Der.SEQUENCE, EMPTY, element(Der.OCTET_STRING, hash));
        parts[3] = element(Der.INTEGER, new byte[] {9});
        parts[4] =
                element(Der.GENERALIZED_TIME, "20261121120000Z".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        System.arraycopy(rest, 0, parts, 5, rest.length);
        return element(Der.SEQUENCE, parts);
    }

    private static byte[] integer(BigInteger value) {
        return element(Der.INTEGER, value.toByteArray());
    }

    private static byte[] oid(String hex) {
        return element(Der.OID, HexFormat.of().parseHex(hex));
    }
}

package dev.attest.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.revocation.Revocations;
import java.security.KeyPair;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeVerifierTest {
    private final KeyPair key = TestSigstore.ec("secp256r1");

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withECDSA", "SHA256withECDSAinP1363Format"})
    void statements_by_the_key_are_verified(String algorithm) throws Exception {
        byte[] json = envelope(algorithm, Mint.statement(), Statement.PAYLOAD_TYPE);
        assertThat(verifier(Optional.empty()).verify(json)).isInstanceOfSatisfying(VerifiedEnvelope.class, verified -> {
            assertThat(verified.payload()).isEqualTo(Mint.statement());
            assertThat(verified.statement().subjects()).hasSize(1);
            assertThat(verified.keySha256()).isEqualTo(keySha256());
        });
        assertThat(verifier(Optional.of("k")).verify(json)).isInstanceOf(VerifiedEnvelope.class);
        assertThat(reason(verifier(Optional.of("other")).verify(json))).isEqualTo(Reason.IDENTITY);
        var other = new EnvelopeVerifier(
                Identities.ofKey(TestSigstore.encoded(TestSigstore.ec("secp256r1"))),
                Optional.empty(),
                Revocations.none());
        assertThat(reason(other.verify(json))).isEqualTo(Reason.SIGNATURE);
    }

    @Test
    void what_is_no_statement_or_no_envelope_is_refused() throws Exception {
        var verifier = verifier(Optional.empty());
        assertThat(reason(verifier.verify(envelope("SHA256withECDSA", "{}".getBytes(UTF_8), Statement.PAYLOAD_TYPE))))
                .isEqualTo(Reason.STATEMENT);
        assertThat(reason(verifier.verify(envelope("SHA256withECDSA", Mint.statement(), "text/plain"))))
                .isEqualTo(Reason.STATEMENT);
        for (String text : List.of("", "[]", "{\"payload\":7}")) {
            assertThat(reason(verifier.verify(text.getBytes(UTF_8)))).as(text).isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void keys_revoked_in_any_window_are_refused() throws Exception {
        byte[] json = envelope("SHA256withECDSA", Mint.statement(), Statement.PAYLOAD_TYPE);
        String list = "{\"version\":1,\"issued\":\"2026-01-01T00:00:00Z\",\"expires\":\"2026-02-01T00:00:00Z\","
                + "\"revoked\":[{\"key\":{\"sha256\":\"" + keySha256()
                + "\"},\"until\":\"1999-01-01T00:00:00Z\",\"reason\":\"lost\"}]}";
        var revocations = Revocations.read(StrictJson.parseObject(list.getBytes(UTF_8), "list", 1 << 16));
        var verifier = new EnvelopeVerifier(Identities.ofKey(TestSigstore.encoded(key)), Optional.empty(), revocations);
        assertThat(reason(verifier.verify(json))).isEqualTo(Reason.REVOKED);
    }

    @Test
    void identities_are_no_keys() {
        assertThatThrownBy(() -> new EnvelopeVerifier(Identities.unsafeAny(), Optional.empty(), Revocations.none()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String keySha256() {
        return HexFormat.of().formatHex(TestSigstore.sha256(TestSigstore.encoded(key)));
    }

    private EnvelopeVerifier verifier(Optional<String> keyid) throws Exception {
        return new EnvelopeVerifier(Identities.ofKey(TestSigstore.encoded(key)), keyid, Revocations.none());
    }

    private byte[] envelope(String algorithm, byte[] payload, String type) throws Exception {
        byte[] signature = TestSigstore.sign(key, algorithm, Envelope.pae(type, payload));
        return StrictJson.write(new Envelope(type, payload, signature, "k").json());
    }

    static Reason reason(EnvelopeVerification verification) {
        assertThat(verification).isInstanceOf(Rejected.class);
        return ((Rejected) verification).reason();
    }
}

package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Timestamps with one defect each, of an authority whose leaf travels in the token, as the root does not hold it. */
class TimestampDefectTest {
    private static final String ISSUER = "CN=tsa root";
    private static final KeyPurposeId STAMPS = KeyPurposeId.id_kp_timeStamping;

    private interface Knob {
        void turn(TimestampMint mint, TestSigstore sigstore) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> defective_timestamps_are_refused() {
        var defects = new LinkedHashMap<String, Knob>();
        defects.put(
                "leaf with a second usage",
                (m, s) -> m.leaf = leaf(s, KeyUsage.digitalSignature, false, STAMPS, KeyPurposeId.id_kp_codeSigning));
        defects.put("leaf that is an authority", (m, s) -> m.leaf = leaf(s, KeyUsage.digitalSignature, true, STAMPS));
        defects.put("leaf that may not sign", (m, s) -> m.leaf = leaf(s, KeyUsage.keyEncipherment, false, STAMPS));
        defects.put("critical extension", (m, s) -> m.criticalExtension = true);
        defects.put("two signers", (m, s) -> m.signers = 2);
        defects.put("signer under another issuer's name", (m, s) -> {
            m.leaf = leaf(s, KeyUsage.digitalSignature, false, STAMPS);
            m.signedAs = Optional.of(s.oddTsaLeaf("CN=other", KeyUsage.digitalSignature, false, STAMPS));
        });
        defects.put("signer that binds another certificate", (m, s) -> {
            m.leaf = leaf(s, KeyUsage.digitalSignature, false, STAMPS);
            m.bound = leaf(s, KeyUsage.digitalSignature, false, STAMPS);
        });
        defects.put("leaf not in the token", (m, s) -> m.embedded = false);
        return defects.entrySet().stream()
                .map(defect -> DynamicTest.dynamicTest(defect.getKey(), () -> check(defect.getValue())));
    }

    private static void check(Knob knob) throws Exception {
        var sigstore = new TestSigstore();
        assertThat(verdict(sigstore, (m, s) -> m.bound = m.leaf = leaf(s, KeyUsage.digitalSignature, false, STAMPS)))
                .isInstanceOf(Verified.class);
        assertThat(VerifierTest.reason(verdict(sigstore, knob))).isEqualTo(Reason.TIMESTAMP);
    }

    private static Optional<X509Certificate> leaf(
            TestSigstore sigstore, int keyUsage, boolean authority, KeyPurposeId... usages) throws Exception {
        return Optional.of(sigstore.oddTsaLeaf(ISSUER, keyUsage, authority, usages));
    }

    private static Verification verdict(TestSigstore sigstore, Knob knob) throws Exception {
        ObjectNode root = sigstore.trustedRootJson();
        ((ArrayNode) root.at("/timestampAuthorities/0/certChain/certificates")).remove(0);
        var mint = new Mint(sigstore);
        mint.timestamped = true;
        mint.timestamp.embedded = true;
        knob.turn(mint.timestamp, sigstore);
        return new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)))
                .verify(mint.bundle(), Identities.unsafeAny());
    }
}

package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of key that may sign a statement, and that no key is used otherwise than its document says. */
class KindsOfKeysTest {
    private final TestSigstore sigstore = new TestSigstore();

    @ParameterizedTest
    @CsvSource({
        "secp256r1,  SHA256withECDSA, PKIX_ECDSA_P256_SHA_256,       PKIX_ED25519",
        "secp384r1,  SHA384withECDSA, PKIX_ECDSA_P384_SHA_384,       PKIX_ECDSA_P384_SHA_256",
        "secp384r1,  SHA256withECDSA, PKIX_ECDSA_P384_SHA_256,       PKIX_ECDSA_P384_SHA_384",
        "secp521r1,  SHA512withECDSA, PKIX_ECDSA_P521_SHA_512,       PKIX_ECDSA_P384_SHA_384",
        "secp521r1,  SHA256withECDSA, PKIX_ECDSA_P521_SHA_256,       PKIX_ECDSA_P521_SHA_512",
        "Ed25519,    Ed25519,         PKIX_ED25519,                  PKIX_ED25519_PH",
        "Ed25519,    Ed25519ph,       PKIX_ED25519_PH,               PKIX_ED25519",
        "2048,       SHA256withRSA,   PKIX_RSA_PKCS1V15_2048_SHA256, PKIX_RSA_PKCS1V15_4096_SHA256",
        "3072,       SHA256withRSA,   PKIX_RSA_PKCS1V15_3072_SHA256, PKIX_RSA_PSS_3072_SHA256"
    })
    void statements_by_each_kind_of_key_verify_and_the_log_has_to_say_so(
            String kind, String algorithm, String keyDetails, String other) throws Exception {
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        var certified = mint(pair(kind), algorithm, keyDetails);
        assertThat(verifier.verify(certified.bundle(), Identities.unsafeAny())).isInstanceOf(Verified.class);
        certified.keyDetails = other;
        assertThat(VerifierTest.reason(verifier.verify(certified.bundle(), Identities.unsafeAny())))
                .isEqualTo(Reason.LOG_ENTRY_MISMATCH);

        var bare = mint(certified.key, algorithm, keyDetails);
        bare.bareKey = true;
        Identities key = Identities.ofKey(TestSigstore.encoded(bare.key));
        assertThat(verifier.verify(bare.bundle(), key)).isInstanceOf(Verified.class);
        bare.keyDetails = other;
        assertThat(VerifierTest.reason(verifier.verify(bare.bundle(), key))).isEqualTo(Reason.LOG_ENTRY_MISMATCH);
        bare.keyDetails = "ML_DSA_65";
        assertThat(VerifierTest.reason(verifier.verify(bare.bundle(), key))).isEqualTo(Reason.UNSUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "secp384r1, SHA384withECDSA, UNSUPPORTED",
        "secp384r1, SHA256withECDSA, verified",
        "2048,      SHA256withRSA,   verified",
        "2048,      SHA512withRSA,   UNSUPPORTED",
        "2048,      RSASSA-PSS,      UNSUPPORTED",
        "Ed25519,   Ed25519ph,       UNSUPPORTED"
    })
    void artifacts_by_digest_verify_where_the_kind_allows(String kind, String algorithm, String outcome)
            throws Exception {
        var mint = mint(pair(kind), algorithm, "");
        mint.message = true;
        mint.entry = "hashedrekord 0.0.1";
        mint.promise = true;
        mint.origin = "rekor.test - 42";
        mint.noteName = "rekor.test";
        Verification verification = new BundleVerifier(sigstore.trustedRoot())
                .verifyDigest(mint.bundle(), TestSigstore.sha256(Mint.ARTIFACT), Identities.unsafeAny());
        assertThat(verification instanceof Rejected rejected ? rejected.reason().name() : "verified")
                .as(verification.toString())
                .isEqualTo(outcome);
    }

    @Test
    void logs_sign_only_as_the_root_says() throws Exception {
        var mint = new Mint(sigstore);
        mint.timestamped = true;
        ObjectNode root = sigstore.trustedRootJson();
        assertThat(new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)))
                        .verify(mint.bundle(), Identities.unsafeAny()))
                .isInstanceOf(Verified.class);
        for (String named :
                new String[] {"PKIX_ED25519", "PKIX_ECDSA_P384_SHA_384", "ML_DSA_65", "PKCS1_RSA_PKCS1V5"}) {
            assertThat(reason(mint, "/tlogs/0", named)).as(named).isEqualTo(Reason.LOG_SIGNATURE);
            assertThat(reason(mint, "/ctlogs/0", named)).as(named).isEqualTo(Reason.SCT);
        }
    }

    private Reason reason(Mint mint, String log, String keyDetails) throws Exception {
        ObjectNode root = sigstore.trustedRootJson();
        root.withObject(log + "/publicKey").put("keyDetails", keyDetails);
        var verifier = new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)));
        return VerifierTest.reason(verifier.verify(mint.bundle(), Identities.unsafeAny()));
    }

    private Mint mint(KeyPair key, String algorithm, String keyDetails) {
        var mint = new Mint(sigstore).tiled("hashedrekord 0.0.2");
        mint.key = key;
        mint.algorithm = algorithm;
        mint.keyDetails = keyDetails;
        return mint;
    }

    private static KeyPair pair(String kind) throws Exception {
        if (kind.startsWith("secp")) {
            return TestSigstore.ec(kind);
        }
        if (kind.equals("Ed25519")) {
            return TestSigstore.ed25519();
        }
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(Integer.parseInt(kind));
        return generator.generateKeyPair();
    }
}

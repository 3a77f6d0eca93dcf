package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks on who signed, each the only one that stands between its forgery and a pass. */
class SignerBoundsTest {
    private static final String WORKFLOW = ".github/workflows/release.yml";

    private final TestSigstore sigstore = new TestSigstore();
    private final Mint mint = new Mint(sigstore);

    @Test
    void subject_vouched_for_by_another_issuer_is_somebody_else() throws Exception {
        assertThat(verdict(sigstore.trustedRootJson(), new AcceptedIdentity.Exact(LeafMint.ISSUER, LeafMint.SUBJECT)))
                .isInstanceOf(Verified.class);
        Verification verdict =
                verdict(sigstore.trustedRootJson(), new AcceptedIdentity.Exact("https://other.test", LeafMint.SUBJECT));
        assertThat(VerifierTest.reason(verdict)).isEqualTo(Reason.IDENTITY);
    }

    /** The certificate is for a build of acme/app; the subject says which workflow held the token. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/evil/app/.github/workflows/release.yml@refs/tags/v1",
                "https://github.com/acme/app/.github/workflows/release.yml@x/evil.yml@refs/tags/v1",
                "https://github.com/acme/app/.github/workflows/release.yml",
                "https://github.com/acme/app/.github/workflows/Release.yml@refs/tags/v1",
                "https://github.com/acme/app/.github/workflows/release%2Eyml@refs/tags/v1",
                "https://github.com/acme/app//.github/workflows/release.yml@refs/tags/v1",
                "https://github.org/acme/app/.github/workflows/release.yml@refs/tags/v1",
                "http://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1"
            })
    void token_held_by_another_workflow_is_not_accepted(String subject) {
        for (String workflow : List.of(WORKFLOW, "acme/app/" + WORKFLOW)) {
            var identity =
                    new AcceptedIdentity.GitHub("acme/app", Optional.of(workflow), Optional.empty(), Optional.empty());
            assertThat(identity.accepts(claims(LeafMint.SUBJECT))).isTrue();
            assertThat(identity.accepts(claims(subject))).as(workflow).isFalse();
        }
    }

    @Test
    void every_time_lies_inside_the_authoritys_window() throws Exception {
        mint.timestamped = true;
        mint.integrated = TestSigstore.NOW.plusSeconds(60);
        ObjectNode root = sigstore.trustedRootJson();
        assertThat(anybody(root)).isInstanceOf(Verified.class);
        root.withObject("/certificateAuthorities/0/validFor")
                .put("end", TestSigstore.NOW.plusSeconds(30).toString());
        assertThat(VerifierTest.reason(anybody(root))).isEqualTo(Reason.TRUST_WINDOW);
    }

    @Test
    void anchor_that_may_not_sign_certificates_anchors_nothing() throws Exception {
        sigstore.anchorKeyUsage = KeyUsage.digitalSignature;
        assertThat(VerifierTest.reason(anybody(sigstore.trustedRootJson()))).isEqualTo(Reason.CERTIFICATE_CHAIN);
    }

    @Test
    void authority_for_servers_issues_no_code_signers() throws Exception {
        sigstore.issuerUsage = KeyPurposeId.id_kp_serverAuth;
        assertThat(VerifierTest.reason(anybody(sigstore.trustedRootJson()))).isEqualTo(Reason.CERTIFICATE_CHAIN);
        sigstore.issuerUsage = KeyPurposeId.anyExtendedKeyUsage;
        assertThat(anybody(sigstore.trustedRootJson())).isInstanceOf(Verified.class);
    }

    /** sigstore-go's servers and clients leave out port and path; nothing else may be left out. */
    @ParameterizedTest
    @CsvSource({"log.test/v2,true", "log.test,true", "log,false", "log.test/,false", "test/v2,false", "LOG.TEST,false"})
    void a_checkpoint_names_the_logs_address_or_its_host(String origin, boolean accepted) throws Exception {
        mint.tiled("dsse 0.0.2").origin = origin;
        mint.noteName = origin;
        assertThat(anybody(sigstore.trustedRootJson()) instanceof Verified).isEqualTo(accepted);
    }

    @Test
    void every_timestamp_lies_inside_the_logs_window() throws Exception {
        ObjectNode json = mint.tiled("dsse 0.0.2").json();
        byte[] signature = json.at("/dsseEnvelope/signatures/0/sig").binaryValue();
        mint.timestamp.time = TestSigstore.NOW.plusSeconds(60);
        json.withArray("/verificationMaterial/timestampVerificationData/rfc3161Timestamps")
                .addObject()
                .put("signedTimestamp", TestSigstore.base64(mint.timestamp.response(signature)));
        Bundle bundle = Bundle.parse(StrictJson.write(json));
        ObjectNode root = sigstore.trustedRootJson();
        assertThat(new BundleVerifier(TrustedRoot.parse(StrictJson.write(root))).verify(bundle, Identities.unsafeAny()))
                .isInstanceOf(Verified.class);
        root.withObject("/tlogs/1/publicKey/validFor")
                .put("end", TestSigstore.NOW.plusSeconds(30).toString());
        assertThat(VerifierTest.reason(new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)))
                        .verify(bundle, Identities.unsafeAny())))
                .isEqualTo(Reason.TRUST_WINDOW);
    }

    @Test
    void certificate_logged_only_where_nobody_looks_is_not_logged() throws Exception {
        ObjectNode root = sigstore.trustedRootJson();
        root.withObject("/ctlogs/0/logId").put("keyId", TestSigstore.base64(new byte[32]));
        assertThat(VerifierTest.reason(anybody(root))).isEqualTo(Reason.SCT);
    }

    /** sigstore_bundle.proto, X509CertificateChain: the chain of a bundle must not contain the root. */
    @Test
    void bundle_may_bring_the_trusted_roots_intermediate_but_not_its_root() throws Exception {
        ObjectNode root = sigstore.trustedRootJson();
        var authorities = (ArrayNode) root.at("/certificateAuthorities/0/certChain/certificates");
        ObjectNode json = mint.json();
        ObjectNode material = json.withObject("/verificationMaterial");
        ArrayNode chain = material.putObject("x509CertificateChain").putArray("certificates");
        chain.add(material.remove("certificate"));
        chain.add(authorities.get(0));
        var verifier = new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)));
        assertThat(verifier.verify(Bundle.parse(StrictJson.write(json)), Identities.unsafeAny()))
                .isInstanceOf(Verified.class);
        chain.add(authorities.get(1));
        assertThat(VerifierTest.reason(verifier.verify(Bundle.parse(StrictJson.write(json)), Identities.unsafeAny())))
                .isEqualTo(Reason.CERTIFICATE_CHAIN);
    }

    private Verification anybody(ObjectNode root) throws Exception {
        return new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)))
                .verify(mint.bundle(), Identities.unsafeAny());
    }

    private Verification verdict(ObjectNode root, AcceptedIdentity accepted) throws Exception {
        return new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)))
                .verify(mint.bundle(), Identities.of(List.of(accepted)));
    }

    private static CertificateClaims claims(String subject) {
        return new CertificateClaims(
                subject,
                CertificateClaims.SubjectKind.URI,
                LeafMint.ISSUER,
                Map.of(12, "https://github.com/acme/app", 14, "refs/tags/v1"));
    }
}

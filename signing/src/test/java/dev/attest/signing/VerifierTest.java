package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    private static final Identities ACME =
            Identities.of(List.of(new AcceptedIdentity.Exact(LeafMint.ISSUER, LeafMint.SUBJECT)));

    private final TestSigstore sigstore = new TestSigstore();
    private final Mint mint = new Mint(sigstore);

    @ParameterizedTest
    @ValueSource(strings = {"dsse 0.0.1", "intoto 0.0.2"})
    void statements_logged_with_a_promise_are_verified(String kind) throws Exception {
        mint.entry = kind;
        Verified verified = verified();
        assertThat(verified.payload()).isEqualTo(Mint.statement());
        assertThat(verified.statement().predicateType()).isEqualTo("https://example.test/é/v1");
        assertThat(verified.verifiedTime()).contains(TestSigstore.NOW);
        assertThat(verified.times())
                .containsExactly(new VerifiedTime(TestSigstore.NOW, VerifiedTime.Source.TRANSPARENCY_LOG));
        assertThat(verified.signer().subject()).isEqualTo(LeafMint.SUBJECT);
        assertThat(verified.signer().sourceRepositoryIdentifier()).contains("12345");
        assertThat(verified.logIndex()).contains(1001L);
        assertThat(verified.matched()).isPresent();
    }

    @Test
    void index_that_no_log_signed_is_not_told() throws Exception {
        mint.promise = false;
        mint.timestamped = true;
        assertThat(verified().logIndex()).isEmpty();
        assertThat(verified(new Mint(sigstore).tiled("dsse 0.0.2")).logIndex()).contains(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsse 0.0.2", "hashedrekord 0.0.2"})
    void statements_in_a_tiled_log_are_verified_by_timestamp(String kind) throws Exception {
        Verified verified = verified(mint.tiled(kind));
        assertThat(verified.times())
                .containsExactly(new VerifiedTime(TestSigstore.NOW, VerifiedTime.Source.TIMESTAMP_AUTHORITY));
    }

    @Test
    void promise_and_timestamp_both_count() throws Exception {
        mint.timestamped = true;
        mint.timestamp.embedded = true;
        mint.timestamp.time = TestSigstore.NOW.minusSeconds(5);
        assertThat(verified().times()).hasSize(2);
        assertThat(verified().verifiedTime()).contains(TestSigstore.NOW.minusSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashedrekord 0.0.1", "hashedrekord 0.0.2"})
    void artifacts_are_verified_by_bytes_and_by_digest(String kind) throws Exception {
        mint.message = true;
        mint.entry = kind;
        if (kind.endsWith("2")) {
            mint.tiled(kind);
        }
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        assertThat(verifier.verifyBlob(mint.bundle(), Mint.ARTIFACT, ACME)).isInstanceOf(Verified.class);
        byte[] digest = TestSigstore.sha256(Mint.ARTIFACT);
        var byDigest = verifier.verifyDigest(mint.bundle(), digest, ACME);
        assertThat(byDigest).isInstanceOf(Verified.class);
        assertThat(((Verified) byDigest).hasStatement()).isFalse();
        assertThat(reason(verifier.verify(mint.bundle(), ACME))).isEqualTo(Reason.STATEMENT);
        digest[0] ^= 1;
        assertThat(reason(verifier.verifyDigest(mint.bundle(), digest, ACME))).isEqualTo(Reason.ARTIFACT);
    }

    @Test
    void statement_about_another_artifact_is_refused() throws Exception {
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        assertThat(verifier.verifyBlob(mint.bundle(), Mint.ARTIFACT, ACME)).isInstanceOf(Verified.class);
        assertThat(reason(verifier.verifyBlob(mint.bundle(), new byte[1], ACME)))
                .isEqualTo(Reason.ARTIFACT);
    }

    @Test
    void keys_verify_when_given_and_never_mix_with_identities() throws Exception {
        Mint keyed = new Mint(sigstore);
        keyed.bareKey = true;
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        Identities key = Identities.ofKey(TestSigstore.encoded(keyed.key));
        Verification verification = verifier.verify(keyed.bundle(), key);
        assertThat(verification).isInstanceOf(Verified.class);
        assertThat(((Verified) verification).isSignedByKey()).isTrue();
        assertThat(reason(verifier.verify(keyed.bundle(), ACME))).isEqualTo(Reason.IDENTITY);
        assertThat(reason(verifier.verify(keyed.bundle(), Identities.unsafeAny())))
                .isEqualTo(Reason.IDENTITY);
        mint.key = keyed.key;
        assertThat(reason(verifier.verify(mint.bundle(), key))).isEqualTo(Reason.IDENTITY);
        Identities other = Identities.ofKey(TestSigstore.encoded(TestSigstore.ec("secp256r1")));
        assertThat(reason(verifier.verify(keyed.bundle(), other))).isEqualTo(Reason.SIGNATURE);
    }

    @Test
    void root_without_logs_accepts_a_timestamp_alone() throws Exception {
        mint.timestamped = true;
        mint.leaf.timestamped = false;
        var json = mint.json();
        json.withObject("/verificationMaterial").remove("tlogEntries");
        Bundle bundle = Bundle.parse(StrictJson.write(json));
        assertThat(reason(new BundleVerifier(sigstore.trustedRoot()).verify(bundle, ACME)))
                .isEqualTo(Reason.LOG_ENTRY_MISSING);
        var root = sigstore.trustedRootJson();
        root.remove(List.of("tlogs", "ctlogs"));
        var verifier = new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)));
        assertThat(verifier.verify(bundle, ACME)).isInstanceOf(Verified.class);
        json.withObject("/verificationMaterial").remove("timestampVerificationData");
        assertThat(reason(verifier.verify(Bundle.parse(StrictJson.write(json)), ACME)))
                .isEqualTo(Reason.TIMESTAMP);
    }

    @Test
    void logs_with_unusable_keys_still_demand_entries() throws Exception {
        mint.timestamped = true;
        var json = mint.json();
        json.withObject("/verificationMaterial").remove("tlogEntries");
        var root = sigstore.trustedRootJson();
        root.withArray("/tlogs").forEach(log -> ((com.fasterxml.jackson.databind.node.ObjectNode) log.get("publicKey"))
                .put("rawBytes", "AAAA"));
        var verifier = new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)));
        assertThat(reason(verifier.verify(Bundle.parse(StrictJson.write(json)), ACME)))
                .isEqualTo(Reason.LOG_ENTRY_MISSING);
        assertThat(reason(verifier.verify(mint.bundle(), ACME))).isEqualTo(Reason.LOG_SIGNATURE);
    }

    @Test
    void people_and_user_names_are_subjects_and_hosts_are_not() throws Exception {
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        mint.leaf.names = new GeneralNames(new GeneralName(GeneralName.rfc822Name, "a@b.test"));
        assertThat(((Verified) verifier.verify(mint.bundle(), Identities.unsafeAny())).signer())
                .returns("a@b.test", CertificateClaims::subject)
                .returns(CertificateClaims.SubjectKind.EMAIL, CertificateClaims::kind);
        var userName = new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.7"), new DERTaggedObject(true, 0, new DERUTF8String("bob"))
        });
        mint.leaf.names = new GeneralNames(new GeneralName(GeneralName.otherName, userName));
        assertThat(((Verified) verifier.verify(mint.bundle(), Identities.unsafeAny())).signer())
                .returns("bob", CertificateClaims::subject)
                .returns(CertificateClaims.SubjectKind.USER_NAME, CertificateClaims::kind);
        mint.leaf.names = new GeneralNames(new GeneralName(GeneralName.dNSName, "b.test"));
        assertThat(refused()).isEqualTo(Reason.CERTIFICATE_CHAIN);
    }

    @Test
    void certificates_that_passed_are_remembered_for_nothing_else() throws Exception {
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        var json = mint.json();
        Bundle bundle = Bundle.parse(StrictJson.write(json));
        for (int i = 0; i < 3; i++) {
            assertThat(verifier.verify(bundle, ACME)).isInstanceOf(Verified.class);
        }
        var again = new Mint(sigstore);
        again.key = mint.key;
        again.integrated = mint.leaf.notAfter.plusSeconds(1);
        assertThat(reason(verifier.verify(again.bundle(), ACME))).isEqualTo(Reason.CERTIFICATE_TIME);
        again.integrated = TestSigstore.NOW;
        again.leaf.loggedBy = TestSigstore.ec("secp256r1");
        assertThat(reason(verifier.verify(again.bundle(), ACME))).isEqualTo(Reason.SCT);
        again.leaf.loggedBy = sigstore.ctKey;
        again.leaf.issuedBy = TestSigstore.ec("secp384r1");
        assertThat(reason(verifier.verify(again.bundle(), ACME))).isEqualTo(Reason.CERTIFICATE_CHAIN);
        assertThat(verifier.verify(bundle, ACME)).isInstanceOf(Verified.class);
    }

    @Test
    void older_bundles_may_repeat_the_authoritys_chain_and_nothing_else() throws Exception {
        var root = sigstore.trustedRootJson();
        var own = root.at("/certificateAuthorities/0/certChain/certificates");
        var verifier = new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)));
        var foreign = new TestSigstore().trustedRootJson().at("/certificateAuthorities/0/certChain/certificates");
        mint.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.1";
        assertThat(verifier.verify(chained(own.get(0), own.get(1)), ACME)).isInstanceOf(Verified.class);
        assertThat(verifier.verify(chained(own.get(0)), ACME)).isInstanceOf(Verified.class);
        assertThat(reason(verifier.verify(chained(own.get(1), own.get(0)), ACME)))
                .isEqualTo(Reason.CERTIFICATE_CHAIN);
        assertThat(reason(verifier.verify(chained(own.get(0), foreign.get(1)), ACME)))
                .isEqualTo(Reason.CERTIFICATE_CHAIN);
        assertThat(reason(verifier.verify(chained(foreign.get(0)), ACME))).isEqualTo(Reason.CERTIFICATE_CHAIN);
        mint.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.2";
        assertThat(reason(verifier.verify(chained(own.get(0), own.get(1)), ACME)))
                .isEqualTo(Reason.CERTIFICATE_CHAIN);
    }

    private Bundle chained(com.fasterxml.jackson.databind.JsonNode... further) throws Exception {
        var json = mint.json();
        var material = json.withObject("/verificationMaterial");
        var chain = material.putObject("x509CertificateChain").putArray("certificates");
        chain.add(material.remove("certificate"));
        for (var one : further) {
            chain.add(one);
        }
        return Bundle.parse(StrictJson.write(json));
    }

    @Test
    void certificates_of_ones_own_authority_are_accepted_by_name_alone() throws Exception {
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        mint.leaf.claims.clear();
        assertThat(reason(verifier.verify(mint.bundle(), ACME))).isEqualTo(Reason.IDENTITY);
        var named = new AcceptedIdentity.WithoutIssuer(CertificateClaims.SubjectKind.URI, LeafMint.SUBJECT);
        var verification = verifier.verify(mint.bundle(), Identities.of(List.of(named)));
        assertThat(verification).isInstanceOf(Verified.class);
        assertThat(((Verified) verification).signer().hasIssuer()).isFalse();
        mint.leaf.claims.put(1, LeafMint.ISSUER);
        assertThat(reason(verifier.verify(mint.bundle(), Identities.of(List.of(named)))))
                .isEqualTo(Reason.IDENTITY);
        assertThat(verifier.verify(mint.bundle(), ACME)).isInstanceOf(Verified.class);
    }

    @Test
    void identities_that_are_not_accepted_are_named() throws Exception {
        var other = Identities.of(List.of(new AcceptedIdentity.Exact(LeafMint.ISSUER, LeafMint.SUBJECT + "0")));
        var verification = new BundleVerifier(sigstore.trustedRoot()).verify(mint.bundle(), other);
        assertThat(verification).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(Reason.IDENTITY);
            assertThat(rejected.detail()).contains(LeafMint.SUBJECT);
        });
        var any = new BundleVerifier(sigstore.trustedRoot()).verify(mint.bundle(), Identities.unsafeAny());
        assertThat(any).isInstanceOfSatisfying(Verified.class, verified -> assertThat(verified.matched())
                .isEqualTo(Optional.empty()));
    }

    @Test
    void payload_of_another_type_is_no_statement() throws Exception {
        mint.payloadType = "text/plain";
        assertThat(refused()).isEqualTo(Reason.STATEMENT);
    }

    @Test
    void payload_that_is_no_statement_is_refused() throws Exception {
        mint.payload = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(refused()).isEqualTo(Reason.STATEMENT);
    }

    @Test
    void certificate_expired_at_the_promised_time_is_refused() throws Exception {
        mint.integrated = mint.leaf.notAfter.plusSeconds(1);
        assertThat(refused()).isEqualTo(Reason.CERTIFICATE_TIME);
        mint.integrated = mint.leaf.notAfter;
        verified();
        mint.integrated = mint.leaf.notBefore.minusSeconds(1);
        assertThat(refused()).isEqualTo(Reason.CERTIFICATE_TIME);
    }

    @Test
    void one_time_outside_the_certificate_among_others_is_refused() throws Exception {
        mint.timestamped = true;
        mint.timestamp.time = mint.leaf.notAfter.plusSeconds(1);
        assertThat(refused()).isEqualTo(Reason.CERTIFICATE_TIME);
    }

    @Test
    void times_far_away_do_no_harm() throws Exception {
        for (long seconds : List.of(0L, Instant.MAX.getEpochSecond(), 999_999_999_999_999_999L)) {
            var json = mint.json();
            json.withObject("/verificationMaterial/tlogEntries/0").put("integratedTime", seconds);
            assertThat(reason(new BundleVerifier(sigstore.trustedRoot())
                            .verify(Bundle.parse(StrictJson.write(json)), ACME)))
                    .isEqualTo(Reason.LOG_SIGNATURE);
        }
    }

    private Reason refused() throws Exception {
        return reason(new BundleVerifier(sigstore.trustedRoot()).verify(mint.bundle(), ACME));
    }

    static Reason reason(Verification verification) {
        assertThat(verification).isInstanceOf(Rejected.class);
        return ((Rejected) verification).reason();
    }

    private Verified verified() throws Exception {
        return verified(mint);
    }

    private Verified verified(Mint minted) throws Exception {
        Verification verification = new BundleVerifier(sigstore.trustedRoot()).verify(minted.bundle(), ACME);
        assertThat(verification).as(verification.toString()).isInstanceOf(Verified.class);
        return (Verified) verification;
    }
}

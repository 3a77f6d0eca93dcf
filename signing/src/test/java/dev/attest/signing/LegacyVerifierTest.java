package dev.attest.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.legacy.LegacyVerifier;
import dev.attest.signing.legacy.SignatureVerification;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.revocation.Revocations;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyVerifierTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final Identities ACME =
            Identities.of(List.of(new AcceptedIdentity.Exact(LeafMint.ISSUER, LeafMint.SUBJECT)));

    private final TestSigstore sigstore = new TestSigstore();
    private final Mint mint = new Mint(sigstore);
    private byte[] payload = payload("cosign container image signature", DIGEST);

    @Test
    void signatures_are_verified_over_the_digest_asked_for() throws Exception {
        assertThat(signature(DIGEST, ACME)).isInstanceOfSatisfying(SignatureVerification.Accepted.class, accepted -> {
            assertThat(accepted.payload().manifestDigest()).isEqualTo(DIGEST);
            assertThat(accepted.payload().dockerReference()).contains("registry.test/app");
            assertThat(accepted.verified().signer().subject()).isEqualTo(LeafMint.SUBJECT);
            assertThat(accepted.verified().hasStatement()).isFalse();
            assertThat(accepted.verified().verifiedTime()).contains(TestSigstore.NOW);
        });
        assertThat(reason(signature("sha256:" + "b".repeat(64), ACME))).isEqualTo(Reason.ARTIFACT);
        var other = Identities.of(List.of(new AcceptedIdentity.Exact(LeafMint.ISSUER, "somebody")));
        assertThat(reason(signature(DIGEST, other))).isEqualTo(Reason.IDENTITY);
    }

    @Test
    void attestations_are_verified_with_their_statement() throws Exception {
        ObjectNode layers = layers();
        Verification verification = attestation(layers, annotations(layers));
        assertThat(verification).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.payload()).isEqualTo(Mint.statement());
            assertThat(verified.signer().subject()).isEqualTo(LeafMint.SUBJECT);
        });
    }

    @Test
    void keys_and_timestamps_are_evidence_as_in_bundles() throws Exception {
        mint.bareKey = true;
        mint.timestamped = true;
        Identities key = Identities.ofKey(TestSigstore.encoded(mint.key));
        assertThat(signature(DIGEST, key))
                .isInstanceOfSatisfying(
                        SignatureVerification.Accepted.class,
                        accepted -> assertThat(accepted.verified().times()).hasSize(2));
        assertThat(reason(signature(DIGEST, ACME))).isEqualTo(Reason.IDENTITY);
        mint.bareKey = false;
        assertThat(reason(signature(DIGEST, key))).isEqualTo(Reason.IDENTITY);
        mint.timestamp.other = new byte[1];
        assertThat(reason(signature(DIGEST, ACME))).isEqualTo(Reason.TIMESTAMP);
    }

    @Test
    void validity_certificate_log_and_promise_are_checked() throws Exception {
        mint.integrated = mint.leaf.notAfter.plusSeconds(1);
        assertThat(reason(signature(DIGEST, ACME))).isEqualTo(Reason.CERTIFICATE_TIME);
        mint.integrated = TestSigstore.NOW;
        mint.leaf.timestamped = false;
        assertThat(reason(signature(DIGEST, ACME))).isEqualTo(Reason.SCT);
        mint.leaf.timestamped = true;
        ObjectNode sound = layers();
        Map<String, String> annotations = annotations(sound);
        annotations.remove("dev.sigstore.cosign/bundle");
        assertThat(VerifierTest.reason(attestation(sound, annotations))).isEqualTo(Reason.LOG_ENTRY_MISSING);
        annotations = annotations(sound);
        annotations.replace(
                "dev.sigstore.cosign/bundle",
                annotations
                        .getOrDefault("dev.sigstore.cosign/bundle", "")
                        .replace("\"logIndex\":1001", "\"logIndex\":1002"));
        assertThat(VerifierTest.reason(attestation(sound, annotations))).isEqualTo(Reason.LOG_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({
        "dev.sigstore.cosign/bundle, {}, MALFORMED",
        "dev.sigstore.cosign/bundle, [], MALFORMED",
        "dev.sigstore.cosign/certificate, x, MALFORMED",
        "dev.sigstore.cosign/rfc3161timestamp, {}, MALFORMED",
        "dev.cosignproject.cosign/signature, AAAA, SIGNATURE",
        "dev.cosignproject.cosign/signature, '', MALFORMED",
        "dev.sigstore.cosign/certificate, '', IDENTITY"
    })
    void annotations_that_are_not_what_they_should_be_are_refused(String name, String value, Reason reason)
            throws Exception {
        signed();
        ObjectNode bundle = mint.json();
        Map<String, String> annotations = annotations(bundle);
        annotations.put(name, value);
        assertThat(reason(verifier().signature(payload, annotations, DIGEST, ACME)))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"critical\":{\"identity\":{},\"image\":{\"docker-manifest-digest\":\"sha256:00\"},"
                        + "\"type\":\"cosign container image signature\"}}",
                "{\"critical\":{\"identity\":{},\"image\":{},\"type\":\"cosign container image signature\"}}",
                "not json"
            })
    void payloads_of_another_form_are_refused(String text) throws Exception {
        payload = text.getBytes(UTF_8);
        assertThat(reason(signature(DIGEST, ACME))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void unknown_critical_members_and_types_are_refused() throws Exception {
        payload = payload("atomic container signature", DIGEST);
        assertThat(reason(signature(DIGEST, ACME))).isEqualTo(Reason.MALFORMED);
        payload = new String(payload("cosign container image signature", DIGEST), UTF_8)
                .replace("\"type\"", "\"only\":\"x\",\"type\"")
                .getBytes(UTF_8);
        assertThat(reason(signature(DIGEST, ACME))).isEqualTo(Reason.MALFORMED);
        assertThat(VerifierTest.reason(verifier().attestation(new byte[] {'['}, Map.of(), ACME)))
                .isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({"sha256, 64", "sha512, 128"})
    void signatures_over_revoked_images_are_refused(String algorithm, int length) throws Exception {
        String hex = "a".repeat(length);
        payload = payload("cosign container image signature", algorithm + ":" + hex);
        signed();
        Map<String, String> annotations = annotations(mint.json());
        for (String revoked : List.of(hex, "b".repeat(length))) {
            String list = "{\"version\":1,\"issued\":\"2026-01-01T00:00:00Z\",\"expires\":\"2026-02-01T00:00:00Z\","
                    + "\"revoked\":[{\"digest\":{" + (length == 64 ? "" : "\"sha256\":\"" + "0".repeat(64) + "\",")
                    + "\"" + algorithm + "\":\"" + revoked + "\"},\"reason\":\"backdoor\"}]}";
            var revocations = Revocations.read(StrictJson.parseObject(list.getBytes(UTF_8), "list", 1 << 16));
            var verifier = new LegacyVerifier(new BundleVerifier(sigstore.trustedRoot(), revocations));
            SignatureVerification judged = verifier.signature(payload, annotations, algorithm + ":" + hex, ACME);
            if (revoked.equals(hex)) {
                assertThat(reason(judged)).isEqualTo(Reason.REVOKED);
            } else {
                assertThat(judged).isInstanceOf(SignatureVerification.Accepted.class);
            }
        }
    }

    private LegacyVerifier verifier() throws Exception {
        return new LegacyVerifier(new BundleVerifier(sigstore.trustedRoot()));
    }

    private void signed() {
        mint.message = true;
        mint.entry = "hashedrekord 0.0.1";
        mint.artifact = payload;
    }

    private SignatureVerification signature(String digest, Identities accepted) throws Exception {
        signed();
        ObjectNode bundle = mint.json();
        return verifier().signature(payload, annotations(bundle), digest, accepted);
    }

    private ObjectNode layers() throws Exception {
        mint.message = false;
        mint.entry = "dsse 0.0.1";
        return mint.json();
    }

    private Verification attestation(ObjectNode bundle, Map<String, String> annotations) throws Exception {
        return verifier().attestation(StrictJson.write(bundle.get("dsseEnvelope")), annotations, ACME);
    }

    /** A bundle's evidence as cosign writes it beside a layer. */
    private static Map<String, String> annotations(ObjectNode bundle) {
        var annotations = new TreeMap<String, String>();
        JsonNode entry = bundle.at("/verificationMaterial/tlogEntries/0");
        ObjectNode rekor = StrictJson.object();
        rekor.put(
                "SignedEntryTimestamp",
                entry.at("/inclusionPromise/signedEntryTimestamp").asText());
        rekor.putObject("Payload")
                .put("body", entry.path("canonicalizedBody").asText())
                .put("integratedTime", entry.path("integratedTime").asLong())
                .put("logIndex", entry.path("logIndex").asLong())
                .put(
                        "logID",
                        HexFormat.of()
                                .formatHex(Base64.getDecoder()
                                        .decode(entry.at("/logId/keyId").asText())));
        annotations.put("dev.sigstore.cosign/bundle", new String(StrictJson.write(rekor), UTF_8));
        JsonNode certificate = bundle.at("/verificationMaterial/certificate/rawBytes");
        if (!certificate.isMissingNode()) {
            annotations.put(
                    "dev.sigstore.cosign/certificate",
                    "-----BEGIN CERTIFICATE-----\n" + certificate.asText() + "\n-----END CERTIFICATE-----\n");
        }
        JsonNode timestamp = bundle.at("/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0");
        if (!timestamp.isMissingNode()) {
            annotations.put(
                    "dev.sigstore.cosign/rfc3161timestamp",
                    "{\"SignedRFC3161Timestamp\":\""
                            + timestamp.path("signedTimestamp").asText() + "\"}");
        }
        annotations.put(
                "dev.cosignproject.cosign/signature",
                bundle.at("/messageSignature/signature").asText());
        return annotations;
    }

    private static byte[] payload(String type, String digest) {
        return ("{\"critical\":{\"identity\":{\"docker-reference\":\"registry.test/app\"},\"image\":"
                        + "{\"docker-manifest-digest\":\"" + digest + "\"},\"type\":\"" + type
                        + "\"},\"optional\":{\"a\":\"b\"}}")
                .getBytes(UTF_8);
    }

    private static Reason reason(SignatureVerification verification) {
        assertThat(verification).isInstanceOf(SignatureVerification.Refused.class);
        return ((SignatureVerification.Refused) verification).rejected().reason();
    }
}

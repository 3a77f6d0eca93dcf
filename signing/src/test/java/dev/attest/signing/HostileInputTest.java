package dev.attest.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerWriter;
import dev.attest.signing.mutants.Tree;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.MalformedCertificateException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {
    private final TestSigstore sigstore = new TestSigstore();
    private final Mint mint = new Mint(sigstore);

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"mediaType\":1}", "{\"mediaType\":\"x\"}", "{}{}"})
    void texts_that_are_no_bundle_or_root_are_refused(String text) {
        assertThatThrownBy(() -> Bundle.parse(text.getBytes(UTF_8))).isInstanceOf(MalformedBundleException.class);
        assertThatThrownBy(() -> TrustedRoot.parse(text.getBytes(UTF_8))).isInstanceOf(MalformedTrustException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/verificationMaterial/tlogEntries",
                "/verificationMaterial/timestampVerificationData/rfc3161Timestamps"
            })
    void more_than_32_items_are_refused(String place) throws Exception {
        mint.timestamped = true;
        ObjectNode json = mint.json();
        ArrayNode items = (ArrayNode) json.at(place);
        for (int i = 0; i < 32; i++) {
            items.add(items.get(0).deepCopy());
        }
        assertThatThrownBy(() -> Bundle.parse(StrictJson.write(json)))
                .isInstanceOf(MalformedBundleException.class)
                .hasMessageContaining("at most 32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/verificationMaterial",
                "/verificationMaterial/certificate",
                "/verificationMaterial/tlogEntries/0",
                "/verificationMaterial/tlogEntries/0/logId",
                "/verificationMaterial/tlogEntries/0/kindVersion",
                "/verificationMaterial/tlogEntries/0/inclusionPromise",
                "/verificationMaterial/tlogEntries/0/inclusionProof",
                "/verificationMaterial/tlogEntries/0/inclusionProof/checkpoint",
                "/dsseEnvelope",
                "/dsseEnvelope/signatures/0"
            })
    void unknown_members_are_refused_everywhere(String place) throws Exception {
        ObjectNode json = mint.json();
        ((ObjectNode) json.at(place)).put("x", 1);
        assertThatThrownBy(() -> Bundle.parse(StrictJson.write(json)))
                .isInstanceOf(MalformedBundleException.class)
                .hasMessageContaining("no such member");
    }

    @Test
    void two_signatures_two_materials_and_two_contents_are_refused() throws Exception {
        ObjectNode signatures = mint.json();
        ArrayNode list = (ArrayNode) signatures.at("/dsseEnvelope/signatures");
        list.add(list.get(0).deepCopy());
        ObjectNode materials = mint.json();
        materials.withObject("/verificationMaterial").putObject("publicKey");
        ObjectNode contents = mint.json();
        contents.putObject("messageSignature");
        for (ObjectNode json : new ObjectNode[] {signatures, materials, contents}) {
            assertThatThrownBy(() -> Bundle.parse(StrictJson.write(json)))
                    .isInstanceOf(MalformedBundleException.class)
                    .hasMessageContaining("exactly one");
        }
    }

    @Test
    void certificates_that_would_exhaust_a_recursive_reader_are_refused() {
        byte[] nested = new byte[0];
        for (int i = 0; i < 5000; i++) {
            nested = DerWriter.element(0x24, nested);
        }
        byte[] bytes = DerWriter.element(Der.SEQUENCE, nested);
        assertThatThrownBy(() -> Certificate.parse(bytes)).isInstanceOf(MalformedCertificateException.class);
        assertThatThrownBy(() -> Certificate.parse(new byte[Certificate.MAX_BYTES + 1]))
                .isInstanceOf(MalformedCertificateException.class);
    }

    @Test
    void damaged_timestamps_end_in_a_refusal() throws Exception {
        mint.timestamped = true;
        mint.timestamp.embedded = true;
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        ObjectNode json = mint.json();
        ObjectNode stamp = json.withObject("/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0");
        byte[] whole = stamp.get("signedTimestamp").binaryValue();
        var random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            stamp.put("signedTimestamp", TestSigstore.base64(damaged));
            var verdict = verifier.verify(Bundle.parse(StrictJson.write(json)), Identities.unsafeAny());
            if (verdict instanceof Rejected rejected) {
                assertThat(rejected.reason()).as(rejected.detail()).isNotEqualTo(Reason.FAULT);
            }
        }
    }

    @Test
    void damaged_roots_are_read_or_refused_but_never_fault() throws Exception {
        byte[] whole = StrictJson.write(sigstore.trustedRootJson());
        Bundle bundle = mint.bundle();
        var random = new Random(11);
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) (32 + random.nextInt(95));
            try {
                var verdict = new BundleVerifier(TrustedRoot.parse(damaged)).verify(bundle, Identities.unsafeAny());
                if (verdict instanceof Rejected rejected) {
                    assertThat(rejected.reason()).as(rejected.detail()).isNotEqualTo(Reason.FAULT);
                }
            } catch (MalformedTrustException e) {
                assertThat(e).hasMessageContaining("trusted root");
            }
        }
    }

    @Test
    void v1_bundles_need_the_promise_and_later_ones_the_proof() throws Exception {
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        mint.timestamped = true;
        mint.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.1";
        assertThat(verifier.verify(mint.bundle(), Identities.unsafeAny())).isInstanceOf(Verified.class);
        mint.promise = false;
        assertThat(VerifierTest.reason(verifier.verify(mint.bundle(), Identities.unsafeAny())))
                .isEqualTo(Reason.LOG_ENTRY_MISSING);
        mint.promise = true;
        mint.proof = false;
        assertThat(verifier.verify(mint.bundle(), Identities.unsafeAny())).isInstanceOf(Verified.class);
        mint.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.2";
        assertThat(VerifierTest.reason(verifier.verify(mint.bundle(), Identities.unsafeAny())))
                .isEqualTo(Reason.LOG_ENTRY_MISSING);
    }

    @Test
    void further_certificates_must_be_the_trusted_roots_own() throws Exception {
        var verifier = new BundleVerifier(sigstore.trustedRoot());
        ObjectNode json = mint.json();
        ObjectNode material = json.withObject("/verificationMaterial");
        ObjectNode chain = material.putObject("x509CertificateChain");
        ArrayNode certificates = chain.putArray("certificates");
        certificates.add(material.remove("certificate"));
        assertThat(verifier.verify(Bundle.parse(StrictJson.write(json)), Identities.unsafeAny()))
                .isInstanceOf(Verified.class);
        certificates
                .addObject()
                .put("rawBytes", TestSigstore.base64(new TestSigstore().issuer().getEncoded()));
        assertThat(VerifierTest.reason(verifier.verify(Bundle.parse(StrictJson.write(json)), Identities.unsafeAny())))
                .isEqualTo(Reason.CERTIFICATE_CHAIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inclusionProof/treeSize | null | expected a number from zero on",
                "inclusionProof/treeSize | -1 | expected a number from zero on",
                "inclusionProof/logIndex | \"-1\" | expected a number from zero on",
                "inclusionProof/rootHash | \"AAAA\" | of 32 bytes each",
                "inclusionProof/hashes | [\"AAAA\"] | hashes of 32 bytes",
                "inclusionProof/hashes | [\"?\"] | expected base64",
                "inclusionProof/hashes | MANY | at most 64 hashes",
                "integratedTime | -1 | expected a number from zero on"
            })
    void entries_out_of_their_bounds_are_refused(String place, String value, String message) throws Exception {
        ObjectNode json = mint.json();
        String hash = "\"" + TestSigstore.base64(new byte[32]) + "\"";
        String text = value.equals("MANY") ? "[" + (hash + ",").repeat(64) + hash + "]" : value;
        ObjectNode changed =
                Tree.with(json, "/verificationMaterial/tlogEntries/0/" + place, StrictJson.parse(text.getBytes(UTF_8)));
        assertThatThrownBy(() -> Bundle.parse(StrictJson.write(changed)))
                .isInstanceOf(MalformedBundleException.class)
                .hasMessageContaining(message);
    }

    @Test
    void timestamps_that_are_no_base64_are_refused() throws Exception {
        mint.timestamped = true;
        ObjectNode json = mint.json();
        json.withObject("/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0")
                .put("signedTimestamp", "?");
        assertThatThrownBy(() -> Bundle.parse(StrictJson.write(json)))
                .isInstanceOf(MalformedBundleException.class)
                .hasMessageContaining("base64");
    }
}

package dev.attest.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One defect each in an otherwise sound bundle or root: the check that is for it refuses. */
class DefectTest {
    private interface Knob {
        void turn(Mint mint) throws Exception;
    }

    private interface RootKnob {
        void turn(ObjectNode root) throws Exception;
    }

    private record Defect(Reason reason, Knob knob) {}

    @TestFactory
    Stream<DynamicTest> defective_bundles_are_refused_for_their_defect() {
        var defects = new LinkedHashMap<String, Defect>();
        certificates(defects);
        chains(defects);
        certificateTimestamps(defects);
        logs(defects);
        checkpoints(defects);
        timestamps(defects);
        return defects.entrySet().stream()
                .map(defect -> DynamicTest.dynamicTest(defect.getKey(), () -> check(defect.getValue())));
    }

    private static void check(Defect defect) throws Exception {
        var sigstore = new TestSigstore();
        var mint = new Mint(sigstore);
        mint.timestamped = true;
        assertThat(verdict(sigstore, mint)).isInstanceOf(Verified.class);
        defect.knob().turn(mint);
        assertThat(VerifierTest.reason(verdict(sigstore, mint)))
                .as(verdict(sigstore, mint).toString())
                .isEqualTo(defect.reason());
    }

    private static Verification verdict(TestSigstore sigstore, Mint mint) throws Exception {
        var root = sigstore.trustedRootJson(sigstore.tsaLeaf(mint.timestamp.usage, mint.timestamp.critical));
        var verifier = new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)));
        try {
            return verifier.verify(mint.bundle(), Identities.unsafeAny());
        } catch (MalformedBundleException e) {
            return new Rejected(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private static void certificates(Map<String, Defect> all) {
        all.put("leaf is an authority", chain(m -> m.leaf.authority = true));
        all.put("leaf is for servers", chain(m -> m.leaf.usage = KeyPurposeId.id_kp_serverAuth));
        all.put("leaf may not sign", chain(m -> m.leaf.keyUsage = KeyUsage.keyEncipherment));
        all.put("two subject names", chain(m -> m.leaf.names = TestSigstore.names(LeafMint.SUBJECT, "https://x.test")));
        all.put("unknown critical extension", chain(m -> m.leaf.unknownCritical = "1.2.3.4.5"));
        all.put("two issuer claims", chain(m -> m.leaf.claims.put(1, "https://other.test")));
        all.put("control character in a claim", chain(m -> m.leaf.claims.put(12, "a\nb")));
        all.put("claim that is not UTF-8", chain(m -> m.leaf.rawClaims.put(2, new byte[] {(byte) 0xff})));
        all.put(
                "two names for an issuer in one",
                chain(m -> m.leaf.rawClaims.put(1, "https://other.test".getBytes(UTF_8))));
        all.put("name of a kind that Fulcio does not use", chain(m -> m.leaf.names = otherName("1.2.3.4")));
        all.put("leaf signed with SHA-1", chain(m -> m.leaf.algorithm = "SHA1withECDSA"));
    }

    private static void chains(Map<String, Defect> all) {
        all.put("foreign issuer", chain(m -> m.leaf.issuedBy = TestSigstore.ec("secp384r1")));
        all.put("issuer may not issue", chain(m -> m.sigstore.issuerMayIssue = false));
        all.put("path longer than the anchor allows", chain(m -> m.sigstore.pathLength = 0));
        all.put("name outside the anchor's constraints", chain(m -> m.sigstore.permittedHost = "other.test"));
        all.put("anchor expired", chain(m -> m.sigstore.anchorEnd = TestSigstore.NOW.minusSeconds(1)));
        all.put(
                "certificate expired",
                new Defect(Reason.CERTIFICATE_TIME, m -> m.leaf.notAfter = TestSigstore.NOW.minusSeconds(1)));
    }

    private static void certificateTimestamps(Map<String, Defect> all) {
        all.put("no SCT", new Defect(Reason.SCT, m -> m.leaf.timestamped = false));
        all.put("SCT by another key", new Defect(Reason.SCT, m -> m.leaf.loggedBy = TestSigstore.ec("secp256r1")));
        all.put("one good SCT and a wrong one of the same log", new Defect(Reason.SCT, m -> m.leaf.second = "wrong"));
        all.put(
                "SCT for another issuer",
                new Defect(Reason.SCT, m -> m.leaf.issuerInTimestamp = TestSigstore.ec("secp384r1")));
        all.put(
                "SCT before the log was trusted",
                new Defect(Reason.TRUST_WINDOW, m -> m.leaf.loggedAt = TestSigstore.START.minusSeconds(1)));
    }

    private static void logs(Map<String, Defect> all) {
        all.put("entry of another kind", mismatch(m -> m.body = b -> b.put("kind", "intoto")));
        all.put("entry of another version", mismatch(m -> m.body = b -> b.put("apiVersion", "0.0.2")));
        all.put(
                "entry about another payload",
                mismatch(m -> m.body = b -> b.withObject("/spec/payloadHash").put("value", "00".repeat(32))));
        all.put(
                "entry by another signature",
                mismatch(m -> m.body = b -> b.withObject("/spec/signatures/0").put("signature", "AAAA")));
        all.put(
                "entry by another certificate",
                mismatch(m -> m.body = b -> b.withObject("/spec/signatures/0").put("verifier", "AAAA")));
        all.put(
                "entry without signatures",
                mismatch(m -> m.body = b -> b.withObject("/spec").putArray("signatures")));
        all.put(
                "entry of a payload of another type",
                mismatch(m -> intoto(m).body =
                        b -> b.withObject("/spec/content/envelope").put("payloadType", "x")));
        all.put(
                "entry that keeps another payload",
                mismatch(m -> intoto(m).body =
                        b -> b.withObject("/spec/content/envelope").put("payload", "AAAA")));
        all.put(
                "entry with a hash in capitals",
                mismatch(m -> m.body = b -> b.withObject("/spec/payloadHash").put("value", "AB".repeat(32))));
        all.put(
                "entry with a hash of another length",
                mismatch(m -> m.body = b -> b.withObject("/spec/payloadHash").put("value", "ab".repeat(48))));
        all.put(
                "entry with an unknown hash",
                new Defect(
                        Reason.UNSUPPORTED,
                        m -> m.body = b -> b.withObject("/spec/payloadHash").put("algorithm", "sha1")));
        all.put(
                "tiled entry by another certificate",
                mismatch(m -> m.tiled("dsse 0.0.2").body = b -> b.withObject(
                                "/spec/dsseV002/signatures/0/verifier/x509Certificate")
                        .put("rawBytes", "AAAA")));
        all.put(
                "tiled entry by the certificate as a key",
                mismatch(m -> m.tiled("dsse 0.0.2").body = b -> {
                    ObjectNode verifier = b.withObject("/spec/dsseV002/signatures/0/verifier");
                    verifier.set("publicKey", verifier.remove("x509Certificate"));
                }));
        all.put("artifact entry for an envelope", mismatch(m -> m.entry = "hashedrekord 0.0.1"));
        all.put(
                "tiled entry about other bytes",
                mismatch(m -> m.tiled("hashedrekord 0.0.2").body = b ->
                        b.withObject("/spec/hashedRekordV002/data").put("digest", TestSigstore.base64(new byte[32]))));
        all.put(
                "tiled entry by two verifiers",
                mismatch(m -> m.tiled("dsse 0.0.2").body = b ->
                        b.withObject("/spec/dsseV002/signatures/0/verifier").putObject("publicKey")));
        all.put("tiled entry at another index", mismatch(m -> m.tiled("dsse 0.0.2").logIndex = 2));
        all.put("unknown entry kind", new Defect(Reason.UNSUPPORTED, m -> m.entry = "tuf 0.0.1"));
        all.put("no proof", new Defect(Reason.LOG_ENTRY_MISSING, m -> m.proof = false));
        all.put(
                "promise where there is none",
                new Defect(Reason.LOG_SIGNATURE, m -> m.tiled("dsse 0.0.2").promise = true));
        all.put("log not yet trusted", new Defect(Reason.TRUST_WINDOW, m -> {
            m.integrated = TestSigstore.START.minusSeconds(1);
            m.leaf.notBefore = m.integrated;
        }));
        all.put("nothing tells the time", new Defect(Reason.TIMESTAMP, m -> m.tiled("dsse 0.0.2").timestamped = false));
    }

    private static void checkpoints(Map<String, Defect> all) {
        all.put(
                "checkpoint of another size",
                new Defect(Reason.LOG_PROOF, m -> m.note = text -> text.replace("\n3\n", "\n4\n")));
        all.put(
                "checkpoint of another root",
                new Defect(
                        Reason.LOG_PROOF,
                        m -> m.note = text -> {
                            String root = text.split("\n")[2];
                            return text.replace(root, TestSigstore.base64(new byte[32]));
                        }));
        all.put(
                "checkpoint with a second, wrong signature of the log",
                new Defect(Reason.LOG_SIGNATURE, m -> m.cosignatures = java.util.List.of("rekor.test")));
        all.put("checkpoint under another name", new Defect(Reason.LOG_SIGNATURE, m -> m.noteName = "other.test"));
        all.put("tiled checkpoint of another origin", new Defect(Reason.LOG_SIGNATURE, m -> {
            m.tiled("dsse 0.0.2").origin = "other.test";
            m.noteName = "other.test";
        }));
    }

    private static void timestamps(Map<String, Defect> all) {
        all.put("timestamp of something else", stamp(m -> m.timestamp.other = new byte[] {1}));
        all.put("timestamp by another key", stamp(m -> m.timestamp.signedBy = TestSigstore.ec("secp256r1")));
        all.put("timestamp by a code signer", stamp(m -> m.timestamp.usage = KeyPurposeId.id_kp_codeSigning));
        all.put("timestamp usage not critical", stamp(m -> m.timestamp.critical = false));
        all.put("timestamp not granted", stamp(m -> m.timestamp.status = PKIStatus.rejection));
        all.put("timestamp without signed attributes", stamp(m -> m.timestamp.direct = true));
        all.put("timestamp of another type", stamp(m -> m.timestamp.type = PKCSObjectIdentifiers.data));
        all.put("timestamp signed with SHA-1", stamp(m -> m.timestamp.signatureAlgorithm = "SHA1withECDSA"));
        all.put(
                "timestamp imprint by SHA-1",
                stamp(m -> m.timestamp.imprintAlgorithm = new ASN1ObjectIdentifier("1.3.14.3.2.26")));
        all.put("timestamp that is too large", stamp(m -> m.timestamp.responseChange = any -> new byte[(1 << 18) + 1]));
        all.put(
                "timestamp that announces another hash",
                stamp(m -> m.timestamp.responseChange = DefectTest::announced));
        all.put(
                "timestamp with trailing bytes",
                stamp(m -> m.timestamp.responseChange = any -> Bytes.concat(any, new byte[1])));
        all.put(
                "timestamp before the authority was trusted",
                new Defect(Reason.TRUST_WINDOW, m -> m.timestamp.time = TestSigstore.START.minusSeconds(1)));
    }

    @Test
    void further_signatures_lines_and_timestamps_of_others_do_no_harm() throws Exception {
        var twins = new LinkedHashMap<String, Knob>();
        twins.put("a witness's cosignature", m -> m.cosignatures = java.util.List.of("witness.test", "other.test"));
        twins.put("the log's signature twice", m -> m.cosignatures = java.util.List.of(":rekor.test"));
        twins.put("extension lines", m -> m.note = text -> text + "Timestamp: 1\nsomething else\n");
        twins.put("a second SCT of an unknown log", m -> m.leaf.second = "unknown");
        twins.put("two SCTs of a known log", m -> m.leaf.second = "good");
        twins.put("the deprecated issuer beside the same newer one", m -> m.leaf.claims.put(1, LeafMint.ISSUER));
        twins.put("the deprecated issuer alone", m -> {
            m.leaf.claims.remove(8);
            m.leaf.claims.put(1, LeafMint.ISSUER);
        });
        for (var twin : twins.entrySet()) {
            var sigstore = new TestSigstore();
            var mint = new Mint(sigstore);
            mint.timestamped = true;
            twin.getValue().turn(mint);
            assertThat(verdict(sigstore, mint)).as(twin.getKey()).isInstanceOf(Verified.class);
        }
    }

    @Test
    void every_claim_of_a_certificate_has_its_name() throws Exception {
        var sigstore = new TestSigstore();
        var mint = new Mint(sigstore);
        for (int number = 2; number <= 24; number++) {
            if (number != 7 && number != 8) {
                mint.leaf.claims.put(number, "claim " + number);
            }
        }
        var claims = ((Verified) verdict(sigstore, mint)).signer();
        assertThat(java.util.stream.Stream.of(
                                claims.gitHubWorkflowTrigger(),
                                claims.gitHubWorkflowSha(),
                                claims.gitHubWorkflowName(),
                                claims.gitHubWorkflowRepository(),
                                claims.gitHubWorkflowRef(),
                                claims.buildSignerUri(),
                                claims.buildSignerDigest(),
                                claims.runnerEnvironment(),
                                claims.sourceRepositoryUri(),
                                claims.sourceRepositoryDigest(),
                                claims.sourceRepositoryRef(),
                                claims.sourceRepositoryIdentifier(),
                                claims.sourceRepositoryOwnerUri(),
                                claims.sourceRepositoryOwnerIdentifier(),
                                claims.buildConfigUri(),
                                claims.buildConfigDigest(),
                                claims.buildTrigger(),
                                claims.runInvocationUri(),
                                claims.sourceRepositoryVisibility(),
                                claims.deploymentEnvironment(),
                                claims.tokenSubject())
                        .map(claim -> claim.orElse("missing")))
                .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(2, 24)
                        .filter(number -> number != 7 && number != 8)
                        .mapToObj(number -> "claim " + number)
                        .toList());
        assertThat(claims.issuer()).isEqualTo(LeafMint.ISSUER);
    }

    @Test
    void roots_without_time_are_refused_when_used() throws Exception {
        assertThat(withRoot(root -> {})).isInstanceOf(Verified.class);
        for (String place : new String[] {
            "/tlogs/0/publicKey", "/ctlogs/0/publicKey", "/certificateAuthorities/0", "/timestampAuthorities/0"
        }) {
            RootKnob withoutStart = root -> root.withObject(place + "/validFor").remove("start");
            assertThat(VerifierTest.reason(withRoot(withoutStart))).as(place).isEqualTo(Reason.TRUST_WINDOW);
            RootKnob ended = root -> root.withObject(place + "/validFor")
                    .put("end", TestSigstore.NOW.minusMillis(1).toString());
            assertThat(VerifierTest.reason(withRoot(ended))).as(place).isEqualTo(Reason.TRUST_WINDOW);
            RootKnob endsThen = root -> root.withObject(place + "/validFor").put("end", TestSigstore.NOW.toString());
            assertThat(withRoot(endsThen)).as(place).isInstanceOf(Verified.class);
        }
    }

    private static Verification withRoot(RootKnob knob) throws Exception {
        var sigstore = new TestSigstore();
        var mint = new Mint(sigstore);
        mint.timestamped = true;
        ObjectNode root = sigstore.trustedRootJson();
        knob.turn(root);
        return new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)))
                .verify(mint.bundle(), Identities.unsafeAny());
    }

    /** The first SHA-256 that is named, in the list that nobody signs, as SHA-512. */
    private static byte[] announced(byte[] response) {
        byte[] sha256 = HexFormat.of().parseHex("0609608648016503040201");
        byte[] changed = response.clone();
        for (int i = 0; i + sha256.length <= response.length; i++) {
            if (java.util.Arrays.equals(java.util.Arrays.copyOfRange(response, i, i + sha256.length), sha256)) {
                changed[i + sha256.length - 1] = 3;
                return changed;
            }
        }
        throw new AssertionError("no SHA-256");
    }

    private static GeneralNames otherName(String kind) {
        var name = new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier(kind), new DERTaggedObject(true, 0, new DERUTF8String("bob"))
        });
        return new GeneralNames(new GeneralName(GeneralName.otherName, name));
    }

    private static Mint intoto(Mint mint) {
        mint.entry = "intoto 0.0.2";
        return mint;
    }

    private static Defect chain(Knob knob) {
        return new Defect(Reason.CERTIFICATE_CHAIN, knob);
    }

    private static Defect mismatch(Knob knob) {
        return new Defect(Reason.LOG_ENTRY_MISMATCH, knob);
    }

    private static Defect stamp(Knob knob) {
        return new Defect(Reason.TIMESTAMP, knob);
    }
}

package dev.attest.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Forgeries, each refused for its own reason, and each with a twin that passes: the same story without the lie. */
class ForgeryTest {
    private static final Identities ACME =
            Identities.of(List.of(new AcceptedIdentity.Exact(LeafMint.ISSUER, LeafMint.SUBJECT)));
    private static final String ENTRY = "/verificationMaterial/tlogEntries/0";

    private final TestSigstore sigstore = new TestSigstore();

    private record Forgery(String name, Reason reason, Story story) {}

    private interface Story {
        Verification told(Mint mint, boolean forged) throws Exception;
    }

    private interface Change {
        void change(ObjectNode json) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> forgeries_are_refused_for_their_reason_and_their_twins_pass() {
        return Stream.of(certificates(), logs(), times(), contents(), signers())
                .flatMap(List::stream)
                .map(forgery -> DynamicTest.dynamicTest(forgery.name(), () -> check(forgery)));
    }

    private void check(Forgery forgery) throws Exception {
        Verification twin = forgery.story().told(new Mint(sigstore), false);
        assertThat(twin).as(twin.toString()).isInstanceOf(Verified.class);
        Verification forged;
        try {
            forged = forgery.story().told(new Mint(sigstore), true);
        } catch (MalformedBundleException e) {
            forged = new Rejected(e.reason(), String.valueOf(e.getMessage()));
        }
        assertThat(VerifierTest.reason(forged)).as(forged.toString()).isEqualTo(forgery.reason());
    }

    private List<Forgery> certificates() {
        return List.of(
                new Forgery("a foreign authority with the same names", Reason.CERTIFICATE_CHAIN, (mint, forged) -> {
                    var foreign = new TestSigstore();
                    mint.leaf.issuedBy = forged ? foreign.issuerKey : sigstore.issuerKey;
                    mint.leaf.issuerInTimestamp = mint.leaf.issuedBy;
                    return statement(mint);
                }),
                new Forgery("the bundle brings its own root", Reason.CERTIFICATE_CHAIN, (mint, forged) -> {
                    mint.chain = true;
                    return statement(mint, json -> {
                        if (forged) {
                            ((ArrayNode) json.at("/verificationMaterial/x509CertificateChain/certificates"))
                                    .addObject()
                                    .put(
                                            "rawBytes",
                                            TestSigstore.base64(sigstore.root().getEncoded()));
                        }
                    });
                }),
                new Forgery("a certificate for another's key", Reason.SIGNATURE, (mint, forged) -> {
                    var other = TestSigstore.ec("secp256r1");
                    mint.certificateGiven =
                            mint.leaf.certificate(forged ? other : mint.key).getEncoded();
                    return statement(mint);
                }),
                new Forgery("a log's timestamp for another certificate", Reason.SCT, (mint, forged) -> {
                    mint.leaf.stampedKey = java.util.Optional.of(forged ? TestSigstore.ec("secp256r1") : mint.key);
                    return statement(mint);
                }),
                new Forgery("a timestamp of an unknown certificate log", Reason.SCT, (mint, forged) -> {
                    ObjectNode root = sigstore.trustedRootJson();
                    if (forged) {
                        root.withObject("/ctlogs/0/logId").put("keyId", TestSigstore.base64(new byte[32]));
                    }
                    return verifier(root).verify(mint.bundle(), ACME);
                }));
    }

    private List<Forgery> logs() {
        return List.of(
                new Forgery("the entry of another artifact", Reason.LOG_ENTRY_MISMATCH, (mint, forged) -> {
                    artifact(mint);
                    Mint other = again(mint);
                    other.artifact = "another".getBytes(UTF_8);
                    return blob(mint, Mint.ARTIFACT, json -> takeFrom(forged ? other.json() : json, json, ENTRY));
                }),
                new Forgery("the entry of another signature", Reason.LOG_ENTRY_MISMATCH, (mint, forged) -> {
                    Mint other = again(mint);
                    return statement(mint, json -> takeFrom(forged ? other.json() : json, json, ENTRY));
                }),
                new Forgery("a promise moved from another entry", Reason.LOG_SIGNATURE, (mint, forged) -> {
                    Mint other = again(mint);
                    other.payload = Statements.saying("another");
                    return statement(
                            mint, json -> takeFrom(forged ? other.json() : json, json, ENTRY + "/inclusionPromise"));
                }),
                new Forgery(
                        "a promise for another index",
                        Reason.LOG_SIGNATURE,
                        (mint, forged) -> statement(
                                mint, json -> json.withObject(ENTRY).put("logIndex", forged ? "1002" : "1001"))),
                new Forgery("a proof moved from another entry", Reason.LOG_PROOF, (mint, forged) -> {
                    Mint other = again(mint);
                    other.payload = Statements.saying("another");
                    return statement(
                            mint, json -> takeFrom(forged ? other.json() : json, json, ENTRY + "/inclusionProof"));
                }),
                new Forgery("the checkpoint of another log", Reason.LOG_SIGNATURE, (mint, forged) -> {
                    mint.tiled("dsse 0.0.2");
                    mint.origin = forged ? "other.test/v2" : mint.origin;
                    mint.noteName = mint.origin;
                    return statement(mint);
                }),
                new Forgery("the log of another Sigstore", Reason.LOG_SIGNATURE, (mint, forged) -> {
                    ObjectNode root = sigstore.trustedRootJson();
                    if (forged) {
                        root.set("tlogs", new TestSigstore().trustedRootJson().get("tlogs"));
                    }
                    return verifier(root).verify(mint.bundle(), ACME);
                }),
                new Forgery("an entry with two signatures", Reason.LOG_ENTRY_MISMATCH, (mint, forged) -> {
                    mint.body = body -> {
                        ArrayNode signatures = (ArrayNode) body.at("/spec/signatures");
                        if (forged) {
                            signatures.add(signatures.get(0).deepCopy());
                        }
                    };
                    return statement(mint);
                }),
                new Forgery(
                        "one entry as two",
                        Reason.MALFORMED,
                        (mint, forged) -> statement(mint, json -> {
                            ArrayNode entries = (ArrayNode) json.at("/verificationMaterial/tlogEntries");
                            if (forged) {
                                entries.add(entries.get(0).deepCopy());
                            }
                        })));
    }

    private List<Forgery> times() {
        return List.of(
                new Forgery("logged after the certificate ended", Reason.CERTIFICATE_TIME, (mint, forged) -> {
                    mint.integrated = mint.leaf.notAfter.plusSeconds(forged ? 1 : 0);
                    return statement(mint);
                }),
                new Forgery("logged before the certificate began", Reason.CERTIFICATE_TIME, (mint, forged) -> {
                    mint.integrated = mint.leaf.notBefore.minusSeconds(forged ? 1 : 0);
                    return statement(mint);
                }),
                new Forgery("stamped after the certificate ended", Reason.CERTIFICATE_TIME, (mint, forged) -> {
                    mint.tiled("hashedrekord 0.0.2");
                    mint.timestamp.time = mint.leaf.notAfter.plusSeconds(forged ? 1 : 0);
                    return statement(mint);
                }),
                ended("the log's key", "/tlogs/0/publicKey"),
                ended("the certificate log's key", "/ctlogs/0/publicKey"),
                ended("the certificate authority", "/certificateAuthorities/0"),
                ended("the timestamp authority", "/timestampAuthorities/0"));
    }

    private Forgery ended(String what, String place) {
        return new Forgery(what + " after its time in the trusted root", Reason.TRUST_WINDOW, (mint, forged) -> {
            mint.timestamped = true;
            ObjectNode root = sigstore.trustedRootJson();
            root.withObject(place + "/validFor")
                    .put("end", TestSigstore.NOW.minusMillis(forged ? 1 : 0).toString());
            return verifier(root).verify(mint.bundle(), ACME);
        });
    }

    private List<Forgery> contents() {
        return List.of(
                new Forgery("another payload type than was signed", Reason.SIGNATURE, (mint, forged) -> {
                    // Signed as something else that reads the same when nobody counts: the lengths tell them apart.
                    mint.payloadType = forged ? Statement.PAYLOAD_TYPE + " 2 {}" : Statement.PAYLOAD_TYPE;
                    return statement(
                            mint, json -> json.withObject("/dsseEnvelope").put("payloadType", Statement.PAYLOAD_TYPE));
                }),
                new Forgery("lengths counted in characters", Reason.SIGNATURE, (mint, forged) -> {
                    String payload = new String(mint.payload, UTF_8);
                    int length = forged ? payload.length() : mint.payload.length;
                    String encoded =
                            "DSSEv1 " + mint.payloadType.length() + " " + mint.payloadType + " " + length + " ";
                    mint.signatureChange = any -> signed(mint, (encoded + payload).getBytes(UTF_8));
                    return statement(mint);
                }),
                new Forgery(
                        "two signatures on one envelope",
                        Reason.MALFORMED,
                        (mint, forged) -> statement(mint, json -> {
                            ArrayNode signatures = (ArrayNode) json.at("/dsseEnvelope/signatures");
                            if (forged) {
                                signatures.add(signatures.get(0).deepCopy());
                            }
                        })),
                new Forgery("a statement's signature as one of its bytes", Reason.SIGNATURE, (mint, forged) -> {
                    byte[] statement = mint.payload;
                    artifact(mint);
                    mint.artifact = statement;
                    if (forged) {
                        byte[] encoded = dev.attest.intoto.Envelope.pae(mint.payloadType, statement);
                        mint.signatureChange = any -> signed(mint, encoded);
                    }
                    return blob(mint, statement, json -> {});
                }),
                new Forgery("a statement's entry for an artifact", Reason.LOG_ENTRY_MISMATCH, (mint, forged) -> {
                    artifact(mint);
                    mint.entry = forged ? "dsse 0.0.1" : mint.entry;
                    return blob(mint, Mint.ARTIFACT, json -> {});
                }),
                new Forgery("another artifact than was signed", Reason.ARTIFACT, (mint, forged) -> {
                    artifact(mint);
                    return blob(mint, forged ? new byte[1] : Mint.ARTIFACT, json -> {});
                }),
                new Forgery(
                        "another artifact than the statement is about",
                        Reason.ARTIFACT,
                        (mint, forged) -> blob(mint, forged ? new byte[1] : Mint.ARTIFACT, json -> {})));
    }

    private List<Forgery> signers() {
        return List.of(
                new Forgery("a key where an identity is asked for", Reason.IDENTITY, (mint, forged) -> {
                    mint.bareKey = true;
                    Identities key = Identities.ofKey(TestSigstore.encoded(mint.key));
                    return verifier(sigstore.trustedRootJson()).verify(mint.bundle(), forged ? ACME : key);
                }),
                new Forgery("an identity where a key is asked for", Reason.IDENTITY, (mint, forged) -> {
                    Identities key = Identities.ofKey(TestSigstore.encoded(mint.key));
                    return verifier(sigstore.trustedRootJson()).verify(mint.bundle(), forged ? key : ACME);
                }),
                new Forgery("somebody else whom the same issuer vouches for", Reason.IDENTITY, (mint, forged) -> {
                    mint.leaf.names = TestSigstore.names(LeafMint.SUBJECT + (forged ? "0" : ""));
                    return statement(mint);
                }));
    }

    /** Another bundle of the same signer, to take something from. */
    private Mint again(Mint mint) throws Exception {
        mint.certificateGiven = mint.leaf.certificate(mint.key).getEncoded();
        var other = new Mint(sigstore);
        other.key = mint.key;
        other.certificateGiven = mint.certificateGiven;
        other.message = mint.message;
        other.entry = mint.entry;
        return other;
    }

    private static void artifact(Mint mint) {
        mint.message = true;
        mint.entry = "hashedrekord 0.0.1";
    }

    private static void takeFrom(ObjectNode other, ObjectNode json, String place) {
        String holder = place.substring(0, place.lastIndexOf('/'));
        if (json.at(holder) instanceof ArrayNode array) {
            array.set(0, other.at(place).deepCopy());
        } else {
            json.withObject(holder)
                    .set(place.substring(holder.length() + 1), other.at(place).deepCopy());
        }
    }

    private static byte[] signed(Mint mint, byte[] data) {
        try {
            return TestSigstore.sign(mint.key, data);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Verification statement(Mint mint) throws Exception {
        return statement(mint, json -> {});
    }

    private Verification statement(Mint mint, Change change) throws Exception {
        return verifier(sigstore.trustedRootJson()).verify(changed(mint, change), ACME);
    }

    private Verification blob(Mint mint, byte[] artifact, Change change) throws Exception {
        return verifier(sigstore.trustedRootJson()).verifyBlob(changed(mint, change), artifact, ACME);
    }

    private static Bundle changed(Mint mint, Change change) throws Exception {
        ObjectNode json = mint.json();
        change.change(json);
        return Bundle.parse(StrictJson.write(json));
    }

    private static BundleVerifier verifier(ObjectNode root) throws MalformedTrustException {
        return new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)));
    }
}

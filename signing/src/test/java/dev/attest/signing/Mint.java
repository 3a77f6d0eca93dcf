package dev.attest.signing;

import static dev.attest.signing.TestSigstore.base64;
import static dev.attest.signing.TestSigstore.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Envelope;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Mints one bundle of a {@link TestSigstore}; every field is a knob that a test may turn before {@link #bundle}. */
final class Mint {
    static final byte[] ARTIFACT = "artifact\n".getBytes(UTF_8);

    final TestSigstore sigstore;
    KeyPair key = TestSigstore.ec("secp256r1");
    LeafMint leaf;
    /** A name for {@link TestSigstore#sign(KeyPair, String, byte[])}, or empty for the usual one. */
    String algorithm = "";
    /** What an entry of a tiled log names, or empty for the usual one. */
    String keyDetails = "";
    /** One of {@code dsse 0.0.1}, {@code dsse 0.0.2}, {@code intoto 0.0.2}, {@code hashedrekord 0.0.1|2}. */
    String entry = "dsse 0.0.1";

    boolean message;
    /** What a message signature is of. */
    boolean promise = true;

    boolean proof = true;
    boolean bareKey;
    Instant integrated = TestSigstore.NOW;
    long logIndex = 1001;
    String mediaType = Bundle.MEDIA_TYPE;
    String payloadType = Statement.PAYLOAD_TYPE;
    byte[] payload = statement();
    byte[] artifact = ARTIFACT;
    TimestampMint timestamp;
    boolean timestamped;
    Consumer<ObjectNode> body = any -> {};
    /** Changes the signature, the certificate or the entry's body before anybody signs or logs it. */
    UnaryOperator<byte[]> signatureChange = any -> any;

    UnaryOperator<byte[]> certificateChange = any -> any;
    UnaryOperator<byte[]> bodyChange = any -> any;
    /** The certificate, when it is not to be issued anew. */
    byte[] certificateGiven = new byte[0];

    boolean chain;
    boolean checkpoint = true;
    boolean logged = true;
    String keyid = "";
    UnaryOperator<String> note = any -> any;
    /** Lines put behind the checkpoint's own signature: names, and what is signed or not by the log's key. */
    List<String> cosignatures = List.of();

    String origin = "rekor.test - 42";
    String noteName = "rekor.test";
    private byte[] signature = new byte[0];
    private byte[] entryBody = new byte[0];
    private byte[] certificate = new byte[0];

    Mint(TestSigstore sigstore) {
        this.sigstore = sigstore;
        this.leaf = new LeafMint(sigstore);
        this.timestamp = new TimestampMint(sigstore);
    }

    static byte[] statement() {
        return new Statement(
                        List.of(ResourceDescriptor.sha256("a", HexFormat.of().formatHex(sha256(ARTIFACT)))),
                        "https://example.test/é/v1",
                        dev.attest.signing.Mint.predicate())
                .write();
    }

    /** What {@link TestSigstore#sign(KeyPair, byte[])} does is called so in Sigstore's registry. */
    static String keyDetails(KeyPair key) {
        if (key.getPublic() instanceof java.security.interfaces.ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            return "PKIX_ECDSA_P" + bits + "_SHA_256";
        }
        return "PKIX_ED25519";
    }

    /** As Rekor v2 logs it: no promise, a timestamp instead. */
    Mint tiled(String kind) {
        entry = kind;
        promise = false;
        timestamped = true;
        origin = "log.test/v2";
        noteName = origin;
        logIndex = 1;
        return this;
    }

    Bundle bundle() throws Exception {
        return Bundle.parse(StrictJson.write(json()));
    }

    ObjectNode json() throws Exception {
        byte[] issued = certificateGiven.length > 0
                ? certificateGiven
                : leaf.certificate(key).getEncoded();
        certificate = certificateChange.apply(issued);
        byte[] signed = message ? artifact : Envelope.pae(payloadType, payload);
        byte[] made = algorithm.isEmpty() ? TestSigstore.sign(key, signed) : TestSigstore.sign(key, algorithm, signed);
        signature = signatureChange.apply(made);
        ObjectNode json = StrictJson.object();
        json.put("mediaType", mediaType);
        ObjectNode material = json.putObject("verificationMaterial");
        material(material);
        if (logged) {
            tlogEntry(material.putArray("tlogEntries").addObject(), bareKey ? TestSigstore.encoded(key) : certificate);
        }
        if (timestamped) {
            material.putObject("timestampVerificationData")
                    .putArray("rfc3161Timestamps")
                    .addObject()
                    .put("signedTimestamp", base64(timestamp.response(signature)));
        }
        if (message) {
            ObjectNode messageSignature = json.putObject("messageSignature");
            messageSignature.put("signature", base64(signature));
            messageSignature
                    .putObject("messageDigest")
                    .put("algorithm", "SHA2_256")
                    .put("digest", base64(sha256(artifact)));
        } else {
            json.set("dsseEnvelope", new Envelope(payloadType, payload, signature, keyid).json());
        }
        return json;
    }

    private void material(ObjectNode material) throws Exception {
        if (bareKey) {
            material.putObject("publicKey").put("hint", "k");
        } else if (chain) {
            var certificates = material.putObject("x509CertificateChain").putArray("certificates");
            certificates.addObject().put("rawBytes", base64(certificate));
            certificates.addObject().put("rawBytes", base64(sigstore.issuer().getEncoded()));
        } else {
            material.putObject("certificate").put("rawBytes", base64(certificate));
        }
    }

    private void tlogEntry(ObjectNode tlog, byte[] verifier) throws Exception {
        boolean tiled = entry.endsWith("hashedrekord 0.0.2") || entry.equals("dsse 0.0.2");
        KeyPair logKey = tiled ? sigstore.tiledKey : sigstore.rekorKey;
        byte[] id = tiled ? sigstore.tiledId() : sigstore.rekorId();
        ObjectNode content = new EntryMint(this, signature, verifier).json();
        body.accept(content);
        entryBody = bodyChange.apply(StrictJson.write(content));
        tlog.put("logIndex", String.valueOf(logIndex));
        tlog.putObject("logId").put("keyId", base64(id));
        tlog.putObject("kindVersion").put("kind", entry.split(" ")[0]).put("version", entry.split(" ")[1]);
        tlog.put("canonicalizedBody", base64(entryBody));
        if (promise) {
            tlog.put("integratedTime", String.valueOf(integrated.getEpochSecond()));
            tlog.putObject("inclusionPromise").put("signedEntryTimestamp", base64(promise(logKey, id)));
        }
        if (proof) {
            proof(tlog.putObject("inclusionProof"), logKey, id);
        }
    }

    private byte[] promise(KeyPair logKey, byte[] id) throws Exception {
        String canonical = "{\"body\":\"" + base64(entryBody) + "\",\"integratedTime\":" + integrated.getEpochSecond()
                + ",\"logID\":\"" + HexFormat.of().formatHex(id) + "\",\"logIndex\":" + logIndex + "}";
        return TestSigstore.sign(logKey, canonical.getBytes(UTF_8));
    }

    /** Leaf 1 of a tree of three. */
    private void proof(ObjectNode json, KeyPair logKey, byte[] id) throws Exception {
        byte[] left = sha256("left".getBytes(UTF_8));
        byte[] right = sha256("right".getBytes(UTF_8));
        byte[] own = sha256(Bytes.concat(new byte[] {0}, entryBody));
        byte[] root = sha256(Bytes.concat(new byte[] {1}, sha256(Bytes.concat(new byte[] {1}, left, own)), right));
        json.put("logIndex", "1").put("treeSize", "3").put("rootHash", base64(root));
        json.putArray("hashes").add(base64(left)).add(base64(right));
        String text = note.apply(origin + "\n3\n" + base64(root) + "\n");
        byte[] blob = Bytes.concat(java.util.Arrays.copyOf(id, 4), TestSigstore.sign(logKey, text.getBytes(UTF_8)));
        if (!checkpoint) {
            return;
        }
        json.putObject("checkpoint")
                .put(
                        "envelope",
                        text + "\n\u2014 " + noteName + " "
                                + Base64.getEncoder().encodeToString(blob) + "\n" + cosignatures(blob));
    }

    /** Each by somebody of this name, who has the log's key hint and signs wrongly, or by a name with a colon rightly. */
    private String cosignatures(byte[] blob) {
        var lines = new StringBuilder();
        for (String name : cosignatures) {
            byte[] own = blob.clone();
            own[own.length - 1] ^= (byte) (name.startsWith(":") ? 0 : 1);
            lines.append("\u2014 ")
                    .append(name.replace(":", ""))
                    .append(' ')
                    .append(base64(own))
                    .append('\n');
        }
        return lines.toString();
    }

    private static dev.attest.json.JsonObject predicate() {
        try {
            return dev.attest.json.JsonObject.of(StrictJson.object().put("umlaut", "ü"), "predicate");
        } catch (dev.attest.json.MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }
}

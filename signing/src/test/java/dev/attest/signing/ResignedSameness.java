package dev.attest.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.mutants.DerMutants;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** As {@link Sameness}, for changes that the log, the authorities or the signer signed. */
final class ResignedSameness {
    private ResignedSameness() {}

    /** Why the accepted bundle may be accepted; that users are told the same is looked at besides. */
    static Optional<String> reason(BundleKind kind, String change, byte[] mutant) throws Exception {
        JsonNode bundle = StrictJson.parse(mutant);
        if (change.equals("signature in its other form")) {
            return Optional.of("the negative of s in place of s, which is the same signature to ECDSA");
        }
        if (change.startsWith("certificate's signed part")) {
            return Optional.of("another certificate, which the authority issued to the same signer");
        }
        if (change.startsWith("timestamp's signed part") && isStampOf(bundle)) {
            return Optional.of("policy, serial number and nonce of a timestamp, which decide nothing");
        }
        JsonNode entry = bundle.at("/verificationMaterial/tlogEntries/0");
        if (change.startsWith("note ") && isTreeOf(entry)) {
            return Optional.of("more than origin, size and root in a checkpoint, which the log signed");
        }
        return change.startsWith("body ") && isEntryOf(kind, bundle, entry)
                ? Optional.of("what an entry says beside content, signature and signer")
                : Optional.empty();
    }

    private static boolean isStampOf(JsonNode bundle) {
        byte[] stamp = Base64.getDecoder()
                .decode(bundle.at("/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp")
                        .textValue());
        // Response, token, SignedData, its content, and inside that string the TSTInfo with its imprint.
        byte[] imprint = DerMutants.inside(stamp, 1, 1, 0, 2, 1, 0, 0, 2).get(1);
        byte[] hash = TestSigstore.sha256(signature(bundle));
        return Arrays.equals(Arrays.copyOfRange(imprint, 2, imprint.length), hash);
    }

    private static boolean isTreeOf(JsonNode entry) {
        String[] lines =
                entry.at("/inclusionProof/checkpoint/envelope").textValue().split("\n");
        return lines[1].equals(entry.at("/inclusionProof/treeSize").textValue())
                && lines[2].equals(entry.at("/inclusionProof/rootHash").textValue());
    }

    /** Whether the entry holds this content's digest, this signature and this signer where its kind has them. */
    private static boolean isEntryOf(BundleKind kind, JsonNode bundle, JsonNode entry) throws Exception {
        JsonNode body = StrictJson.parse(bytes(entry.get("canonicalizedBody")));
        JsonNode spec = body.get("spec");
        byte[] content = kind.message() ? Mint.ARTIFACT : bytes(bundle.at("/dsseEnvelope/payload"));
        byte[] covered = kind.message()
                ? content
                : dev.attest.intoto.Envelope.pae(
                        bundle.at("/dsseEnvelope/payloadType").textValue(), content);
        byte[] signature = signature(bundle);
        boolean same = body.get("kind").textValue().equals(kind.entry().split(" ")[0])
                && body.get("apiVersion").textValue().equals(kind.entry().split(" ")[1]);
        return same
                && switch (kind.entry()) {
                    case "dsse 0.0.1" ->
                        isHex(spec.at("/payloadHash/value"), content)
                                && Arrays.equals(bytes(spec.at("/signatures/0/signature")), signature)
                                && isSigner(bundle, pem(spec.at("/signatures/0/verifier")));
                    case "intoto 0.0.2" ->
                        isHex(spec.at("/content/payloadHash/value"), content)
                                && Arrays.equals(
                                        Base64.getDecoder()
                                                .decode(bytes(spec.at("/content/envelope/signatures/0/sig"))),
                                        signature)
                                && isSigner(bundle, pem(spec.at("/content/envelope/signatures/0/publicKey")));
                    case "hashedrekord 0.0.1" ->
                        isHex(spec.at("/data/hash/value"), covered)
                                && Arrays.equals(bytes(spec.at("/signature/content")), signature)
                                && isSigner(bundle, pem(spec.at("/signature/publicKey/content")));
                    case "hashedrekord 0.0.2" ->
                        isTiled(spec.at("/hashedRekordV002/data"), covered)
                                && isVerifier(bundle, spec.at("/hashedRekordV002/signature"));
                    default ->
                        isTiled(spec.at("/dsseV002/payloadHash"), content)
                                && isVerifier(bundle, spec.at("/dsseV002/signatures/0"));
                };
    }

    private static boolean isHex(JsonNode value, byte[] content) {
        return value.textValue().equals(HexFormat.of().formatHex(TestSigstore.sha256(content)));
    }

    private static boolean isTiled(JsonNode data, byte[] content) {
        return Arrays.equals(bytes(data.get("digest")), TestSigstore.sha256(content))
                && data.get("algorithm").textValue().equals("SHA2_256");
    }

    private static boolean isVerifier(JsonNode bundle, JsonNode one) {
        JsonNode verifier = one.get("verifier");
        JsonNode certificate = verifier.at("/x509Certificate/rawBytes");
        JsonNode found = certificate.isMissingNode() ? verifier.at("/publicKey/rawBytes") : certificate;
        return Arrays.equals(bytes(one.get("content")), signature(bundle)) && isSigner(bundle, bytes(found));
    }

    /** A key is not in the bundle; the entry's own is then compared by the verifier with the one that is given. */
    private static boolean isSigner(JsonNode bundle, byte[] signer) {
        JsonNode material = bundle.get("verificationMaterial");
        JsonNode own = material.at("/certificate/rawBytes");
        JsonNode first = own.isMissingNode() ? material.at("/x509CertificateChain/certificates/0/rawBytes") : own;
        return first.isMissingNode() || Arrays.equals(bytes(first), signer);
    }

    private static byte[] signature(JsonNode bundle) {
        JsonNode own = bundle.at("/messageSignature/signature");
        return bytes(own.isMissingNode() ? bundle.at("/dsseEnvelope/signatures/0/sig") : own);
    }

    private static byte[] pem(JsonNode base64) {
        String text = new String(bytes(base64), UTF_8);
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static byte[] bytes(JsonNode base64) {
        String text = base64.textValue();
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
    }
}

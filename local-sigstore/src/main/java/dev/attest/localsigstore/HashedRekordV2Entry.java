package dev.attest.localsigstore;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** A {@code hashedrekord} 0.0.2, the one kind of Rekor v2 (rekor-tiles, hashedrekord.proto): digest, signature, who verifies it. */
final class HashedRekordV2Entry {

    static final String KIND = "hashedrekord";
    static final String VERSION = "0.0.2";

    /** Entry bundles count an entry's bytes in 16 bits (C2SP tlog-tiles). */
    private static final int MAX_BODY = (1 << 16) - 1;

    private HashedRekordV2Entry() {}

    /** Turns a request into the canonical bytes that are logged, after the signature in it was verified. */
    static byte[] canonicalize(byte[] request) throws MalformedInputException {
        JsonNode root = ProtobufJson.object(request);
        ProtobufJson.requireOnly(root, "hashedRekordRequestV002");
        JsonNode record = root.path("hashedRekordRequestV002");
        ProtobufJson.requireOnly(record, "digest", "signature");
        byte[] digest = Json.base64(record, "digest");
        JsonNode signed = record.path("signature");
        ProtobufJson.requireOnly(signed, "content", "verifier");
        byte[] signature = Json.base64(signed, "content");
        JsonNode verifier = signed.path("verifier");
        ProtobufJson.requireOnly(verifier, "keyDetails", "publicKey", "x509Certificate");
        KeyDetails details = KeyDetails.named(Json.text(verifier, "keyDetails"));
        String holder = holder(verifier);
        byte[] raw = Json.base64(verifier, holder, "rawBytes");
        PublicKey key = holder.equals("publicKey") ? Signatures.publicKey(raw) : certified(raw);
        if (!details.fits(key)) {
            throw new MalformedInputException("the key is not what keyDetails say");
        }
        if (digest.length != details.digestLength()) {
            throw new MalformedInputException("digest must be a " + details.hash());
        }
        if (!details.verifies(key, digest, signature)) {
            throw new MalformedInputException("verifying signature: the key did not sign this digest");
        }
        byte[] body = Json.canonical(Map.of(
                "apiVersion",
                VERSION,
                "kind",
                KIND,
                "spec",
                Map.of(
                        "hashedRekordV002",
                        Map.of(
                                "data",
                                Map.of("algorithm", details.hash(), "digest", base64(digest)),
                                "signature",
                                Map.of(
                                        "content",
                                        base64(signature),
                                        "verifier",
                                        Map.of(
                                                "keyDetails",
                                                details.name(),
                                                holder,
                                                Map.of("rawBytes", base64(raw))))))));
        if (body.length > MAX_BODY) {
            throw new MalformedInputException("the entry is larger than 65535 bytes");
        }
        return body;
    }

    private static String holder(JsonNode verifier) throws MalformedInputException {
        boolean bare = verifier.hasNonNull("publicKey");
        if (bare == verifier.hasNonNull("x509Certificate")) {
            throw new MalformedInputException("the verifier must be either a public key or an X.509 certificate");
        }
        String holder = bare ? "publicKey" : "x509Certificate";
        ProtobufJson.requireOnly(verifier.path(holder), "rawBytes");
        return holder;
    }

    private static PublicKey certified(byte[] raw) throws MalformedInputException {
        X509Certificate certificate = Certificates.parse(raw);
        if (!Arrays.equals(Certificates.encoded(certificate), raw)) {
            throw new MalformedInputException("the certificate is not plain DER");
        }
        // Through our own reader, which refuses weak keys.
        return Signatures.publicKey(certificate.getPublicKey().getEncoded());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

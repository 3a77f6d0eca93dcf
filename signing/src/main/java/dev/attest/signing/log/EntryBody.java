package dev.attest.signing.log;

import dev.attest.intoto.Envelope;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.KeyDetails;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.Pem;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds a log entry's body against what the bundle says was signed: the content's digest, the signature and the
 * certificate or key must all be the same. The envelope's hash in {@code dsse} entries is over JSON that nobody keeps
 * and cannot be checked; payload, type and signature are bound without it.
 */
final class EntryBody {
    private final Signed signed;

    private EntryBody(Signed signed) {
        this.signed = signed;
    }

    /** Requires that the entry is about {@code signed}. */
    static void verify(LogEntry entry, Signed signed) throws RefusedException {
        try {
            JsonObject body = StrictJson.parseObject(entry.body(), "log entry");
            if (!body.text("kind").equals(entry.kind())
                    || !body.text("apiVersion").equals(entry.version())) {
                throw mismatch("the log entry is of another kind than the bundle says");
            }
            new EntryBody(signed).verify(entry.type(), body.object("spec"));
        } catch (MalformedJsonException e) {
            throw mismatch(String.valueOf(e.getMessage()));
        }
    }

    private void verify(String type, JsonObject spec) throws MalformedJsonException, RefusedException {
        switch (type) {
            case "hashedrekord 0.0.1" -> hashedRekordV1(spec);
            case "hashedrekord 0.0.2" -> hashedRekordV2(spec.object("hashedRekordV002"));
            case "dsse 0.0.1" -> dsseV1(spec);
            case "dsse 0.0.2" -> dsseV2(spec.object("dsseV002"));
            case "intoto 0.0.2" -> intoto(spec.object("content"));
            default -> throw new RefusedException(Reason.UNSUPPORTED, "a log entry of kind " + printable(type));
        }
    }

    private void hashedRekordV1(JsonObject spec) throws MalformedJsonException, RefusedException {
        if (signed.envelope().isPresent()) {
            throw mismatch("a hashedrekord 0.0.1 entry says nothing about an envelope");
        }
        requireDigest(spec.object("data").object("hash"), signed.message());
        JsonObject signature = spec.object("signature");
        requireSignature(signature.base64("content"));
        requirePem(signature.object("publicKey").base64("content"));
    }

    /** The digest is of what was signed: of an artifact, or of an envelope's pre-authentication encoding. */
    private void hashedRekordV2(JsonObject spec) throws MalformedJsonException, RefusedException {
        requireProtobufDigest(spec.object("data"), signed.message());
        requireProtobufSignature(spec.object("signature"));
    }

    private void dsseV1(JsonObject spec) throws MalformedJsonException, RefusedException {
        requireDigest(spec.object("payloadHash"), payload());
        JsonObject signature = only(spec, spec.objects("signatures"));
        requireSignature(signature.base64("signature"));
        requirePem(signature.base64("verifier"));
    }

    private void dsseV2(JsonObject spec) throws MalformedJsonException, RefusedException {
        requireProtobufDigest(spec.object("payloadHash"), payload());
        requireProtobufSignature(only(spec, spec.objects("signatures")));
    }

    private void intoto(JsonObject content) throws MalformedJsonException, RefusedException {
        requireDigest(content.object("payloadHash"), payload());
        JsonObject logged = content.object("envelope");
        if (!logged.text("payloadType").equals(envelope().payloadType())) {
            throw mismatch("the log entry is about a payload of another type");
        }
        Optional<byte[]> kept = logged.optionalBase64("payload");
        if (kept.isPresent()
                && !Arrays.equals(
                        kept.get(), Base64.getEncoder().encode(envelope().payload()))) {
            throw mismatch("the log entry holds another payload");
        }
        JsonObject signature = only(logged, logged.objects("signatures"));
        // The log encodes the signature's base64 text once more.
        requireSignature(decoded(signature, new String(signature.base64("sig"), StandardCharsets.US_ASCII)));
        requirePem(signature.base64("publicKey"));
    }

    private Envelope envelope() throws RefusedException {
        return signed.envelope()
                .orElseThrow(() -> mismatch("the log entry is about an envelope, the bundle holds none"));
    }

    private Message payload() throws RefusedException {
        return Message.of(envelope().payload());
    }

    private void requireDigest(JsonObject hash, Message message) throws MalformedJsonException, RefusedException {
        HashAlgorithm algorithm = HashAlgorithm.named(hash.text("algorithm"))
                .orElseThrow(() -> new RefusedException(Reason.UNSUPPORTED, "a log entry with an unknown hash"));
        String value = hash.text("value");
        if (!value.matches("[0-9a-f]{64,128}") || value.length() != 2 * algorithm.length()) {
            throw hash.malformed("value", "a hash in lower-case hex");
        }
        requireDigest(algorithm, HexFormat.of().parseHex(value), message);
    }

    private void requireProtobufDigest(JsonObject hash, Message message)
            throws MalformedJsonException, RefusedException {
        HashAlgorithm algorithm = HashAlgorithm.protobuf(hash.text("algorithm"))
                .orElseThrow(() -> new RefusedException(Reason.UNSUPPORTED, "a log entry with an unknown hash"));
        requireDigest(algorithm, hash.base64("digest"), message);
    }

    private static void requireDigest(HashAlgorithm algorithm, byte[] digest, Message message) throws RefusedException {
        if (!message.hasDigest(algorithm, digest)) {
            throw mismatch("the log entry is about another content (" + algorithm + ")");
        }
    }

    private void requireSignature(byte[] logged) throws RefusedException {
        if (!Arrays.equals(logged, signed.signature())) {
            throw mismatch("the log entry is about another signature");
        }
    }

    private void requirePem(byte[] logged) throws RefusedException {
        boolean same = Pem.parse(logged)
                .filter(pem -> signed.signer().is(pem.label(), pem.content()))
                .isPresent();
        if (!same) {
            throw mismatch("the log entry is about another certificate or key");
        }
    }

    private void requireProtobufSignature(JsonObject signature) throws MalformedJsonException, RefusedException {
        requireSignature(signature.base64("content"));
        JsonObject verifier = signature.object("verifier");
        boolean isCertificate = verifier.has("x509Certificate");
        byte[] encoded =
                verifier.object(isCertificate ? "x509Certificate" : "publicKey").base64("rawBytes");
        if ((isCertificate && verifier.has("publicKey"))
                || !signed.signer().is(isCertificate ? "CERTIFICATE" : "PUBLIC KEY", encoded)) {
            throw mismatch("the log entry is about another certificate or key");
        }
        requireAlgorithm(verifier);
    }

    /** The algorithm that was logged has to be the one that was used: readers that know only it must agree with us. */
    private void requireAlgorithm(JsonObject verifier) throws MalformedJsonException, RefusedException {
        KeyDetails details = KeyDetails.named(verifier.text("keyDetails"))
                .orElseThrow(() -> new RefusedException(
                        Reason.UNSUPPORTED, "a log entry that names an unknown kind of signature"));
        try {
            VerificationKey key = VerificationKey.parse(signed.signer().key().encoded(), details);
            if (!signed.message().isSignedBy(key, signed.signature()).orElse(true)) {
                throw mismatch("the log entry names another kind of signature");
            }
        } catch (MalformedKeyException e) {
            throw mismatch("the log entry names another kind of key");
        }
    }

    private static JsonObject only(JsonObject holder, List<JsonObject> items) throws MalformedJsonException {
        if (items.size() != 1) {
            throw holder.malformed("signatures", "exactly one");
        }
        return items.get(0);
    }

    private static byte[] decoded(JsonObject place, String base64) throws MalformedJsonException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw place.malformed("sig", "base64 in base64");
        }
    }

    private static String printable(String type) {
        String plain = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9. ]", "?");
        return plain.substring(0, Math.min(plain.length(), 40));
    }

    private static RefusedException mismatch(String detail) {
        return new RefusedException(Reason.LOG_ENTRY_MISMATCH, detail);
    }
}

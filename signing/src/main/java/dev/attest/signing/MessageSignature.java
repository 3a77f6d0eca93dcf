package dev.attest.signing;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.log.Members;

/** A signature over an artifact that is not in the bundle, with an unsigned hint at the artifact's digest. */
final class MessageSignature {
    private final HashAlgorithm algorithm;
    private final byte[] digest;
    private final byte[] signature;

    private MessageSignature(HashAlgorithm algorithm, byte[] digest, byte[] signature) {
        this.algorithm = algorithm;
        this.digest = digest;
        this.signature = signature;
    }

    static MessageSignature read(JsonObject json) throws MalformedJsonException {
        Members.onlyKnown(json, "messageDigest", "signature");
        JsonObject hint = json.object("messageDigest");
        Members.onlyKnown(hint, "algorithm", "digest");
        HashAlgorithm algorithm = HashAlgorithm.protobuf(hint.text("algorithm"))
                .orElseThrow(() -> hint.malformed("algorithm", "SHA2_256, SHA2_384 or SHA2_512"));
        return new MessageSignature(algorithm, hint.base64("digest"), json.base64("signature"));
    }

    HashAlgorithm algorithm() {
        return algorithm;
    }

    byte[] digest() {
        return digest.clone();
    }

    byte[] signature() {
        return signature.clone();
    }
}

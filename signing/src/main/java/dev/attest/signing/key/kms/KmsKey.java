package dev.attest.signing.key.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.Pem;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.service.SigningException;
import java.util.Optional;

/**
 * A key behind a plugin: the methods publicKey and signMessage of the protocol (cliplugin/common/interface.go). What the plugin
 * calls a signature is one only when the public key that it gave at first says so.
 */
final class KmsKey implements ManagedKey {
    private static final int MAX_SIGNATURE = 1 << 14;

    private final PluginCall plugin;
    private final String resource;
    private final VerificationKey publicKey;

    private KmsKey(PluginCall plugin, String resource, VerificationKey publicKey) {
        this.plugin = plugin;
        this.resource = resource;
        this.publicKey = publicKey;
    }

    static KmsKey open(PluginCall plugin, String resource) throws SigningException {
        ObjectNode request = request(resource, HashAlgorithm.SHA256, "publicKey");
        request.putObject("publicKey").putObject("publicKeyOptions").set("rpcOptions", rpcOptions());
        JsonObject answer = plugin.call(request, new byte[0]);
        try {
            Optional<Pem> pem = Pem.parse(answer.object("publicKey").base64("publicKeyPEM"));
            if (pem.isEmpty() || !pem.get().label().equals("PUBLIC KEY")) {
                throw plugin.failed("its public key is not PEM");
            }
            return new KmsKey(plugin, resource, VerificationKey.parse(pem.get().content()));
        } catch (MalformedJsonException | MalformedKeyException e) {
            throw plugin.failed("it gave no public key: " + e.getMessage());
        }
    }

    @Override
    public VerificationKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(Message message) throws SigningException {
        HashAlgorithm hash = ManagedKey.hash(publicKey, message);
        ObjectNode request = request(resource, hash, "signMessage");
        ObjectNode options = request.putObject("signMessage").putObject("signOptions");
        options.set("rpcOptions", rpcOptions());
        ObjectNode messageOptions = options.putObject("messageOptions");
        if (!publicKey.isEd25519()) {
            messageOptions.put("digest", message.digest(hash).orElseThrow());
            messageOptions.put("hashFunc", number(hash));
        }
        // A plugin that does not look at the digest hashes the bytes, where there are some, and comes to the same.
        JsonObject answer = plugin.call(request, message.bytes().orElseGet(() -> new byte[0]));
        try {
            byte[] signature = answer.object("signMessage").base64("signature");
            if (signature.length > MAX_SIGNATURE || !verifies(message, hash, signature)) {
                throw plugin.failed("its signature does not verify with its own public key");
            }
            return signature;
        } catch (MalformedJsonException e) {
            throw plugin.failed("it gave no signature: " + e.getMessage());
        }
    }

    // Of an RSA key a digest alone cannot be checked here; the bundle's verifier does, before anything is published.
    private boolean verifies(Message message, HashAlgorithm hash, byte[] signature) {
        return message.isSignedBy(publicKey, signature).orElseGet(() -> publicKey
                .verifiesDigest(hash, message.digest(hash).orElseThrow(), signature)
                .orElse(true));
    }

    /** Nothing is held: each call is a process of its own. */
    @Override
    public void close() {}

    private static ObjectNode request(String resource, HashAlgorithm hash, String method) {
        ObjectNode request = StrictJson.object();
        ObjectNode options = request.putObject("initOptions");
        options.put("protocolVersion", PluginCall.VERSION);
        options.put("keyResourceID", resource);
        options.put("hashFunc", number(hash));
        options.set("rpcOptions", rpcOptions());
        request.put("methodName", method);
        return request;
    }

    /** As cosign sends them when nobody asks for a version of the key. */
    private static ObjectNode rpcOptions() {
        return StrictJson.object().put("keyVersion", "").put("remoteVerification", false);
    }

    /** Go's number of the hash function (crypto.Hash). */
    private static int number(HashAlgorithm hash) {
        return switch (hash) {
            case SHA256 -> 5;
            case SHA384 -> 6;
            case SHA512 -> 7;
        };
    }
}

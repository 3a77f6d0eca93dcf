package dev.attest.signing.key.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.PemWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;

/** A plugin of ours: keys are folders that hold both halves and the name of the key's algorithm. */
public final class LocalKms {
    private static final Map<Long, HashAlgorithm> HASHES =
            Map.of(5L, HashAlgorithm.SHA256, 6L, HashAlgorithm.SHA384, 7L, HashAlgorithm.SHA512);

    private LocalKms() {}

    /** Protocol version and request, as a plugin is called. */
    public static void main(String[] arguments) throws Exception {
        JsonObject request = StrictJson.parseObject(arguments[1].getBytes(StandardCharsets.UTF_8), "request");
        JsonObject options = request.object("initOptions");
        if (!arguments[0].equals("v1") || !options.text("protocolVersion").equals("v1")) {
            throw new IllegalArgumentException("another version");
        }
        Path folder = Path.of(options.text("keyResourceID"));
        ObjectNode answer = StrictJson.object();
        if (request.text("methodName").equals("publicKey")) {
            request.object("publicKey").object("publicKeyOptions").object("rpcOptions");
            String pem = PemWriter.write("PUBLIC KEY", Files.readAllBytes(folder.resolve("public")));
            answer.putObject("publicKey").put("publicKeyPEM", pem.getBytes(StandardCharsets.US_ASCII));
        } else {
            JsonObject message =
                    request.object("signMessage").object("signOptions").object("messageOptions");
            answer.putObject("signMessage").put("signature", sign(folder, message));
        }
        System.out.write(StrictJson.write(answer));
        System.out.flush();
    }

    private static byte[] sign(Path folder, JsonObject message) throws Exception {
        byte[] input = System.in.readAllBytes();
        String kind = Files.readString(folder.resolve("kind"));
        var key = KeyFactory.getInstance(kind)
                .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve("private"))));
        if (kind.equals("Ed25519")) {
            return signed("Ed25519", key, input);
        }
        HashAlgorithm hash = java.util.Objects.requireNonNull(HASHES.get(message.integer("hashFunc")));
        byte[] digest = message.base64("digest");
        if (input.length > 0 && !Arrays.equals(digest, hash.hash(input))) {
            throw new IllegalArgumentException("the digest is of something else");
        }
        if (kind.equals("EC")) {
            return signed("NONEwithECDSA", key, digest);
        }
        byte[] prefix = java.util.HexFormat.of().parseHex("3031300d060960864801650304020105000420");
        byte[] info = Arrays.copyOf(prefix, prefix.length + digest.length);
        System.arraycopy(digest, 0, info, prefix.length, digest.length);
        return signed("NONEwithRSA", key, info);
    }

    private static byte[] signed(String algorithm, java.security.PrivateKey key, byte[] input) throws Exception {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }
}

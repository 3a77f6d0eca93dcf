package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A client of the wire formats that shares no code with the server. */
final class Client {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    Client(URI base) {
        this.base = base;
    }

    HttpResponse<byte[]> post(String path, String type, byte[] body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<byte[]> postJson(String path, Object body) throws IOException, InterruptedException {
        return post(path, "application/json", JSON.writeValueAsBytes(body));
    }

    /** A JSON post with one more header. */
    HttpResponse<byte[]> postJson(String path, Object body, String header, String value)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path)));
    }

    HttpResponse<byte[]> send(String method, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static KeyPair ecdsa(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair pair(String type) {
        try {
            return KeyPairGenerator.getInstance(type).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] sign(KeyPair key, String algorithm, byte[] data) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean verifies(java.security.PublicKey key, byte[] data, byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(key);
        signature.update(data);
        return signature.verify(signed);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    static Map<String, Object> certificateRequest(String token, KeyPair key, byte[] proof) {
        return Map.of(
                "credentials", Map.of("oidcIdentityToken", token),
                "publicKeyRequest",
                        Map.of(
                                "publicKey",
                                        Map.of(
                                                "algorithm",
                                                "ECDSA",
                                                "content",
                                                pem(
                                                        "PUBLIC KEY",
                                                        key.getPublic().getEncoded())),
                                "proofOfPossession", base64(proof)));
    }

    /** The chain that comes back for a P-256 key, leaf first. */
    List<X509Certificate> certify(String token, String challenge, KeyPair key)
            throws IOException, InterruptedException, GeneralSecurityException {
        byte[] proof = sign(key, "SHA256withECDSA", challenge.getBytes(UTF_8));
        return chain(postJson("/api/v2/signingCert", certificateRequest(token, key, proof)));
    }

    static List<X509Certificate> chain(HttpResponse<byte[]> response) throws IOException, GeneralSecurityException {
        var chain = new ArrayList<X509Certificate>();
        for (JsonNode pem : json(response)
                .path("signedCertificateEmbeddedSct")
                .path("chain")
                .path("certificates")) {
            chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.asText().getBytes(UTF_8))));
        }
        return chain;
    }

    static byte[] pae(String type, byte[] payload) {
        byte[] head =
                ("DSSEv1 " + type.getBytes(UTF_8).length + " " + type + " " + payload.length + " ").getBytes(UTF_8);
        byte[] all = java.util.Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }

    /** An in-toto envelope with one signature. */
    static String envelope(String payload, KeyPair key) throws IOException {
        String type = "application/vnd.in-toto+json";
        byte[] signature = sign(key, "SHA256withECDSA", pae(type, payload.getBytes(UTF_8)));
        return JSON.writeValueAsString(Map.of(
                "payload",
                base64(payload.getBytes(UTF_8)),
                "payloadType",
                type,
                "signatures",
                List.of(Map.of("sig", base64(signature)))));
    }

    /** A proposed dsse entry of this payload, signed by the key. */
    static Map<String, Object> signedDsse(String payload, KeyPair key, String verifierPem) throws IOException {
        return dsse(envelope(payload, key), verifierPem);
    }

    static Map<String, Object> dsse(String envelope, String... verifierPems) {
        var verifiers = java.util.Arrays.stream(verifierPems)
                .map(pem -> base64(pem.getBytes(UTF_8)))
                .toList();
        return Map.of(
                "apiVersion",
                "0.0.1",
                "kind",
                "dsse",
                "spec",
                Map.of("proposedContent", Map.of("envelope", envelope, "verifiers", verifiers)));
    }

    static String publicPem(KeyPair key) {
        return pem("PUBLIC KEY", key.getPublic().getEncoded());
    }
}

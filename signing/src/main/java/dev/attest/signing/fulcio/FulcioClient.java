package dev.attest.signing.fulcio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.EphemeralKey;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.Pem;
import dev.attest.signing.key.PemWriter;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.service.SigningException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Asks Fulcio's HTTP interface (v2, {@code CreateSigningCertificate}) for a certificate. The token goes to the one
 * address this client was made with. Whether the chain leads to a trusted root is the verifier's question.
 */
public final class FulcioClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_CERTIFICATES = 10;

    // The authority's clock may be ahead of ours by this much.
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final ServiceClient client;
    private final URI base;

    public FulcioClient(ServiceClient client, URI base) {
        this.client = client;
        this.base = base;
    }

    /** A certificate for this key that is valid at {@code now}. The token must be usable; it is not checked again. */
    public X509Certificate certify(IdentityToken token, EphemeralKey key, Instant now) throws SigningException {
        ServiceRequest request = request(token, key);
        ServiceResponse response = client.send(request);
        X509Certificate leaf = leaf(response, request.name());
        if (!Arrays.equals(leaf.getPublicKey().getEncoded(), key.publicKey().encoded())) {
            throw SigningException.world(request.name() + " certified another key than ours");
        }
        if (now.plus(SKEW).isBefore(leaf.getNotBefore().toInstant())
                || now.isAfter(leaf.getNotAfter().toInstant())) {
            throw SigningException.world(request.name() + " issued a certificate that is not valid now (from "
                    + leaf.getNotBefore().toInstant() + " to "
                    + leaf.getNotAfter().toInstant() + ", it is " + now + "): is this machine's clock right?");
        }
        return leaf;
    }

    private ServiceRequest request(IdentityToken token, EphemeralKey key) {
        ObjectNode body = StrictJson.object();
        body.putObject("credentials").put("oidcIdentityToken", token.secret());
        ObjectNode keyRequest = body.putObject("publicKeyRequest");
        ObjectNode publicKey = keyRequest.putObject("publicKey");
        publicKey.put("algorithm", "ECDSA");
        publicKey.put("content", PemWriter.write("PUBLIC KEY", key.publicKey().encoded()));
        byte[] proof = key.sign(Message.of(token.subject().getBytes(StandardCharsets.UTF_8)));
        keyRequest.put("proofOfPossession", Base64.getEncoder().encodeToString(proof));
        HttpRequest http = HttpRequest.newBuilder(ServiceUrl.below(base, "/api/v2/signingCert"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(StrictJson.write(body)))
                .build();
        return new ServiceRequest("certificate authority", http, MAX_BYTES, List.of(token.secret()));
    }

    private static X509Certificate leaf(ServiceResponse response, String name) throws SigningException {
        JsonObject json = response.json();
        try {
            if (json.has("signedCertificateDetachedSct")) {
                throw SigningException.world(
                        name + " hands out certificates without an embedded SCT, which a bundle cannot carry");
            }
            List<String> chain =
                    json.object("signedCertificateEmbeddedSct").object("chain").texts("certificates");
            if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES) {
                throw json.malformed("chain.certificates", "1 to " + MAX_CERTIFICATES + " certificates");
            }
            return certificate(chain.get(0))
                    .orElseThrow(() -> json.malformed("chain.certificates[0]", "a PEM certificate"));
        } catch (MalformedJsonException e) {
            throw response.malformed(e);
        }
    }

    private static Optional<X509Certificate> certificate(String text) {
        Optional<Pem> pem = Pem.parse(text.getBytes(StandardCharsets.UTF_8))
                .filter(block -> block.label().equals("CERTIFICATE"));
        if (pem.isEmpty()) {
            return Optional.empty();
        }
        try {
            var in = new ByteArrayInputStream(pem.get().content());
            var parsed = CertificateFactory.getInstance("X.509").generateCertificate(in);
            return parsed instanceof X509Certificate certificate ? Optional.of(certificate) : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }
}

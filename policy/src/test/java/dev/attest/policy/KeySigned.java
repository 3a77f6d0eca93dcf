package dev.attest.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Envelope;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.Verified;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.tsa.TimestampClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/** Evidence signed by a bare key, under a trusted root that asks for a timestamp and for no log. */
public final class KeySigned {
    private KeySigned() {}

    public static Evidence.Accepted says(Notary notary, PredicateType type, ObjectNode predicate, Digest subject)
            throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair key = generator.generateKeyPair();
        byte[] payload = Statement.of(List.of(ResourceDescriptor.sha256("app", subject.hex())), type.uri(), predicate)
                .write();
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key.getPrivate());
        signer.update(Envelope.pae(Statement.PAYLOAD_TYPE, payload));
        byte[] signature = signer.sign();
        byte[] timestamp = new TimestampClient(
                        ServiceClient.of(HttpClient.newHttpClient()),
                        URI.create(notary.timestampUrl()),
                        new SecureRandom())
                .timestamp(signature);

        ObjectNode bundle = StrictJson.object().put("mediaType", Bundle.MEDIA_TYPE);
        ObjectNode material = bundle.putObject("verificationMaterial");
        material.putObject("publicKey").put("hint", "test");
        material.putObject("timestampVerificationData")
                .putArray("rfc3161Timestamps")
                .addObject()
                .put("signedTimestamp", Base64.getEncoder().encodeToString(timestamp));
        bundle.set("dsseEnvelope", new Envelope(Statement.PAYLOAD_TYPE, payload, signature, "").json());
        byte[] bytes = StrictJson.write(bundle);
        return Notary.evidence((Verified) new BundleVerifier(withoutLogs(notary.trustedRoot()))
                .verify(Bundle.parse(bytes), Identities.ofKey(key.getPublic().getEncoded())));
    }

    private static TrustedRoot withoutLogs(byte[] root) throws Exception {
        ObjectNode json = (ObjectNode) StrictJson.parse(new String(root, UTF_8).getBytes(UTF_8));
        json.remove(List.of("tlogs", "ctlogs"));
        return TrustedRoot.parse(StrictJson.write(json));
    }
}

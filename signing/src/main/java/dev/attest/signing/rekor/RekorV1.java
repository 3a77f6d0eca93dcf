package dev.attest.signing.rekor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.PemWriter;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.log.Signed;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rekor's first interface: entries of kind {@code dsse} 0.0.1, for which the whole envelope is uploaded, for statements, and
 * {@code hashedrekord} 0.0.1 for artifacts. An entry that is there already (409), as after a lost answer, is fetched instead; the verifier decides whether it is ours.
 */
public final class RekorV1 implements AttestationLog {
    /** The public instance refuses payloads of about 3.5 MB; its limit is documented nowhere. */
    public static final int DEFAULT_MAX_PAYLOAD_BYTES = 3_400_000;

    private static final String ENTRIES = "/api/v1/log/entries";
    private static final Pattern ENTRY_ID = Pattern.compile(".*" + ENTRIES + "/([0-9a-f]{64,80})");
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int MAX_ANSWER_BYTES = 16 << 20;

    private final ServiceClient client;
    private final URI base;
    private final int maxPayloadBytes;

    public RekorV1(ServiceClient client, URI base, int maxPayloadBytes) {
        this.client = client;
        this.base = base;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    @Override
    public void requireFits(Signed signed) throws SigningException {
        if (signed.envelope().isEmpty()) {
            artifactDigest(signed);
        }
        int size = signed.envelope().map(envelope -> envelope.payload().length).orElse(0);
        if (size > maxPayloadBytes) {
            throw SigningException.refused("a statement of " + size + " bytes is more than the " + maxPayloadBytes
                    + " bytes (maxLogBytes) that the transparency log " + ServiceUrl.host(base)
                    + " takes; make the document smaller, raise the limit if the log takes more, or use a signing"
                    + " config with a log that takes digests only (Rekor v2) or with none");
        }
    }

    @Override
    public ObjectNode add(Signed signed) throws SigningException {
        ServiceRequest request = upload(signed);
        ServiceResponse response = client.send(request);
        if (response.status() == 409) {
            ServiceRequest existing = request(http(existing(response, request)).GET());
            return EntryAnswer.read(client.send(existing));
        }
        return EntryAnswer.read(response);
    }

    private ServiceRequest upload(Signed signed) throws SigningException {
        ObjectNode entry = StrictJson.object();
        entry.put("apiVersion", "0.0.1");
        entry.put("kind", signed.envelope().isPresent() ? "dsse" : "hashedrekord");
        ObjectNode spec = entry.putObject("spec");
        if (signed.envelope().isPresent()) {
            ObjectNode content = spec.putObject("proposedContent");
            byte[] envelope = StrictJson.write(signed.envelope().get().json());
            content.put("envelope", new String(envelope, StandardCharsets.UTF_8));
            content.putArray("verifiers").add(verifier(signed));
        } else {
            hashedRekord(spec, signed);
        }
        return request(http(ServiceUrl.below(base, ENTRIES))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(StrictJson.write(entry))));
    }

    // Only the entry's name is taken from the answer, so that it cannot lead anywhere else.
    private URI existing(ServiceResponse response, ServiceRequest request) throws SigningException {
        String location = response.header("Location").orElse("");
        Matcher id = ENTRY_ID.matcher(location);
        boolean elsewhere = location.contains("://")
                && !ServiceUrl.parse(location).map(ServiceUrl::host).equals(Optional.of(ServiceUrl.host(base)));
        if (!id.matches() || elsewhere) {
            throw SigningException.world(request.name() + " has the entry already but does not say where");
        }
        return ServiceUrl.below(base, ENTRIES + "/" + id.group(1));
    }

    private static HttpRequest.Builder http(URI uri) {
        return HttpRequest.newBuilder(uri).header("Accept", "application/json").timeout(TIMEOUT);
    }

    private static ServiceRequest request(HttpRequest.Builder http) {
        return new ServiceRequest("transparency log", http.build(), MAX_ANSWER_BYTES, List.of());
    }

    private static void hashedRekord(ObjectNode spec, Signed signed) throws SigningException {
        byte[] digest = artifactDigest(signed);
        HashAlgorithm hash = signed.signer().key().hash();
        spec.putObject("data")
                .putObject("hash")
                .put("algorithm", hash.digestName())
                .put("value", HexFormat.of().formatHex(digest));
        ObjectNode signature = spec.putObject("signature");
        signature.put("content", Base64.getEncoder().encodeToString(signed.signature()));
        signature.putObject("publicKey").put("content", verifier(signed));
    }

    /** This kind of entry is checked by the log from the digest alone, which an Ed25519 signature does not allow. */
    private static byte[] artifactDigest(Signed signed) throws SigningException {
        VerificationKey key = signed.signer().key();
        if (key.isEd25519()) {
            throw SigningException.usage("an Ed25519 key cannot sign an artifact for this transparency log, which sees"
                    + " digests only; use an ECDSA or RSA key, or sign a statement about the artifact");
        }
        return signed.message()
                .digest(key.hash())
                .orElseThrow(() -> SigningException.usage("the key needs the artifact's " + key.hash()));
    }

    private static String verifier(Signed signed) {
        String pem = PemWriter.write(signed.signer().pemLabel(), signed.signer().encoded());
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}

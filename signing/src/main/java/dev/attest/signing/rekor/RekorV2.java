package dev.attest.signing.rekor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.KeyDetails;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.log.Signed;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Rekor's second interface (rekor-tiles): entries of kind {@code hashedrekord} 0.0.2, for statements and artifacts alike, of
 * which only the digest is uploaded, so that no size is too large. Such a log tells no time. Asking again after a lost answer
 * adds nothing twice: the log refuses what it has (409), and what it needs to be proven cannot be asked for.
 */
public final class RekorV2 implements AttestationLog {
    private static final String ENTRIES = "/api/v2/log/entries";

    /** The log answers when a checkpoint covers the entry; its clients have to wait 20 seconds at least (CLIENTS.md). */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final ServiceClient client;
    private final URI base;

    public RekorV2(ServiceClient client, URI base) {
        this.client = client;
        this.base = base;
    }

    @Override
    public void requireFits(Signed signed) throws SigningException {
        keyDetails(signed);
        digest(signed);
    }

    @Override
    public ObjectNode add(Signed signed) throws SigningException {
        ServiceRequest request = upload(signed);
        ServiceResponse response = client.send(request);
        return switch (response.status()) {
            case 405 ->
                throw SigningException.world(
                        request.name()
                                + " takes no more entries (405); use a newer signing config, which names the log that follows it");
            case 409 ->
                throw SigningException.world(request.name() + " has this signature already, entry "
                        + response.header("x-log-index")
                                .filter(index -> index.matches("[0-9]{1,19}"))
                                .orElse("unknown")
                        + ", and answers for an entry only once: keep the bundle of the first time, or if that was lost"
                        + " sign again (an RSA key signs the same again: use Rekor v1)");
            default -> TiledAnswer.read(response);
        };
    }

    private ServiceRequest upload(Signed signed) throws SigningException {
        ObjectNode entry = StrictJson.object();
        ObjectNode record = entry.putObject("hashedRekordRequestV002");
        record.put("digest", base64(digest(signed)));
        ObjectNode signature = record.putObject("signature");
        signature.put("content", base64(signed.signature()));
        ObjectNode verifier = signature.putObject("verifier");
        verifier.put("keyDetails", keyDetails(signed).name());
        verifier.putObject(signed.signer().isCertificate() ? "x509Certificate" : "publicKey")
                .put("rawBytes", base64(signed.signer().encoded()));
        HttpRequest http = HttpRequest.newBuilder(ServiceUrl.below(base, ENTRIES))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(StrictJson.write(entry)))
                .build();
        return new ServiceRequest("transparency log", http, MAX_ANSWER_BYTES, List.of());
    }

    private KeyDetails keyDetails(Signed signed) throws SigningException {
        VerificationKey key = signed.signer().key();
        if (key.isEd25519()) {
            throw SigningException.usage("an Ed25519 key cannot sign for the transparency log " + ServiceUrl.host(base)
                    + ", which sees digests only (Rekor v2 takes Ed25519ph alone); use an ECDSA or RSA key, or Rekor v1"
                    + " for statements");
        }
        return key.keyDetails()
                .orElseThrow(() -> SigningException.usage("the transparency log " + ServiceUrl.host(base)
                        + " (Rekor v2) takes RSA keys of 2048, 3072 and 4096 bits only; use such a key, or Rekor v1"));
    }

    private static byte[] digest(Signed signed) throws SigningException {
        VerificationKey key = signed.signer().key();
        return signed.message()
                .digest(key.hash())
                .orElseThrow(() -> SigningException.usage("the key needs the artifact's " + key.hash()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.localsigstore.Authority.Party;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The certificate authority's API: {@code POST /api/v2/signingCert} and {@code GET /api/v2/trustBundle} of fulcio.proto. */
final class Fulcio {

    private final Authority authority;
    private final OidcIssuer issuer;
    private final LeafCertificates leaves;

    Fulcio(Authority authority, OidcIssuer issuer, LeafCertificates leaves) {
        this.authority = authority;
        this.issuer = issuer;
        this.leaves = leaves;
    }

    static Fulcio of(Authority authority, OidcIssuer issuer, Clock clock) {
        var log = new CtLog(authority.key(Party.CT_LOG), clock);
        return new Fulcio(authority, issuer, new LeafCertificates(authority, log, clock));
    }

    byte[] signingCertificate(byte[] body) throws MalformedInputException, RequestRefusedException, IOException {
        JsonNode request = Json.object(body);
        IdentityToken token = authenticate(request);
        PublicKey key = request.hasNonNull("certificateSigningRequest")
                ? SigningRequest.publicKey(Json.base64(request, "certificateSigningRequest"))
                : provenKey(request.path("publicKeyRequest"), token);
        var chain = new ArrayList<String>();
        chain.add(Pem.write(Pem.CERTIFICATE, leaves.issue(key, token)));
        chain.addAll(authorityChain());
        return Json.canonical(Map.of("signedCertificateEmbeddedSct", Map.of("chain", Map.of("certificates", chain))));
    }

    byte[] trustBundle() {
        return Json.canonical(Map.of("chains", List.of(Map.of("certificates", authorityChain()))));
    }

    private IdentityToken authenticate(JsonNode request) throws RequestRefusedException {
        try {
            IdentityToken token = issuer.verify(Json.text(request, "credentials", "oidcIdentityToken"));
            token.name();
            return token;
        } catch (MalformedInputException e) {
            throw new RequestRefusedException(
                    401, "There was an error processing the identity token: " + e.getMessage());
        }
    }

    private static PublicKey provenKey(JsonNode request, IdentityToken token) throws MalformedInputException {
        byte[] pem = Json.text(request, "publicKey", "content").getBytes(US_ASCII);
        PublicKey key = Signatures.publicKey(Pem.read(Pem.PUBLIC_KEY, pem));
        byte[] challenge = token.challenge().getBytes(UTF_8);
        if (!Signatures.verifies(key, challenge, Json.base64(request, "proofOfPossession"))) {
            throw new MalformedInputException(
                    "The signature supplied in the request could not be verified: it must sign the token's e-mail or subject");
        }
        return key;
    }

    private List<String> authorityChain() {
        return authority.fulcioChain().stream().map(Certificates::pem).toList();
    }
}

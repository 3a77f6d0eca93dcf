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
import java.util.Optional;

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

    /** Issues a certificate; the token stands in the body or, as sigstore-go sends it, in the bearer header. */
    byte[] signingCertificate(byte[] body, Optional<String> authorization)
            throws MalformedInputException, RequestRefusedException, IOException {
        JsonNode request = Json.object(body);
        IdentityToken token = authenticate(request, authorization);
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

    private IdentityToken authenticate(JsonNode request, Optional<String> authorization)
            throws RequestRefusedException {
        try {
            IdentityToken token = issuer.verify(
                    !request.hasNonNull("credentials") && authorization.isPresent()
                            ? bearer(authorization.get())
                            : Json.text(request, "credentials", "oidcIdentityToken"));
            token.name();
            return token;
        } catch (MalformedInputException e) {
            throw new RequestRefusedException(
                    401, "There was an error processing the identity token: " + e.getMessage());
        }
    }

    private static String bearer(String authorization) throws MalformedInputException {
        if (!authorization.startsWith("Bearer ")) {
            throw new MalformedInputException("the Authorization header is not a bearer token");
        }
        return authorization.substring("Bearer ".length());
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

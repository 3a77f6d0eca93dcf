package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Mints and checks ES256 identity tokens (RFC 7519, RFC 7518 §3.4) of the one issuer there is. */
final class OidcIssuer {

    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int MAX_TOKEN = 16 << 10;
    private static final int COORDINATE = 32;
    private static final Set<String> OWN_CLAIMS = Set.of("iss", "sub", "aud", "iat", "nbf", "exp");
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair key;
    private final Clock clock;
    private final Map<String, Object> jwk;
    private final String keyId;

    OidcIssuer(KeyPair key, Clock clock) {
        this.key = key;
        this.clock = clock;
        var point = ((ECPublicKey) key.getPublic()).getW();
        this.jwk = Map.of(
                "crv", "P-256", "kty", "EC", "x", coordinate(point.getAffineX()), "y", coordinate(point.getAffineY()));
        this.keyId = BASE64URL.encodeToString(Sha256.of(Json.canonical(jwk))); // RFC 7638 §3
    }

    String mint(String subject, Map<String, ?> claims) {
        if (subject.isEmpty() || claims.keySet().stream().anyMatch(OWN_CLAIMS::contains)) {
            throw new IllegalArgumentException(
                    "a token needs a subject, and " + OWN_CLAIMS + " are the issuer's to set");
        }
        long now = clock.instant().getEpochSecond();
        var all = new HashMap<String, Object>(claims);
        all.put("iss", Names.ISSUER);
        all.put("sub", subject);
        all.put("aud", Names.AUDIENCE);
        all.put("iat", now);
        all.put("nbf", now);
        all.put("exp", now + LIFETIME.toSeconds());
        return sign(all);
    }

    String sign(Map<String, ?> claims) {
        String signed = part(Map.of("alg", "ES256", "kid", keyId, "typ", "JWT")) + "." + part(claims);
        return signed + "."
                + BASE64URL.encodeToString(Signatures.sign(key.getPrivate(), ALGORITHM, signed.getBytes(US_ASCII)));
    }

    /** The token's claims, when it is one of ours, for Sigstore, and valid now. */
    IdentityToken verify(String token) throws MalformedInputException {
        String[] parts = token.split("\\.", -1);
        require(token.length() <= MAX_TOKEN && parts.length == 3, "is not a signed JWT");
        JsonNode header = Json.object(decode(parts[0]));
        require(header.path("alg").asText().equals("ES256"), "is not signed with ES256");
        require(header.path("kid").asText().equals(keyId), "is signed with a key that is not this issuer's");
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(US_ASCII);
        require(Signatures.verifies(ALGORITHM, key.getPublic(), signed, decode(parts[2])), "has a wrong signature");
        JsonNode claims = Json.object(decode(parts[1]));
        require(claims.path("iss").asText().equals(Names.ISSUER), "is of another issuer");
        require(forSigstore(claims.path("aud")), "is for another audience");
        long now = clock.instant().getEpochSecond();
        require(
                claims.path("exp").isIntegralNumber()
                        && now < claims.path("exp").asLong(),
                "has expired");
        require(claims.path("nbf").asLong(0) <= now, "is not valid yet");
        var texts = new HashMap<String, String>();
        claims.properties().stream()
                .filter(claim ->
                        claim.getValue().isValueNode() && !claim.getValue().isNull())
                .forEach(claim -> texts.put(claim.getKey(), claim.getValue().asText()));
        return new IdentityToken(texts);
    }

    byte[] discovery(String base) {
        return Json.canonical(Map.of(
                "issuer", Names.ISSUER,
                "jwks_uri", base + "/keys",
                "token_endpoint", base + "/token",
                "response_types_supported", List.of("id_token"),
                "subject_types_supported", List.of("public"),
                "scopes_supported", List.of("openid", "email"),
                "id_token_signing_alg_values_supported", List.of("ES256"),
                "claims_supported", List.of("aud", "email", "email_verified", "exp", "iat", "iss", "sub")));
    }

    byte[] keys() {
        var published = new HashMap<>(jwk);
        published.putAll(Map.of("alg", "ES256", "use", "sig", "kid", keyId));
        return Json.canonical(Map.of("keys", List.of(published)));
    }

    private static boolean forSigstore(JsonNode audience) {
        if (audience.isArray()) {
            for (JsonNode one : audience) {
                if (one.asText().equals(Names.AUDIENCE)) {
                    return true;
                }
            }
            return false;
        }
        return audience.asText().equals(Names.AUDIENCE);
    }

    private static void require(boolean holds, String otherwise) throws MalformedInputException {
        if (!holds) {
            throw new MalformedInputException("identity token " + otherwise);
        }
    }

    private static byte[] decode(String part) throws MalformedInputException {
        try {
            return Base64.getUrlDecoder().decode(part.getBytes(UTF_8));
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("identity token is not base64url", e);
        }
    }

    private static String part(Map<String, ?> object) {
        return BASE64URL.encodeToString(Json.canonical(object));
    }

    private static String coordinate(BigInteger value) {
        byte[] fixed = new byte[COORDINATE];
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE - length, length);
        return BASE64URL.encodeToString(fixed);
    }
}
